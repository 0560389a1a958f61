import type { Finding } from "../../core/answer.js";
import { type Fix, fileOf, isFix, type Unfixed } from "../../core/edit.js";
import type { Place } from "../../core/place.js";
import type { Report, ReportedFinding, ReportedPlace, ReportedService, Ruling } from "../../core/report.js";
import type { LockfileRecipe, MadeLockfile } from "../../models/project/lockfile-recipe.js";
import type { Project } from "../../models/project/project.js";
import { ReadService } from "../../models/project/service.js";
import type { Trial } from "../../models/trial/trial.js";
import type { AnyRule, SeenByFix } from "../../rule.js";
import { type Settings, settingOf } from "../settings.js";
import { unsaid } from "./same-model.js";

/** A project and what was said of it. */
export interface Inspected {
  readonly project: Project;
  readonly report: Report;
}

/** A fix that a rule offers, and the services that it is for. */
export interface Candidate {
  readonly rule: AnyRule;
  readonly fix: Fix;
  /** Ids of services; the first is the one whose finding it is for. */
  readonly services: readonly string[];
  readonly key: string;
  /** The finding in a person's words. */
  readonly why: string;
}

/** Why something stays as it is, by rule and service. */
export class Reasons {
  readonly #by = new Map<string, Set<string>>();

  add(rule: string, service: string, because: string): void {
    const key = `${rule}\0${service}`;
    const list = this.#by.get(key);
    if (list) list.add(because);
    else this.#by.set(key, new Set([because]));
  }

  of(rule: string, service: string): readonly string[] {
    return [...(this.#by.get(`${rule}\0${service}`) ?? [])];
  }
}

export interface Wanted {
  readonly rules: readonly AnyRule[];
  readonly settings: Settings;
  /** Whether fixes of this rule are asked for. */
  readonly asks: (rule: AnyRule) => boolean;
  /** Whether fixes that change what the container does are taken. */
  readonly review: boolean;
  /** The text of a file of the project as it stands in this round. */
  readonly read: (path: string) => string | null;
  readonly digest?: ((reference: string) => string | null) | undefined;
  /** By the name of the service: a fix may change its id. */
  readonly trials?: ReadonlyMap<string, Trial> | undefined;
  readonly checksum?: ((address: string) => string | null) | undefined;
  readonly lockfile?: ((recipe: LockfileRecipe) => MadeLockfile | null) | undefined;
}

/** The rulings of a service, required and advised. */
export function rulingsOf(service: ReportedService): readonly Ruling[] {
  const asked = new Map<string, Ruling>();
  for (const item of service.items) for (const ruling of item.rulings) asked.set(ruling.rule, ruling);
  for (const ruling of service.advice) asked.set(ruling.rule, ruling);
  return [...asked.values()];
}

const ORDER = { structure: 0, instruction: 1, line: 2 } as const;

/** The fixes that the rules offer for what is unmet, coarsest first; why there are none for others goes into the reasons. */
export function candidates({ project, report }: Inspected, wanted: Wanted, reasons: Reasons): readonly Candidate[] {
  const byId = new Map(wanted.rules.map((rule) => [rule.id as string, rule]));
  const found = new Map<string, Candidate & { services: string[] }>();
  const done = new Set<Ruling>();
  const services = new Map(project.services.map((service) => [service.id, service]));
  for (const reported of report.services) {
    const service = services.get(reported.id);
    if (!service) continue;
    const shown = new ReadService(service);
    const trial = wanted.trials?.get(service.name);
    for (const ruling of rulingsOf(reported)) {
      if (done.has(ruling)) continue;
      if (ruling.scope !== "service") done.add(ruling);
      const rule = byId.get(ruling.rule);
      if (!rule?.fix || !wanted.asks(rule)) continue;
      const open = ruling.findings.filter(({ waived }) => waived === null);
      if (ruling.ruling === "no" ? open.length === 0 : !(ruling.ruling === "unknown" && rule.fixesUnknown)) continue;
      const seen: SeenByFix = {
        findings: open.map(findingOf),
        read: wanted.read,
        ...(wanted.digest ? { digest: wanted.digest } : {}),
        ...(trial ? { trial } : {}),
        ...(wanted.checksum ? { checksum: wanted.checksum } : {}),
        ...(wanted.lockfile ? { lockfile: wanted.lockfile } : {}),
      };
      for (const one of offered(rule, shown, wanted.settings, seen)) {
        if (!isFix(one)) {
          reasons.add(rule.id, reported.id, one.because);
          continue;
        }
        if (one.edits.length === 0) continue;
        if (one.safety === "review" && !wanted.review) {
          reasons.add(rule.id, reported.id, `needs review (--review): ${one.title}`);
          continue;
        }
        const unmeant = one.safety === "safe" ? unsaid(one, shown, wanted.read) : [];
        if (unmeant.length > 0) {
          reasons.add(rule.id, reported.id, `this fix was dropped: it would change the ${unmeant.join(" and the ")}, too`);
          continue;
        }
        const key = `${rule.id}\0${JSON.stringify(one.edits)}`;
        const known = found.get(key);
        if (known) known.services.push(reported.id);
        else {
          const why = one.finding?.message ?? open[0]?.message ?? ruling.because;
          found.set(key, { rule, fix: one, services: [reported.id], key, why });
        }
      }
    }
    project.letGo(service);
  }
  const first = ({ fix }: Candidate): number => Math.min(...fix.edits.map((edit) => ("create" in edit ? 0 : edit.range[0])));
  return [...found.values()].sort((a, b) => ORDER[a.fix.order] - ORDER[b.fix.order] || first(a) - first(b));
}

function offered(rule: AnyRule, service: ReadService, settings: Settings, seen: SeenByFix): readonly (Fix | Unfixed)[] {
  try {
    return rule.fix?.(service, settingOf(rule, settings).options, seen) ?? [];
  } catch (error) {
    return [{ because: `the fix crashed (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)})` }];
  }
}

function findingOf(one: ReportedFinding): Finding {
  return {
    message: one.message,
    place: placeOf(one.place),
    level: one.level,
    ...(one.deployment === null ? {} : { deployment: one.deployment }),
    ...(one.secret ? { secret: true } : {}),
    aliases: one.aliases,
  };
}

function placeOf(place: ReportedPlace): Place {
  return "file" in place ? { file: place.file, range: [place.start.offset, place.end.offset] } : place;
}

export function filesOf(fix: Fix): readonly string[] {
  return [...new Set(fix.edits.map(fileOf))];
}
