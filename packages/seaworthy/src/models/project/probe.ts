import { placeOf, type SourcePlace } from "../../core/place.js";
import { baseFacts } from "../../knowledge/bases.js";
import { parseDuration } from "../compose/duration.js";
import type { HealthcheckInstruction } from "../dockerfile/ast.js";
import { posixShell } from "../dockerfile/shells.js";
import type { KubernetesProbe } from "../kubernetes/kubernetes.js";
import { offsetsWithin } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import type { Script } from "../shell/script.js";
import { factsOfBase } from "./base-facts.js";
import type { Deployment } from "./deployment.js";
import { ofService, type Service } from "./service.js";

/** A time or a number of a health check: as set, or the default of what runs it (`place` null). */
export interface Timing {
  readonly value: number;
  readonly place: SourcePlace | null;
}

/** Times in milliseconds. */
export interface ProbeTimings {
  readonly interval: Timing;
  readonly timeout: Timing;
  readonly startPeriod: Timing;
  readonly retries: Timing;
}

/** One health check of a service: HEALTHCHECK, Compose `healthcheck:` and the probes of Kubernetes in one shape. */
export interface Probe {
  readonly where: "image" | "compose" | "kubernetes";
  readonly role: "health" | "liveness" | "readiness" | "startup";
  /** What runs the service with this check; null where no deployment is known. */
  readonly deployment: Deployment | null;
  /** The command, or the probe as a whole. */
  readonly place: SourcePlace;
  /** exec: a program is started as it is. shell: a shell runs the text. The others are asked by the kubelet itself. */
  readonly form: "exec" | "shell" | "http" | "tcp" | "grpc" | "unreadable";
  /** exec: the words; shell: the one text. */
  readonly words: readonly string[];
  /** The text that a shell runs: of the shell form, and of an exec form that calls a shell with -c. */
  readonly script: Script | null;
  /** Kubernetes alone: what httpGet, tcpSocket and grpc ask. */
  readonly path: string | null;
  readonly port: string | null;
  readonly timings: ProbeTimings;
}

/** What tells an orchestrator how one deployment of a service fares. */
export type Health =
  | { readonly state: "checked"; readonly probes: readonly [Probe, ...Probe[]] }
  /** `disable: true`, `test: NONE`, HEALTHCHECK NONE. */
  | { readonly state: "disabled"; readonly place: SourcePlace; readonly by: string }
  /** The base image brings a check of its own, which is not read. */
  | { readonly state: "inherited"; readonly from: string }
  | { readonly state: "unknown"; readonly because: string; readonly place: SourcePlace | null }
  | { readonly state: "none" };

const SECOND = 1000;
/** The engine's own: https://docs.docker.com/reference/dockerfile/#healthcheck */
const DOCKER_DEFAULTS = { interval: 30 * SECOND, timeout: 30 * SECOND, startPeriod: 0, retries: 3 };
/** The kubelet's own: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
const KUBERNETES_DEFAULTS = { interval: 10 * SECOND, timeout: 1 * SECOND, startPeriod: 0, retries: 3 };

/** The health of a service as one deployment runs it, or (null) as its image says where no deployment is known. */
export function healthOf(service: Service, deployment: Deployment | null): Health {
  if (deployment?.kubernetes) return kubernetesHealth(deployment);
  const check = deployment?.compose?.healthcheck ?? null;
  if (!deployment || !check) return imageHealth(service, deployment);
  if (check.disabled) return { state: "disabled", place: check.test?.place ?? check.place, by: "the Compose file" };
  if (check.test) return { state: "checked", probes: [composeProbe(deployment, check.test.value, check.test.place)] };
  return imageHealth(service, deployment);
}

/** All checks of a service: of each deployment that runs for long, else of the image. */
export const probesOf = ofService((service: Service): readonly Probe[] => {
  const running = service.deployments.filter((deployment) => !deployment.oneShot);
  const healths = running.length > 0 ? running.map((one) => healthOf(service, one)) : [healthOf(service, null)];
  return healths.flatMap((health) => (health.state === "checked" ? health.probes : []));
});

function imageHealth(service: Service, deployment: Deployment | null): Health {
  const { stage, dockerfile } = service;
  const reference = stage ? (stage.base.kind === "image" ? stage.base.reference : null) : service.image;
  if (stage && dockerfile) {
    const { healthcheck, probe } = stage.facts;
    if (healthcheck?.none) return { state: "disabled", place: placeOf(dockerfile, healthcheck), by: "the Dockerfile" };
    if (healthcheck && probe) {
      const first = healthcheck.command[0];
      const last = healthcheck.command.at(-1);
      const range = first && last ? ([first.range[0], last.range[1]] as const) : healthcheck.range;
      const words = probe.words;
      return {
        state: "checked",
        probes: [
          {
            where: "image",
            role: "health",
            deployment,
            place: { file: dockerfile.path, range },
            form: probe.form === "exec" && !posixShell(words) ? "exec" : "shell",
            words,
            script: probe.script,
            path: null,
            port: null,
            timings: overlaid(deployment, imageTimings(healthcheck, dockerfile.path)),
          },
        ],
      };
    }
    if (stage.base.kind === "scratch") return { state: "none" };
    if (stage.base.kind === "unresolved")
      return { state: "unknown", because: `the base \`${stage.base.written}\` is not known`, place: stage.base.place };
  }
  const facts = stage ? factsOfBase(stage) : reference && baseFacts(reference);
  if (facts) return facts.healthcheck ? { state: "inherited", from: facts.name } : { state: "none" };
  return {
    state: "unknown",
    because: `${reference?.name ?? "the base image"} is not in the table of known bases and may have a health check of its own`,
    place: stage?.base.place ?? deployment?.place ?? null,
  };
}

function composeProbe(deployment: Deployment, test: readonly string[], place: SourcePlace): Probe {
  const [kind, ...words] = test;
  const shell = kind === "CMD-SHELL" ? null : posixShell(words);
  const text = kind === "CMD-SHELL" ? words.join(" ") : shell ? words[shell.script] : undefined;
  return {
    where: "compose",
    role: "health",
    deployment,
    place,
    form: kind === "CMD-SHELL" || text !== undefined ? "shell" : kind === "CMD" && words.length > 0 ? "exec" : "unreadable",
    words,
    script: text === undefined ? null : parseScript(text, offsetsWithin(place.range)),
    path: null,
    port: null,
    timings: overlaid(deployment, defaults(DOCKER_DEFAULTS)),
  };
}

function kubernetesHealth(deployment: Deployment): Health {
  const container = deployment.kubernetes?.container;
  const found: Probe[] = [];
  for (const role of ["readiness", "liveness", "startup"] as const) {
    const probe = container?.[role];
    if (probe && probe.kind !== "none") found.push(kubernetesProbe(deployment, role, probe));
  }
  const [first, ...more] = found;
  return first && first.role !== "startup" ? { state: "checked", probes: [first, ...more] } : { state: "none" };
}

const FORMS = { httpGet: "http", tcpSocket: "tcp", grpc: "grpc", exec: "exec", none: "unreadable" } as const;

function kubernetesProbe(deployment: Deployment, role: Probe["role"], probe: KubernetesProbe): Probe {
  const shell = probe.kind === "exec" ? posixShell(probe.command) : null;
  const text = shell ? probe.command[shell.script] : undefined;
  const { place } = probe;
  const { interval, timeout, retries, startPeriod } = KUBERNETES_DEFAULTS;
  const seconds = (set: { value: number; place: SourcePlace } | null, otherwise: number): Timing =>
    set ? { value: set.value * SECOND, place: set.place } : { value: otherwise, place: null };
  return {
    where: "kubernetes",
    role,
    deployment,
    place,
    form: text !== undefined ? "shell" : FORMS[probe.kind],
    words: probe.command,
    script: text === undefined ? null : parseScript(text, offsetsWithin(place.range)),
    path: probe.path,
    port: probe.port,
    timings: {
      interval: seconds(probe.periodSeconds, interval),
      timeout: seconds(probe.timeoutSeconds, timeout),
      startPeriod: seconds(probe.initialDelaySeconds, startPeriod),
      retries: probe.failureThreshold ?? { value: retries, place: null },
    },
  };
}

function defaults(of: typeof DOCKER_DEFAULTS): ProbeTimings {
  const timing = (value: number): Timing => ({ value, place: null });
  return {
    interval: timing(of.interval),
    timeout: timing(of.timeout),
    startPeriod: timing(of.startPeriod),
    retries: timing(of.retries),
  };
}

/** Zero means the default to the engine. */
function imageTimings(instruction: HealthcheckInstruction, file: string): ProbeTimings {
  const read = (name: string, otherwise: number, parse: (text: string) => number | null): Timing => {
    const flag = instruction.flags.findLast((one) => one.name === name);
    const value = flag?.value ? parse(flag.value) : null;
    return flag && value ? { value, place: { file, range: flag.range } } : { value: otherwise, place: null };
  };
  const count = (text: string): number | null => (/^\d{1,6}$/.test(text) ? Number(text) : null);
  return {
    interval: read("interval", DOCKER_DEFAULTS.interval, parseDuration),
    timeout: read("timeout", DOCKER_DEFAULTS.timeout, parseDuration),
    startPeriod: read("start-period", DOCKER_DEFAULTS.startPeriod, parseDuration),
    retries: read("retries", DOCKER_DEFAULTS.retries, count),
  };
}

/** What Compose sets goes over what the image has. */
function overlaid(deployment: Deployment | null, below: ProbeTimings): ProbeTimings {
  const check = deployment?.compose?.healthcheck;
  if (!check) return below;
  const over = (set: Timing | null, otherwise: Timing): Timing => (set && set.value > 0 ? set : otherwise);
  return {
    interval: over(check.interval, below.interval),
    timeout: over(check.timeout, below.timeout),
    startPeriod: over(check.startPeriod, below.startPeriod),
    retries: over(check.retries, below.retries),
  };
}
