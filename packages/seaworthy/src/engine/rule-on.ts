import type { Answer, Finding } from "../core/answer.js";
import type { Depth, Overruled, RulingWord } from "../core/report.js";
import { DEPTHS } from "../core/report.js";
import type { Asked } from "./ask.js";

/** The answers of one rule made one, before waivers. */
export interface RuledOn {
  readonly ruling: RulingWord;
  readonly depth: Depth | null;
  readonly because: string;
  readonly crashed: string | null;
  readonly overruled: readonly Overruled[];
  readonly findings: readonly Finding[];
}

/**
 * The deepest decided (yes or no) answer rules: trial over image over source. An image or trial that is not shown to be
 * this ship changes nothing: its answers are listed beside the source's. An unknown or n/a never hides a shallower answer, but that of
 * runs that contradicted each other does. Where only a foreign ship was asked, its answer stands for what it is.
 */
export function ruleOn(asked: readonly Asked[]): RuledOn {
  const only = asked[0];
  if (only && asked.length === 1) return ruledBy(only, only.crashed, NONE);
  const deepestFirst = [...asked].sort((a, b) => DEPTHS.indexOf(b.depth) - DEPTHS.indexOf(a.depth));
  const ours = deepestFirst.filter((one) => one.oneShip);
  const eligible = ours.length > 0 ? ours : deepestFirst;
  const crashed = deepestFirst.find((one) => one.crashed)?.crashed ?? null;
  const chosen =
    eligible.find(({ answer }) => answer.says === "yes" || answer.says === "no" || contradictsItself(answer)) ??
    eligible.find((one) => one.answer.says === "unknown") ??
    eligible[0];
  if (!chosen) {
    return {
      ruling: "not asked",
      depth: null,
      because: "no probe at an inspected depth",
      crashed: null,
      overruled: [],
      findings: [],
    };
  }
  const overruled = deepestFirst
    .filter((one) => one !== chosen && (one.answer.says === "yes" || one.answer.says === "no" || !one.oneShip))
    .map((one) => ({ depth: one.depth, ruling: one.answer.says, because: one.answer.because }));
  return ruledBy(chosen, crashed, overruled);
}

function contradictsItself(answer: Answer): boolean {
  return answer.says === "unknown" && answer.disagreed === true;
}

const NONE: readonly never[] = Object.freeze([]);

function ruledBy({ depth, answer }: Asked, crashed: string | null, overruled: readonly Overruled[]): RuledOn {
  return {
    ruling: answer.says,
    depth,
    because: answer.because,
    crashed,
    overruled,
    findings: answer.says === "no" ? answer.findings : NONE,
  };
}
