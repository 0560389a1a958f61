import { printable } from "../core/printable.js";
import type { ReportedDrill, ReportedTrial } from "../core/reported-trial.js";
import { clip } from "./shown.js";
import type { TextOptions } from "./text.js";

/** What each trial was, what was done, and what is proven to work, for people. */
export function trialLines(trials: readonly ReportedTrial[], options: TextOptions): readonly string[] {
  return trials.flatMap((trial) => [...ofTrial(trial, options), ""]);
}

function ofTrial(trial: ReportedTrial, options: TextOptions): readonly string[] {
  const { ink, width } = options;
  const { engine, conditions, hardened, cost } = trial;
  const dim = (text: string) => `  ${ink.dim(clip(text, Math.max(60, width - 2)))}`;
  const lines = [
    `${ink.bold("Trial")}  ${ink.dim(printable(`${trial.service ? `${trial.service}, ` : ""}${trial.image} on ${engine.kind} ${engine.version} (${engine.platform})`))}`,
    dim(`image ${trial.digest}`),
    dim(`conditions from ${conditions.from.join(", ")}${conditionsOf(trial)}`),
    ...drills(trial.drills, options),
    ...engine.lacks.map((lack) => `  ${ink.yellow(clip(`? ${lack}`, Math.max(60, width - 2)))}`),
  ];
  if (hardened) {
    lines.push(`  ${ink.bold("Hardened, as it was seen to work")}`);
    lines.push(
      ...hardened.compose
        .trimEnd()
        .split("\n")
        .map((line) => `    ${printable(line)}`),
    );
    // A command is copied whole: it is never cut.
    lines.push("", `    ${printable(hardened.command)}`);
  }
  lines.push(dim(costText(cost)));
  return lines;
}

function conditionsOf({ conditions: { dependencies, ports, http, overrides } }: ReportedTrial): string {
  const parts = [
    ...(dependencies.length > 0 ? [`with ${dependencies.map(({ name }) => name).join(", ")}`] : []),
    http ? `asked at port ${ports.join(", ")}` : "a worker, which is asked nothing",
    ...(overrides.length > 0 ? [`the deployment sets ${overrides.join(", ")}`] : []),
  ];
  return ` · ${parts.join(" · ")}`;
}

const MARKS: Readonly<Record<ReportedDrill["outcome"], string>> = {
  done: "✓",
  "done twice": "✓",
  "nothing to try": "–",
  "not here": "?",
  "not asked": "–",
  failed: "?",
};

/** Those that were done in one line, each of the others with its reason. */
function drills(all: readonly ReportedDrill[], { ink, width, verbose }: TextOptions): readonly string[] {
  const done = all.filter(({ because }) => because === null);
  const names = done.map(({ drill, outcome }) => (outcome === "done twice" ? `${drill} (twice)` : drill)).join(", ");
  const others = all.filter(({ because, outcome }) => because !== null && (verbose || outcome !== "not asked"));
  return [
    ...(done.length > 0 ? [`  ${clip(`${MARKS.done} done: ${names}`, Math.max(60, width - 2))}`] : []),
    ...others.map(({ drill, outcome, because }) => {
      const text = clip(`${MARKS[outcome]} ${drill}: ${outcome}, ${because}`, Math.max(60, width - 2));
      return `  ${outcome === "failed" || outcome === "not here" ? ink.yellow(text) : ink.dim(text)}`;
    }),
  ];
}

/** `31.2 s, of which the waits that the engine and the claims force are 25.0 s (1.25 times)` */
export function costText({ wholeMs, floorMs }: ReportedTrial["cost"]): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const times = floorMs > 0 ? ` (${(wholeMs / floorMs).toFixed(2)} times)` : "";
  return `took ${seconds(wholeMs)}; the waits that the engine and the claims force are ${seconds(floorMs)} of it${times}`;
}
