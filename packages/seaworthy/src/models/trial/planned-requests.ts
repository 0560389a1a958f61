import type { ComposeService } from "../compose/compose.js";
import type { ImageConfig } from "../image/config.js";
import type { Probe } from "../project/probe.js";
import { isOwnHost, targetsOf } from "../project/probe-target.js";
import type { TrialPlan } from "./plan.js";
import type { ServiceTrialSettings } from "./settings.js";

/** What tells at which ports a service listens and what it answers. */
export interface Told {
  readonly service: ComposeService | null;
  readonly config: ImageConfig;
  readonly environment: ReadonlyMap<string, string>;
  /** Paths of health endpoints that were found in the code. */
  readonly healthPaths: readonly string[];
  readonly settings: ServiceTrialSettings;
}

/** The ports that are declared: of the deployment, else of the image, else the variable PORT. */
export function plannedPorts({ service, config, environment, settings }: Told): readonly number[] {
  if (settings.worker) return [];
  const deployed = [
    ...(service?.ports ?? []).filter(({ protocol }) => protocol === "tcp").map(({ target }) => target),
    ...(service?.expose ?? []).map(({ value }) => value),
  ];
  const declared = numbers(deployed.length > 0 ? deployed : config.exposedPorts);
  const port = environment.get("PORT") ?? variable(config, "PORT");
  const own = settings.port === null ? [] : [settings.port];
  return [...new Set([...own, ...(declared.length > 0 || own.length > 0 ? declared : numbers(port ? [port] : []))])];
}

/** What is asked of the service; null for a worker. */
export function plannedRequests(told: Told, ports: readonly number[]): TrialPlan["http"] {
  const { settings, healthPaths } = told;
  const check = ownTargets(told);
  const asked = check.find(({ port }) => port !== null && ports.includes(port));
  const port = settings.port ?? asked?.port ?? ports[0];
  if (settings.worker || port === undefined) return null;
  const checked = check.find((one) => one.path !== null && (one.port === port || one.port === null))?.path;
  const { slow, stream, upload, failing } = settings;
  return {
    port,
    paths: settings.paths ?? ["/"],
    healthPath: settings.health ?? checked ?? healthPaths[0] ?? null,
    slow,
    stream,
    upload: upload && { method: upload.method, path: upload.path, contentType: upload.type, body: upload.body },
    failing,
  };
}

/** What the health check asks of the container itself. */
function ownTargets({ service, config }: Told): ReturnType<typeof targetsOf> {
  const [kind, ...words] = service?.healthcheck?.test?.value ?? config.healthcheck?.test ?? [];
  if (kind === undefined || kind === "NONE") return [];
  // Where it is written does not matter: only its words are looked at.
  const probe = { form: kind === "CMD" ? "exec" : "shell", words, script: null } as unknown as Probe;
  return targetsOf(probe).filter(({ host }) => isOwnHost(host));
}

function variable(config: ImageConfig, name: string): string | undefined {
  return config.env.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** `8080`, `8080/tcp`; ranges and UDP are passed over. */
function numbers(written: readonly string[]): readonly number[] {
  return written.flatMap((one) => {
    const [, digits] = /^(\d{1,5})(?:\/tcp)?$/.exec(one) ?? [];
    const port = Number(digits);
    return port > 0 && port < 65_536 ? [port] : [];
  });
}
