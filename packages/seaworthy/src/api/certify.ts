import type { Report } from "../core/report.js";
import type { Ship } from "../engine/one-ship.js";
import { today } from "../io/clock.js";
import { environment } from "../io/environment.js";
import { pathAt } from "../io/given-paths.js";
import { type TreeState, treeState } from "../io/tree-state.js";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import type { Image } from "../models/image/image.js";
import type { Service } from "../models/project/service.js";
import type { TrialPlan } from "../models/trial/plan.js";
import type { Trial } from "../models/trial/trial.js";
import { Builds } from "./builds.js";
import { type Checked, type CheckOptions, prepareCheck } from "./check.js";
import type { ImageOptions } from "./check-images.js";
import { judgeLooked, type Looked } from "./looked.js";
import { type Around, readAndAsk } from "./scan.js";
import { drillsOf } from "./trial.js";
import { type PlanAround, planTrial } from "./trial-plan.js";

export interface CertifyOptions
  extends Omit<CheckOptions, "stdin" | "changedSince">,
    Pick<ImageOptions, "database" | "vex" | "with" | "report" | "noCache" | "env"> {
  readonly quick?: boolean;
  readonly outside?: boolean;
  readonly signal?: AbortSignal;
  readonly onStep?: (line: string) => void;
  readonly host?: TrialHost;
}

/** A service that was built, looked into and tried. */
export interface CertifiedImage {
  readonly service: string;
  readonly reference: string;
  /** `sha256:…`, the digest of its configuration. */
  readonly id: string;
  readonly platform: string;
  readonly database: { readonly by: string; readonly date: string | null; readonly fixture: boolean } | null;
  readonly trial: Trial | null;
}

export interface Certified extends Checked {
  readonly images: readonly CertifiedImage[];
  /** What could not be built or tried, each a line: of that no certificate can be given. */
  readonly failed: readonly string[];
  readonly notes: readonly string[];
  readonly tree: TreeState;
}

/** Builds every service of a project, looks into the images, tries them, and judges all three together. Throws UsageError, ConfigError. */
export async function certifyProject(options: CertifyOptions = {}): Promise<Certified> {
  const prepared = await prepareCheck(options);
  const { inspection, loaded, root, checked } = prepared;
  const built = inspection.project.services.filter((service) => !service.foreign);
  if (built.length === 0) throw new UsageError("there is no service here that is built: `seaworthy trial IMAGE` tries an image");
  const env = options.env ?? environment();
  const host = options.host ?? (await (await import("../io/trial/trial-engine.js")).trialHost(env));
  const quick = options.quick ?? false;
  const given = options.composeFiles ?? [];
  const around: PlanAround = {
    root,
    env,
    config: checked.config,
    configFolder: loaded?.folder ?? root,
    composeFiles: given.length > 0 ? given : (checked.config?.compose ?? null),
    drills: drillsOf(inspection.rules, prepared, quick),
    outside: options.outside ?? false,
  };
  const tree = treeState(root);
  const each = new Certifying(options, around, host, {
    loaded,
    cwd: pathAt(options.cwd ?? "."),
    env,
    day: options.today ?? today(),
  });
  const looked: Looked[] = [];
  for (const service of each.inOrder(built)) looked.push(await each.look(service, inspection.version, quick));
  const report: Report = judgeLooked(prepared, looked, options.today ?? today());
  return { ...checked, report, images: each.images, failed: each.failed, notes: each.notes, tree };
}

/** One service after the other: a build and a trial each want the whole machine. */
class Certifying {
  readonly images: CertifiedImage[] = [];
  readonly failed: string[] = [];
  readonly notes: string[] = [];
  private readonly options: CertifyOptions;
  private readonly around: PlanAround;
  private readonly host: TrialHost;
  private readonly reading: Around;
  private readonly builds: Builds;

  constructor(options: CertifyOptions, around: PlanAround, host: TrialHost, reading: Around) {
    this.options = options;
    this.builds = new Builds(around, host);
    this.around = around;
    this.host = host;
    this.reading = reading;
  }

  /** Those that others are built from come before them. */
  inOrder(services: readonly Service[]): readonly Service[] {
    return this.builds.inOrder(services);
  }

  async look(service: Service, tool: string, quick: boolean): Promise<Looked> {
    const made = await this.attempt(service, "could not be built", () => this.build(service));
    if ("because" in made) return { service, image: null, trial: null, ship: { shown: false, because: made.because } };
    const { id, tag, build } = made.value;
    const image = await this.image(tag, id);
    const ship: Ship = { shown: true, because: "was built from this tree in this run" };
    const tried = await this.attempt(service, "could not be tried", () => this.trial(service, { id, tag, build, tool, quick }));
    const trial = "value" in tried ? tried.value : null;
    this.images.push({
      service: service.name,
      reference: tag,
      id,
      platform: [image.platform.os, image.platform.architecture].join("/"),
      database: image.advisories && { by: image.advisories.by, date: image.advisories.date, fixture: image.advisories.fixture },
      trial,
    });
    return { service, image, trial, ship };
  }

  private async build(service: Service) {
    this.say(`building ${service.name}`);
    const { plan, tag, source, notes } = await this.builds.orderOf(service);
    const id = await this.host.build({ ...plan, labels: {}, tag }, this.options.signal ?? null);
    this.builds.built(service, tag);
    for (const note of notes) this.notes.push(`${service.name} ${note}`);
    const build: TrialPlan["build"] = source === null ? null : { ...plan, touch: source };
    return { id, tag, build };
  }

  private async image(tag: string, id: string): Promise<Image> {
    this.say(`looking into ${tag}`);
    const { image, notes } = await readAndAsk(`docker:${tag}`, this.options, this.reading);
    this.notes.push(...notes);
    if (image.configDigest !== id && image.digest !== id)
      throw new UsageError(`${tag} was built as ${id} and is another image now (${image.digest}): somebody else builds it, too`);
    return { ...image, reference: tag };
  }

  private async trial(
    service: Service,
    { id, tag, build, tool, quick }: { id: string; tag: string; build: TrialPlan["build"]; tool: string; quick: boolean },
  ): Promise<Trial> {
    const lasting = service.deployments.filter(({ kind, oneShot }) => kind === "compose" && !oneShot);
    const deployment = lasting[0]?.name ?? null;
    if (lasting.length > 1)
      this.notes.push(
        `${service.name} is tried as ${deployment}; ${lasting.length - 1} other deployments of it are judged as written`,
      );
    const { plan, notes } = await planTrial({ image: id, service, deployment, build }, this.around, this.host);
    this.notes.push(...notes);
    const trial = await this.host.run(plan, {
      tool,
      quick,
      signal: this.options.signal ?? null,
      progress: (line) => this.say(`${service.name}: ${line}`),
      note: (line) => this.notes.push(line),
    });
    // The engine was asked for it by its id; people know it by its name.
    return { ...trial, image: tag };
  }

  /** What a person can mend ends neither the run nor the look at the other services. */
  private async attempt<T>(
    service: Service,
    what: string,
    act: () => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly because: string }> {
    try {
      return { value: await act() };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.failed.push(`${service.name} ${what}: ${error.message}`);
      return { because: `${what}: ${error.message}` };
    }
  }

  private say(line: string): void {
    this.options.onStep?.(line);
  }
}
