import type { Finding } from "../core/answer.js";
import { isSourcePlace } from "../core/place.js";
import type { Problem } from "../core/problem.js";
import type { Depth, Waived } from "../core/report.js";
import type { AnyRule } from "../rule.js";
import { isFingerprint, namesRule, rulesNamed, unknownRule } from "./rule-names.js";
import type { Waiver } from "./waiver.js";

export const NO_REASON = "no reason given";

/** What a run asked: a waiver of what was not asked is not useless. */
export interface AskedRun {
  readonly rules: readonly AnyRule[];
  readonly asked: readonly AnyRule[];
  /** Only some services of the project were judged. */
  readonly partial: boolean;
}

/** The waivers of a run; remembers which were used, so that the others can be named. */
export class Waivers {
  readonly #waivers: Waiver[] = [];
  /** By the file that they reach: a large project has thousands, and each finding concerns one file. */
  readonly #byFile = new Map<string, Waiver[]>();
  readonly #everywhere: Waiver[] = [];
  readonly #today: string;
  readonly #needReason: boolean;
  readonly #used = new Set<Waiver>();
  readonly #refused = new Set<Waiver>();

  constructor(today: string, needReason: boolean) {
    this.#today = today;
    this.#needReason = needReason;
  }

  /** Those of a file are there before a finding in it is asked for. */
  add(waivers: readonly Waiver[]): void {
    for (const waiver of waivers) {
      this.#waivers.push(waiver);
      const { file } = waiver.reach;
      const list = file === null ? this.#everywhere : this.#byFile.get(file);
      if (list) list.push(waiver);
      else if (file !== null) this.#byFile.set(file, [waiver]);
    }
  }

  /** The waiver that covers a finding, or null. A waiver in source covers source and image; the trial only with depth=trial. */
  cover(
    rule: AnyRule,
    required: boolean,
    finding: Finding,
    fingerprint: string,
    service: string,
    depth: Depth | null,
  ): Waived | null {
    if (this.#waivers.length === 0) return null;
    for (const waiver of this.#candidates(finding)) {
      // A comment of another tool means what that tool finds; a waiver of ours means the rule, whatever it calls it.
      const own = finding.aliases;
      const named = own ? { id: rule.id, aliases: waiver.foreign ? own : [...(rule.aliases ?? []), ...own] } : rule;
      if (!waiver.names.some((name) => name === fingerprint || namesRule(name, named))) continue;
      if (depth === "trial" && !waiver.trial) continue;
      if (waiver.services && !waiver.services.includes(service)) continue;
      if (!reaches(waiver, finding)) continue;
      this.#used.add(waiver);
      if (waiver.until && waiver.until < this.#today) continue;
      if (required && !waiver.reason && this.#needReason) {
        this.#refused.add(waiver);
        continue;
      }
      return { reason: waiver.reason ?? NO_REASON, until: waiver.until, by: waiver.by };
    }
    return null;
  }

  /** A finding that is in no source file may be covered by the waiver of any whole file. */
  #candidates(finding: Finding): readonly Waiver[] {
    if (!isSourcePlace(finding.place)) return this.#waivers;
    const here = this.#byFile.get(finding.place.file);
    return here ? [...this.#everywhere, ...here] : this.#everywhere;
  }

  /** Expired, refused and unused waivers, as problems. Those of other tools are never called unused: they serve other tools. */
  problems(asked: () => AskedRun): readonly Problem[] {
    const problems: Problem[] = [];
    if (this.#waivers.length === 0) return problems;
    const run = asked();
    const isAsked = new Set(run.asked);
    const isTold = (name: string) => name === "*" || isFingerprint(name) || rulesNamed(name, run.rules).length > 0;
    const mayCover = (waiver: Waiver) =>
      !run.partial &&
      // A config above the root speaks for more than this run looks at.
      !waiver.file.startsWith("../") &&
      waiver.names.some((name) =>
        isFingerprint(name)
          ? isAsked.size === run.rules.length
          : run.rules.some((rule) => isAsked.has(rule) && namesRule(name, rule)),
      );
    for (const waiver of this.#waivers) {
      const place = { file: waiver.file, range: waiver.range };
      const names = waiver.names.join(", ");
      const used = this.#used.has(waiver);
      if (!waiver.foreign) {
        for (const name of waiver.names.filter((one) => !isTold(one)))
          problems.push({ kind: "waiver", message: `the waiver is not used: ${unknownRule(name, run.rules)}`, place });
      }
      if (used && waiver.until && waiver.until < this.#today) {
        problems.push({
          kind: "waiver",
          message: `the waiver of ${names} expired on ${waiver.until}: what it covered counts again`,
          place,
        });
      } else if (this.#refused.has(waiver)) {
        problems.push({
          kind: "waiver",
          message: `the waiver of ${names} gives no reason, and one is required: it is not used`,
          place,
        });
      } else if (!used && !waiver.foreign && mayCover(waiver)) {
        problems.push({ kind: "waiver", message: `the waiver of ${names} covers nothing: remove it`, place });
      }
    }
    return problems;
  }
}

/** A finding that is not in a source file (image, trial) is reached by waivers that cover everything or a whole file. */
function reaches(waiver: Waiver, finding: Finding): boolean {
  const { file, ranges } = waiver.reach;
  if (file === null) return true;
  if (!isSourcePlace(finding.place)) return ranges === null;
  if (finding.place.file !== file) return false;
  if (ranges === null) return true;
  const [start, end] = finding.place.range;
  return (
    ranges.some(([from, to]) => start < to && end > from) ||
    ranges.some(([from, to]) => start === end && start >= from && start <= to)
  );
}
