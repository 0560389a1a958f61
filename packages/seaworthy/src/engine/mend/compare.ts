import { isBadInput, type ProblemKind } from "../../core/problem.js";
import type { Report, ReportedService } from "../../core/report.js";
import { type Candidate, filesOf, rulingsOf } from "./candidates.js";

/** What is wrong with a service: how many open findings each rule has, by deployment. */
type Faults = ReadonlyMap<string, number>;

/** What a report says, for comparing it with one of changed files. */
export class Standing {
  readonly faults = new Map<string, Faults>();
  readonly rulings = new Map<string, ReadonlyMap<string, string>>();
  readonly names = new Map<string, string>();
  readonly problems = new Map<string, { readonly count: number; readonly file: string; readonly message: string }>();
  readonly #byName = new Map<string, string>();

  constructor(report: Report) {
    for (const service of report.services) this.#add(service);
    for (const { kind, message, place } of report.problems) {
      if (!isHarm(kind)) continue;
      const key = `${kind}\0${place.file}\0${message}`;
      this.problems.set(key, { count: (this.problems.get(key)?.count ?? 0) + 1, file: place.file, message });
    }
  }

  #add(service: ReportedService): void {
    const faults = new Map<string, number>();
    const said = new Map<string, string>();
    for (const { rule, ruling, findings, crashed } of rulingsOf(service)) {
      said.set(rule, ruling);
      if (crashed !== null) faults.set(`${rule}\0crash`, 1);
      if (ruling !== "no") continue;
      for (const { waived, deployment } of findings) {
        if (waived !== null) continue;
        const key = `${rule}\0${deployment ?? ""}`;
        faults.set(key, (faults.get(key) ?? 0) + 1);
      }
    }
    this.faults.set(service.id, faults);
    this.rulings.set(service.id, said);
    this.names.set(service.id, service.name);
    this.#byName.set(service.name, service.id);
  }

  /** The service that was known by this id, or goes by the same name: what a fix changes of its build is a part of its id. */
  sameAs(id: string, name: string): string | null {
    return this.faults.has(id) ? id : (this.#byName.get(name) ?? null);
  }

  /** How many open findings a rule has in a service. */
  count(id: string, rule: string): number {
    let sum = 0;
    for (const [key, count] of this.faults.get(id) ?? []) if (key.startsWith(`${rule}\0`)) sum += count;
    return sum;
  }
}

/** A new problem makes what was judged before unjudged; a waiver that has become useless, or an unset variable, does not. */
function isHarm(kind: ProblemKind): boolean {
  return isBadInput(kind) || kind === "missing" || kind === "outside";
}

/** Something that a batch of fixes made worse, or did not make better. */
export interface Harm {
  /** Fixes that may be to blame. */
  readonly blames: (candidate: Candidate) => boolean;
  readonly because: string;
}

/** What fixes did wrong, by the reports of the services that they touch before and after. */
export function harms(tried: readonly Candidate[], before: Standing, after: Standing): readonly Harm[] {
  const found: Harm[] = [];
  for (const [key, { count, file, message }] of after.problems) {
    if (count <= (before.problems.get(key)?.count ?? 0)) continue;
    const made = (one: Candidate) => filesOf(one.fix).includes(file);
    found.push({ blames: tried.some(made) ? made : () => true, because: `${file} would have a problem: ${message}` });
  }
  for (const [id, faults] of after.faults) {
    const was = before.sameAs(id, after.names.get(id) ?? "");
    const known = was === null ? undefined : before.faults.get(was);
    for (const key of faults.keys()) {
      if (known?.has(key)) continue;
      const [rule = "", deployment = ""] = key.split("\0");
      const because =
        deployment === "crash" && rule
          ? `${rule} would crash`
          : `${rule} would newly say no${deployment ? ` of ${deployment}` : ""}`;
      found.push({ blames: ofService(tried, id), because: `this fix was dropped: ${because}` });
    }
  }
  for (const [id, name] of before.names) {
    if (after.sameAs(id, name) === null)
      found.push({ blames: ofService(tried, id), because: `this fix was dropped: ${name} would not be judged any more` });
  }
  found.push(...useless(tried, before, after));
  return found;
}

function ofService(tried: readonly Candidate[], id: string): (candidate: Candidate) => boolean {
  const own = (one: Candidate) => one.services.includes(id);
  return tried.some(own) ? own : () => true;
}

/** Fixes that leave their rule with as many findings as it had. */
function useless(tried: readonly Candidate[], before: Standing, after: Standing): readonly Harm[] {
  const found: Harm[] = [];
  const together = new Map<string, Candidate[]>();
  for (const one of tried) {
    const key = `${one.rule.id}\0${one.services[0] ?? ""}`;
    const list = together.get(key);
    if (list) list.push(one);
    else together.set(key, [one]);
  }
  for (const fixes of together.values()) {
    const [first] = fixes;
    const id = first?.services[0] ?? "";
    if (!first) continue;
    const now = after.sameAs(id, before.names.get(id) ?? "");
    if (now === null) continue;
    const said = after.rulings.get(now)?.get(first.rule.id);
    const settled = said !== "no" && !(said === "unknown" && before.rulings.get(id)?.get(first.rule.id) === "unknown");
    const fewer = before.count(id, first.rule.id) - after.count(now, first.rule.id);
    if (settled || (said === "no" && fewer >= fixes.length)) continue;
    found.push({ blames: (one) => fixes.includes(one), because: "this fix was dropped: what it is for would still be found" });
  }
  return found;
}
