import { secretName } from "../../knowledge/secrets.js";
import { bytesOf } from "../compose/bytes.js";
import type { ComposeProject, ComposeService } from "../compose/compose.js";
import type { ImageConfig } from "../image/config.js";
import type { DrillName } from "./drills.js";
import type { PlannedContainer, TrialPlan } from "./plan.js";
import { plannedContainer } from "./planned-container.js";
import type { PlanSource } from "./planned-files.js";
import { plannedPorts, plannedRequests } from "./planned-requests.js";
import type { DependencySettings, ServiceTrialSettings } from "./settings.js";

/** What is to be tried, and all that is known of it. */
export interface PlanRequest {
  /** The image, by the name that the engine knows. */
  readonly image: string;
  readonly config: ImageConfig;
  /** The Compose service that it is run as. */
  readonly service: { readonly name: string; readonly compose: ComposeProject } | null;
  readonly healthPaths: readonly string[];
  readonly settings: ServiceTrialSettings;
  /** The path of the config that the settings stand in; null: there is none. */
  readonly settingsFile: string | null;
  readonly drills: readonly DrillName[];
  readonly outside: boolean;
  readonly build: TrialPlan["build"];
}

export type MadePlan =
  | { readonly plan: TrialPlan; readonly notes: readonly string[] }
  /** One line that says what is missing, and where it can be given. */
  | { readonly missing: string };

const READY_MS = 120_000;
const MEMORY = 512 * 1024 * 1024;
const LEAST_MEMORY = 32 * 1024 * 1024;
const PIDS = 256;
const CPUS = 1;
const DISK = 1024 * 1024 * 1024;

/** The plan of a trial: as Compose deploys the service, with what the config adds; without either as the image says. */
export function makePlan(request: PlanRequest, source: PlanSource): MadePlan {
  const notes = new Set<string>();
  const { settings, config, image, service: named } = request;
  const compose = named?.compose.services.find(({ name }) => name === named.name) ?? null;
  const needed = named && compose ? dependenciesOf(compose, named.compose) : [];
  const unset = [...new Set([...(compose ? [compose] : []), ...needed].flatMap(({ wanting }) => [...wanting]))].sort();
  if (unset.length > 0) return { missing: `${askFor(unset)} for the trial of ${named?.name ?? image}` };
  const nameless = needed.find((one) => one.image === null);
  if (nameless)
    return { missing: `the dependency ${nameless.name} has no \`image:\` that the engine could know it by: give it one` };
  const planned =
    named && compose ? plannedContainer(compose, image, named.compose, source, notes) : { ...ALONE, name: "app", image };
  const app = withSettings(planned, settings, source, notes);
  if ("missing" in app) return app;
  const dependencies = [
    ...needed.map((one) => plannedContainer(one, one.image?.value ?? "", named?.compose as ComposeProject, source, notes)),
    ...[...settings.dependencies].map(([name, one]) => dependencyOf(name, one)),
  ];
  const told = { service: compose, config, environment: app.environment, healthPaths: request.healthPaths, settings };
  const ports = plannedPorts(told);
  if (ports.length === 0 && !settings.worker)
    notes.add(
      "no port is declared: it is tried as a worker, which is asked nothing. `trial.port` names one, `trial.worker: true` says that it has none",
    );
  const plan: TrialPlan = {
    from: [...(named ? named.compose.files : ["the image alone"]), ...(request.settingsFile ? [request.settingsFile] : [])],
    service: named?.name ?? null,
    app: { ...app, after: [...app.after, ...[...settings.dependencies.keys()].map(afterReady)] },
    dependencies,
    ports,
    http: plannedRequests(told, ports),
    canaries: canaries(app, config, dependencies),
    outside: request.outside || settings.outside,
    limits: {
      memoryBytes: Math.max(LEAST_MEMORY, bytesOf(compose?.limits.memory?.value) ?? MEMORY),
      pids: compose?.limits.pids?.value ?? PIDS,
      cpus: Number(compose?.limits.cpus?.value ?? CPUS) || CPUS,
      readyMs: settings.readySeconds === null ? READY_MS : settings.readySeconds * 1000,
      diskBytes: DISK,
    },
    drills: request.drills,
    build: request.build,
  };
  return { plan, notes: [...notes] };
}

const ALONE: Omit<PlannedContainer, "name" | "image"> = {
  aliases: [],
  entrypoint: null,
  command: null,
  environment: new Map(),
  user: null,
  workingDir: null,
  healthcheck: null,
  files: [],
  volumes: [],
  tmpfs: [],
  init: false,
  stopSignal: null,
  stopGraceMs: null,
  capAdd: [],
  readOnly: false,
  sysctls: new Map(),
  shmBytes: null,
  after: [],
};

/** `depends_on` and what that depends on, and services whose name stands as a host in a variable. */
function dependenciesOf(app: ComposeService, { services }: ComposeProject): readonly ComposeService[] {
  const found = new Map<string, ComposeService>();
  const visit = (one: ComposeService): void => {
    const waited = one.dependsOn.map(({ name }) => name);
    const spoken = services.filter(({ name }) => [...one.environment.values()].some(({ value }) => isHost(name, value ?? "")));
    for (const name of [...waited, ...spoken.map((other) => other.name)]) {
      const other = services.find((candidate) => candidate.name === name);
      if (!other || other === app || found.has(name)) continue;
      found.set(name, other);
      visit(other);
    }
  };
  visit(app);
  return [...found.values()];
}

/** `postgres`, `postgres:5432`, `http://postgres/…`, `user:password@postgres:5432`. */
function isHost(name: string, value: string): boolean {
  const at = value.search(new RegExp(`(?:^|@|//|,)${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=$|[:/,])`));
  return at >= 0;
}

function withSettings(
  app: PlannedContainer,
  { env, files, command }: ServiceTrialSettings,
  source: PlanSource,
  notes: Set<string>,
): PlannedContainer | { readonly missing: string } {
  const planted: PlannedContainer["files"][number][] = [];
  for (const [path, from] of files) {
    const content = source.bytes(from);
    if (!content) return { missing: `\`trial.files\` names ${from}, which is not there` };
    planted.push({ path, content, mode: 0o444 });
  }
  if (planted.length > 0)
    notes.add(`${planted.length === 1 ? "a file is" : `${planted.length} files are`} put in place by \`trial.files\``);
  return {
    ...app,
    command: command ?? app.command,
    environment: new Map([...app.environment, ...env]),
    files: [...app.files.filter(({ path }) => !files.has(path)), ...planted],
  };
}

function dependencyOf(name: string, { image, env, command, ready }: DependencySettings): PlannedContainer {
  const healthcheck =
    ready === null ? null : { test: ["CMD-SHELL", ready], interval: null, timeout: null, retries: null, startPeriod: null };
  return { ...ALONE, name, image, environment: env, command, healthcheck };
}

function afterReady(name: string): PlannedContainer["after"][number] {
  return { name, condition: "healthy" };
}

/** Variables that hold a secret which nobody else has to know: their values can be others. */
function canaries(app: PlannedContainer, config: ImageConfig, dependencies: readonly PlannedContainer[]): readonly string[] {
  const values = new Map([...config.env.map(pair), ...app.environment]);
  const known = dependencies.flatMap(({ environment, command, entrypoint, files, healthcheck }) => [
    ...environment.values(),
    ...(command ?? []),
    ...(entrypoint ?? []),
    ...(healthcheck?.test ?? []),
    ...files.map(({ content }) => Buffer.from(content).toString("utf8")),
  ]);
  const others = [...values].filter(([name]) => secretName(name) !== "secret").map(([, value]) => value);
  return [...values]
    .filter(([name, value]) => secretName(name) === "secret" && value !== "" && !value.startsWith("/"))
    .filter(([, value]) => ![...known, ...others].some((text) => text.includes(value)))
    .map(([name]) => name)
    .sort();
}

function pair(written: string): [string, string] {
  const cut = written.indexOf("=");
  return cut < 0 ? [written, ""] : [written.slice(0, cut), written.slice(cut + 1)];
}

function askFor(unset: readonly string[]): string {
  const names = unset.slice(0, 10).join(", ");
  const more = unset.length > 10 ? ` and ${unset.length - 10} more` : "";
  return `give a value to ${names}${more}, in the environment, in .env or under \`trial.env\`,`;
}
