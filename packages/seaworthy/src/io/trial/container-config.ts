import type { Tmpfs } from "../../models/trial/observations.js";
import type { PlannedContainer, TrialPlan } from "../../models/trial/plan.js";

/** How a container of one drill differs from what is planned. */
export interface Variation {
  readonly readOnly?: boolean;
  /** In place of those of the plan. */
  readonly tmpfs?: readonly Tmpfs[];
  /** In place of those of the plan. */
  readonly capAdd?: readonly string[];
  /** Added to those of the plan. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Other timings of the same check, in milliseconds; the check itself stays. `none`: no check at all. */
  readonly health?: HealthTimings | "none";
  readonly init?: boolean;
  readonly sysctls?: ReadonlyMap<string, string>;
}

export interface HealthTimings {
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

/** Docker's own, where neither image nor deployment says (docs.docker.com/reference/dockerfile/#healthcheck). */
export const DOCKERS_HEALTH: HealthTimings = { interval: 30_000, timeout: 30_000, retries: 3, startPeriod: 0 };

/** What else the body of a creation needs. */
export interface Placed {
  /** The image's id or name as the engine knows it: the planned one, or one made of it. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
  readonly volumes: readonly { readonly name: string; readonly path: string; readonly readOnly: boolean }[];
  readonly limits: Pick<TrialPlan["limits"], "memoryBytes" | "pids" | "cpus">;
  /** Bytes that its layer may take, where the storage driver has quotas; null: none. */
  readonly quota: number | null;
  /** Whether the engine has an interval of its own for the time in which the service starts (API 1.44). */
  readonly startInterval: boolean;
  /** Podman takes some of the body otherwise than Docker. */
  readonly engine: "docker" | "podman";
  /** Without any capability but those that are added; a dependency keeps Docker's usual ones. */
  readonly hardened: boolean;
}

export const NANO = 1_000_000;

/** The body of `POST /containers/create`. Nothing of the host is mounted, no privilege given, and what it writes to its log is bounded. */
export function creationBody(
  planned: PlannedContainer,
  placed: Placed,
  variation: Variation = {},
): Readonly<Record<string, unknown>> {
  const environment = new Map([...planned.environment, ...(variation.environment ?? [])]);
  const sysctls = new Map([...planned.sysctls, ...(variation.sysctls ?? [])]);
  const tmpfs = variation.tmpfs ?? planned.tmpfs;
  const capAdd = variation.capAdd ?? planned.capAdd;
  const readOnly = variation.readOnly ?? planned.readOnly;
  const podman = placed.engine === "podman";
  const given = <T>(name: string, value: T | null) => (value === null ? {} : { [name]: value });
  return {
    Image: placed.image,
    Labels: placed.labels,
    Env: [...environment].map(([name, value]) => `${name}=${value}`),
    // None at all, which Podman takes for the image's.
    ...given("Entrypoint", podman && planned.entrypoint?.length === 0 ? [""] : planned.entrypoint),
    ...given("Cmd", planned.command),
    ...given("User", planned.user),
    ...given("WorkingDir", planned.workingDir),
    ...given("StopSignal", planned.stopSignal),
    ...given("StopTimeout", planned.stopGraceMs === null ? null : Math.ceil(planned.stopGraceMs / 1000)),
    ...given("Healthcheck", healthcheck(planned.healthcheck, variation.health, placed.startInterval)),
    HostConfig: {
      NetworkMode: placed.network,
      ReadonlyRootfs: readOnly,
      Tmpfs: podman
        ? podmanTmpfs(tmpfs, placed, readOnly)
        : Object.fromEntries(tmpfs.map(({ path, options }) => [path, options])),
      Mounts: placed.volumes.map(({ name, path, readOnly }) => ({
        Type: "volume",
        Source: name,
        Target: path,
        ReadOnly: readOnly,
      })),
      ...(placed.hardened ? { CapDrop: ["ALL"] } : {}),
      CapAdd: capAdd,
      SecurityOpt: ["no-new-privileges"],
      Memory: placed.limits.memoryBytes,
      MemorySwap: placed.limits.memoryBytes,
      PidsLimit: placed.limits.pids,
      NanoCpus: Math.round(placed.limits.cpus * 1e9),
      Init: variation.init ?? planned.init,
      ...given("ShmSize", planned.shmBytes),
      ...given("StorageOpt", placed.quota === null ? null : { size: String(placed.quota) }),
      Sysctls: Object.fromEntries(sysctls),
      // Read over the engine's API, whatever driver is its default.
      LogConfig: { Type: "json-file", Config: { "max-size": "16m", "max-file": "2" } },
      RestartPolicy: { Name: "no" },
    },
    NetworkingConfig: {
      EndpointsConfig: { [placed.network]: { Aliases: [...new Set([planned.name, ...planned.aliases])] } },
    },
  };
}

/** Where Podman mounts a tmpfs unasked under a read-only root. Source: podman-run(1), `--read-only-tmpfs`, which Docker's API cannot switch off. */
const PODMAN_GIVES = ["/run", "/tmp", "/var/tmp"];

/** As Docker has it: nothing of the image is copied into a tmpfs, and under a read-only root nothing can be written to but what is asked for. */
function podmanTmpfs(
  tmpfs: readonly Tmpfs[],
  { volumes, hardened }: Placed,
  readOnly: boolean,
): Readonly<Record<string, string>> {
  const taken = [...tmpfs, ...volumes].map(({ path }) => path);
  // A dependency gets what its engine gives it.
  const kept = readOnly && hardened ? PODMAN_GIVES.filter((path) => !taken.includes(path)) : [];
  return Object.fromEntries([
    ...kept.map((path) => [path, "ro"]),
    ...tmpfs.map(({ path, options }) => [path, [options, "notmpcopyup"].filter(Boolean).join(",")]),
  ]);
}

/** Without a test it is the image's. A part that is 0 or missing is the image's too. */
function healthcheck(
  planned: PlannedContainer["healthcheck"],
  variation: Variation["health"],
  startInterval: boolean,
): object | null {
  if (variation === "none") return { Test: ["NONE"] };
  const timings = { ...defined(planned), ...variation };
  const { interval = 0, timeout = 0, retries = 0, startPeriod = 0 } = timings;
  if (!planned && !variation) return null;
  return {
    ...(planned?.test ? { Test: planned.test } : {}),
    Interval: interval * NANO,
    Timeout: timeout * NANO,
    Retries: retries,
    StartPeriod: startPeriod * NANO,
    // Else it is five seconds there, however short the interval is.
    ...(startInterval && variation ? { StartInterval: interval * NANO } : {}),
  };
}

function defined(planned: PlannedContainer["healthcheck"]): Partial<HealthTimings> {
  if (!planned) return {};
  const { test: _, ...timings } = planned;
  return Object.fromEntries(Object.entries(timings).filter(([, value]) => value !== null));
}
