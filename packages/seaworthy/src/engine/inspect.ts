import type { Answer, Finding, Level } from "../core/answer.js";
import { isSourcePlace } from "../core/place.js";
import type { Problem } from "../core/problem.js";
import type { ConfigTaken, Depth, Report, ReportedFinding, ReportedService, Ruling } from "../core/report.js";
import type { ReportedImage } from "../core/reported-image.js";
import { isBuilderCheck } from "../models/pragma/buildkit.js";
import type { Project } from "../models/project/project.js";
import { ReadService, type Service } from "../models/project/service.js";
import type { Trial } from "../models/trial/trial.js";
import type { AnyRule } from "../rule.js";
import { levelByName, withoutLeftOut } from "./aliases.js";
import { type Asked, ask, crash, type Evidence, FOREIGN, onlyCatches } from "./ask.js";
import { type AskedRule, type AskedRules, askedRules } from "./asked-rules.js";
import { Places } from "./places.js";
import { engineText, reportTrial } from "./report-trial.js";
import { type RuledOn, ruleOn } from "./rule-on.js";
import { Said } from "./said.js";
import type { Settings } from "./settings.js";
import { countVerdicts } from "./summary.js";
import { Waivers } from "./waive.js";
import { writtenPlace } from "./written.js";

export interface Inspection {
  readonly project: Project;
  readonly rules: readonly AnyRule[];
  readonly settings: Settings;
  readonly depths: readonly Depth[];
  readonly version: string;
  /** Why only some services were looked at, where a change chose them. */
  readonly changedSince?: Report["inspected"]["changedSince"];
  /** Only some services of the project are judged: waivers that cover nothing may serve the others. */
  readonly partial?: boolean;
  /** The text that the settings' waivers stand in; its path as the waivers name it. */
  readonly config?: { readonly path: string; readonly text: string } & Omit<ConfigTaken, "path">;
  /** What the report tells of the images that the evidence is of. */
  readonly images?: readonly ReportedImage[];
  /** The trials that the evidence is of. */
  readonly trials?: readonly Trial[];
  /** By service id. */
  readonly evidence?: ReadonlyMap<string, Evidence>;
  /** Called before each service is judged. */
  readonly onService?: (done: number, all: number) => void;
}

/** Asks every rule of every service and makes the report: pure, apart from the progress call. */
export function inspect(inspection: Inspection): Report {
  const { project, settings, config, evidence, depths } = inspection;
  // What was seen of an image may be waived in any file.
  if (evidence) project.readRest();
  const said = new Said(project, settings);
  const needReason = settings.requireReason || settings.strict;
  const waivers = new Waivers(project.facts.today, needReason);
  waivers.add(settings.waivers);
  const places = new Places((file) => (config?.path === file ? config.text : project.texts.get(file)));
  const asked = askedRules(inspection.rules, settings);
  const shared = new Map<string, Ruling>();
  const run: Run = { settings, waivers, places, failing: said.failing, depths, atSource: depths.includes("source") };
  const services: ReportedService[] = [];
  const all = project.services.length;
  for (let first = 0; first < all; first += TOGETHER) {
    const judged = project.services.slice(first, first + TOGETHER).map((service, at): Judged => {
      inspection.onService?.(first + at, all);
      // What is read of it on demand is there by now: the rules look at plain fields.
      return { service, shown: new ReadService(service), seen: evidence?.get(service.id), rulings: [] };
    });
    waivers.add(said.newWaivers());
    // By index: a walk with an iterator costs as much as many a rule.
    for (let at = 0; at < asked.rules.length; at++) askOfEach(asked.rules[at] as AskedRule, judged, shared, run);
    for (const { service, shown, seen, rulings } of judged) {
      services.push(reportService(shown, asked, rulings, seen));
      project.letGo(service);
    }
  }
  waivers.add(said.newWaivers());
  const { shellChecks } = project.facts;
  const unused = waivers.problems(() => ({
    rules: inspection.rules,
    // No waiver can be held against what ShellCheck might have said.
    asked: asked.rules.map(({ rule }) => rule).filter(({ needs }) => !needs?.shellcheck || shellChecks?.because === null),
    partial: inspection.partial === true,
  }));
  const problems: readonly Problem[] = [...project.problems, ...said.problems, ...unused];
  const images = inspection.images ?? [];
  const [image] = images;
  const { trials = [] } = inspection;
  return {
    schemaVersion: 1,
    tool: { name: "seaworthy", version: inspection.version },
    root: project.root,
    inspected: {
      depths,
      image: image ? { ref: image.reference, digest: image.digest, platform: image.platform } : null,
      engine: trials[0] ? engineText(trials[0].engine) : null,
      database: image?.advisories ? { date: image.advisories.date ?? "" } : null,
      changedSince: inspection.changedSince ?? null,
      composeFiles: project.facts.composeFiles,
      config: config ? { path: config.path, of: config.of, left: config.left } : null,
      shellcheck: shellChecks && {
        checked: shellChecks.checked,
        because: asked.rules.some(({ rule }) => rule.needs?.shellcheck && isLeftOpen(rule, services))
          ? shellChecks.because
          : null,
      },
      fixes: null,
    },
    services,
    images,
    trials: trials.map(reportTrial),
    notJudged: project.notJudged,
    problems: problems.map((problem) => ({ ...problem, place: places.source(problem.place) })),
    summary: { services: services.length, items: countVerdicts(services) },
  };
}

function isLeftOpen({ id }: AnyRule, services: readonly ReportedService[]): boolean {
  return services.some(({ advice }) => advice.some((ruling) => ruling.rule === id && ruling.ruling === "unknown"));
}

/** Rules of the project are asked once, those of a build context once for each context and ignore file. */
function sharedKey({ scope, id }: AskedRule, service: Service): string | null {
  if (scope === "project") return service.foreign ? null : id;
  if (scope === "context" && service.context) {
    return `${id}\u0000${service.context.root}\u0000${service.context.ignore?.path ?? ""}`;
  }
  return null;
}

interface Run {
  readonly settings: Settings;
  readonly waivers: Waivers;
  readonly places: Places;
  readonly failing: ReadonlySet<string>;
  readonly depths: readonly Depth[];
  /** The source is inspected. */
  readonly atSource: boolean;
}

/** So many services are asked one rule after the other: the processor then has at hand what a rule needs, and takes half the time. */
const TOGETHER = 16;

/** A service on its way to the report. */
interface Judged {
  readonly service: Service;
  readonly shown: Service;
  readonly seen: Evidence | undefined;
  readonly rulings: Ruling[];
}

function askOfEach(one: AskedRule, judged: readonly Judged[], shared: Map<string, Ruling>, run: Run): void {
  for (let at = 0; at < judged.length; at++) {
    const { shown, seen, rulings } = judged[at] as Judged;
    rulings.push(one.scope === null ? rulingOf(one, shown, seen, run) : sharedRuling(one, shown, seen, shared, run));
  }
}

function sharedRuling(
  one: AskedRule,
  service: Service,
  seen: Evidence | undefined,
  shared: Map<string, Ruling>,
  run: Run,
): Ruling {
  const key = sharedKey(one, service);
  if (key === null) return rulingOf(one, service, seen, run);
  let ruling = shared.get(key);
  if (!ruling) {
    ruling = rulingOf(one, service, seen, run);
    shared.set(key, ruling);
  }
  return ruling;
}

function rulingOf(one: AskedRule, service: Service, seen: Evidence | undefined, run: Run): Ruling {
  if (seen !== undefined || !run.atSource)
    return ruling(one, service, ask(one, service, run.depths, one.options, seen), seen, run);
  // As `ask`, without what only other depths need: this is asked hundreds of times of each service.
  if (one.source === undefined) return one.notAsked;
  if (service.foreign && !one.whenForeign) return one.quiet(FOREIGN);
  let answer: Answer;
  try {
    answer = one.source(service, one.options);
    if (one.catches && answer.says === "yes") throw onlyCatches(one);
  } catch (error) {
    return ruling(one, service, [crash("source", true, error)], undefined, run);
  }
  if (answer.says !== "no") return one.quiet(answer);
  return ruling(one, service, [{ depth: "source", answer, crashed: null, oneShip: true }], undefined, run);
}

function ruling(one: AskedRule, service: Service, answers: readonly Asked[], seen: Evidence | undefined, run: Run): Ruling {
  const ruled = ruleOn(one.aliasForm === null ? answers : withoutLeftOut(answers, one.rule, run.settings));
  return {
    rule: one.id,
    aliases: one.aliases,
    weight: one.weight,
    scope: one.scope ?? "service",
    ruling: ruled.ruling,
    depth: ruled.depth,
    because: ruled.because,
    todo: one.todo,
    crashed: ruled.crashed,
    overruled: ruled.overruled,
    findings: ruled.findings.length === 0 ? NO_FINDINGS : reportFindings(written(ruled, service, seen), one, service, run),
  };
}

const NO_FINDINGS: readonly ReportedFinding[] = Object.freeze([]);
const NO_FIXES: ReportedFinding["fixes"] = Object.freeze([]);

/** What is wrong with an image that is shown to be this service's is told with the line that wrote it. */
function written(ruled: RuledOn, service: Service, seen: Evidence | undefined): RuledOn {
  if (seen?.image?.oneShip !== true) return ruled;
  const image = seen.image.seen;
  return { ...ruled, findings: ruled.findings.map((one) => ({ ...one, place: writtenPlace(one.place, image, service) })) };
}

function reportFindings({ findings, depth }: RuledOn, one: AskedRule, service: Service, run: Run): readonly ReportedFinding[] {
  const { settings, waivers, places, failing } = run;
  return findings.map((finding) => {
    // A rule that passes on many findings of another tool may have several of the same text.
    const name = one.aliasForm === null ? "" : (finding.aliases?.join() ?? "");
    const fingerprint = places.fingerprint(one.lanes, finding, name);
    return {
      fingerprint,
      level: levelByName(finding, one.rule, settings) ?? levelOf(finding, one, failing),
      message: finding.message,
      docs: one.docs,
      aliases: finding.aliases ?? one.aliases,
      deployment: finding.deployment ?? null,
      place: places.reported(finding.place),
      secret: finding.secret === true,
      baseline: settings.baseline.has(fingerprint),
      fixes: NO_FIXES,
      waived: waivers.cover(one.rule, one.weight === "required", finding, fingerprint, service.name, depth),
    };
  });
}

function levelOf(finding: Finding, one: AskedRule, failing: ReadonlySet<string>): Level {
  if (one.levelIsSet) return one.level;
  const { place } = finding;
  const fails =
    failing.size > 0 && isSourcePlace(place) && failing.has(place.file) && (finding.aliases ?? one.aliases).some(isBuilderCheck);
  return fails ? "error" : (finding.level ?? one.level);
}

function reportService(
  service: Service,
  asked: AskedRules,
  rulings: readonly Ruling[],
  evidence: Evidence | undefined,
): ReportedService {
  const { image, trial } = evidence ?? {};
  const seen = image?.because ? image : trial?.because ? { ...trial, seen: { reference: trial.seen.image } } : null;
  return {
    id: service.id,
    name: service.name,
    dockerfile: service.dockerfile?.path ?? null,
    stage: service.stage?.name ?? (service.stage ? String(service.stage.index) : null),
    context: service.context?.root ?? null,
    image: service.image?.written ?? null,
    deployments: service.deployments.map(({ kind, file, name }) => ({ kind, file, name })),
    items: asked.items.map((item) => item.verdict(rulings)),
    advice: adviceOf(asked, rulings),
    ...(seen ? { ship: { image: seen.seen.reference, shown: seen.oneShip, because: seen.because ?? "" } } : {}),
  };
}

function adviceOf({ advice }: AskedRules, rulings: readonly Ruling[]): readonly Ruling[] {
  const found: Ruling[] = [];
  for (let index = 0; index < advice.length; index++) found.push(rulings[advice[index] as number] as Ruling);
  return found;
}
