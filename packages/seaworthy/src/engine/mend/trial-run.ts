import type { Edit } from "../../core/edit.js";
import type { Service } from "../../models/project/service.js";
import { applied, type Texts } from "./apply.js";
import { type Candidate, filesOf, type Inspected } from "./candidates.js";
import { harms, Standing } from "./compare.js";

/** Inspects the project as it would be with other texts; only these services (null: all). */
export type Inspect = (texts: ReadonlyMap<string, string>, services: ReadonlySet<string> | null) => Inspected;

export interface Tried {
  readonly accepted: readonly Candidate[];
  readonly dropped: readonly { readonly candidate: Candidate; readonly because: string }[];
  /** Those for which there was nothing left to spend. */
  readonly untried: readonly Candidate[];
}

/** Fixes that may disturb one another: they are for the same services, or change the same files. */
interface Group {
  accepted: Candidate[];
  /** Sets that are still to be tried, the last one next. */
  waiting: (readonly Candidate[])[];
  trying: readonly Candidate[];
}

/** How many services may still be inspected. */
export interface Budget {
  left: number;
}

/** Where and how fixes are tried. */
export interface Trying {
  readonly texts: ReadonlyMap<string, string>;
  readonly before: Inspected;
  readonly read: Texts;
  readonly inspect: Inspect;
  readonly budget?: Budget;
}

/**
 * Tries fixes that do not overlap on one state of the files, and keeps those that do what they are for and break nothing. All are tried at
 * once; where something goes wrong, those that may be to blame are halved until the culprit stands alone. Groups that have nothing to do
 * with each other are halved side by side, so that many services cost no more inspections than one; fixes of the project as a whole, which
 * would make one group of all, are then tried after the others.
 */
export function tryAll(wanted: readonly Candidate[], trying: Trying): Tried {
  const standing = new Standing(trying.before.report);
  const { services } = trying.before.project;
  const isShared = ({ rule, services: own }: Candidate): boolean => rule.scope === "project" && own.length > 1;
  const shared = wanted.filter(isShared);
  const own = wanted.filter((one) => !isShared(one));
  if (shared.length === 0 || own.length === 0) return tryGroups(grouped(wanted, services), [], trying, standing);
  if (!afford(wanted, trying)) return { accepted: [], dropped: [], untried: wanted };
  if (look(wanted, wanted, trying, standing).length === 0) return { accepted: wanted, dropped: [], untried: [] };
  const first = tryGroups(grouped(own, services), [], trying, standing);
  const then = tryGroups([shared], first.accepted, trying, standing);
  return {
    accepted: [...first.accepted, ...then.accepted],
    dropped: [...first.dropped, ...then.dropped],
    untried: [...first.untried, ...then.untried],
  };
}

/** @param given fixes that are made beforehand */
function tryGroups(
  together: readonly (readonly Candidate[])[],
  given: readonly Candidate[],
  how: Trying,
  standing: Standing,
): Tried {
  const groups = together.map((fixes): Group => ({ accepted: [], waiting: [fixes], trying: [] }));
  const dropped: { candidate: Candidate; because: string }[] = [];
  const drop = (candidate: Candidate, because: string): void => {
    dropped.push({ candidate, because });
  };
  const taken = (of: readonly Group[]): readonly Candidate[] => of.flatMap(({ accepted, trying }) => [...accepted, ...trying]);
  const untried: Candidate[] = [];
  for (;;) {
    for (const group of groups) group.trying = group.waiting.pop() ?? [];
    // The services of groups that are settled need no second look.
    const busy = groups.filter(({ trying }) => trying.length > 0);
    if (busy.length === 0) break;
    if (!afford(taken(busy), how)) {
      for (const group of busy) {
        untried.push(...group.trying, ...group.waiting.flat());
        group.trying = [];
      }
      break;
    }
    const found = look(taken(busy), [...given, ...taken(groups)], how, standing);
    for (const group of busy) {
      const { trying } = group;
      const harm = found.filter(({ blames }) => group.accepted.some(blames) || trying.some(blames));
      if (harm.length === 0) {
        group.accepted.push(...trying);
        continue;
      }
      const [only] = trying;
      if (only && trying.length === 1) {
        drop(only, (harm.find(({ blames }) => blames(only)) ?? harm[0])?.because ?? "");
        continue;
      }
      // Those that nothing is held against go on together, the suspects in halves.
      const suspects = trying.filter((one) => harm.some(({ blames }) => blames(one)));
      const others = trying.filter((one) => !suspects.includes(one));
      const middle = suspects.length >> 1;
      const sets = [others, suspects.slice(0, middle), suspects.slice(middle)];
      group.waiting.push(...sets.filter((set) => set.length > 0).reverse());
    }
  }
  return { accepted: groups.flatMap(({ accepted }) => accepted), dropped, untried };
}

/** Takes the cost of a look from what may be spent. */
function afford(fixes: readonly Candidate[], { budget, before }: Trying): boolean {
  if (!budget) return true;
  budget.left -= touched(fixes, before.project.services).size;
  return budget.left >= 0;
}

function look(
  tried: readonly Candidate[],
  made: readonly Candidate[],
  { texts, before, read, inspect }: Trying,
  standing: Standing,
): readonly ReturnType<typeof harms>[number][] {
  const changed = applied(edits(made), read);
  if (!(changed instanceof Map))
    return [{ blames: () => true, because: `this fix was dropped: ${(changed as { because: string }).because}` }];
  const services = touched(tried, before.project.services);
  const after = inspect(new Map([...texts, ...changed]), services);
  const own = { ...before.report, services: before.report.services.filter(({ id }) => services.has(id)) };
  const whole = services.size === before.report.services.length ? standing : new Standing(own);
  return harms(tried, whole, new Standing(after.report));
}

/** Edits that several fixes have in common are made once. */
export function edits(fixes: readonly Candidate[]): readonly Edit[] {
  return fixes.flatMap(({ fix }) => fix.edits);
}

/** The services whose verdict may rest on what these fixes change. */
function touched(fixes: readonly Candidate[], services: readonly Service[]): ReadonlySet<string> {
  const files = new Set(fixes.flatMap(({ fix }) => filesOf(fix)));
  const found = new Set(fixes.flatMap(({ services: own }) => own));
  for (const service of services) if ([...files].some((file) => restsOn(service, file))) found.add(service.id);
  return found;
}

function restsOn(service: Service, file: string): boolean {
  if (service.dockerfile?.path === file || service.deployments.some((one) => one.file === file)) return true;
  if (service.foreign) return false;
  const root = service.context?.root ?? null;
  if (file.endsWith(".dockerignore") && root !== null)
    return (
      file === (root === "." ? ".dockerignore" : `${root}/.dockerignore`) ||
      service.dockerfile?.path === file.slice(0, -".dockerignore".length)
    );
  if (service.entryScripts.some(({ path }) => path === file)) return true;
  return !isShared(file) && root !== null && (root === "." || file.startsWith(`${root}/`));
}

/** What concerns the project as a whole: whoever a fix was offered for stands for all. */
function isShared(file: string): boolean {
  return (
    file.startsWith(".github/") ||
    /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(file) ||
    /(?:^|\/)[^/]*dockerfile[^/]*$/i.test(file)
  );
}

function grouped(fixes: readonly Candidate[], services: readonly Service[]): readonly (readonly Candidate[])[] {
  const composed = new Set(services.flatMap(({ deployments }) => deployments.map(({ file }) => file)));
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(key, at);
    return at;
  };
  const join = (one: string, other: string): void => {
    parent.set(find(one), find(other));
  };
  for (const { services: own, fix } of fixes) {
    const [first = ""] = own;
    for (const other of own) join(other, first);
    // A file that deploys many services holds each of them by itself.
    for (const file of filesOf(fix)) if (!composed.has(file)) join(`file:${file}`, first);
  }
  const groups = new Map<string, Candidate[]>();
  for (const one of fixes) {
    const key = find(one.services[0] ?? "");
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
