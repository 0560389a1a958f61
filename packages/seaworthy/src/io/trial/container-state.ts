import { fields, text } from "../../models/image/parse-config.js";
import { type Nanoseconds, nanosecondsOf } from "../../models/trial/moment.js";

/** A container as the engine describes it. */
export interface ContainerState {
  readonly status: string;
  readonly running: boolean;
  readonly paused: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The pid of its first process on the engine's machine; 0 where it does not run. */
  readonly pid: number;
  readonly startedAt: Nanoseconds | null;
  readonly finishedAt: Nanoseconds | null;
  readonly restarts: number;
  readonly health: {
    /** `starting`, `healthy`, `unhealthy`. */
    readonly status: string;
    readonly failing: number;
    /** The last five. */
    readonly log: readonly {
      readonly exitCode: number;
      readonly output: string;
      readonly start: Nanoseconds | null;
      readonly end: Nanoseconds | null;
    }[];
  } | null;
  /** Its address in the given network; "" where it has none. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Volumes, by where they are. `anonymous`: of the image's VOLUME, with a name that the engine made up. */
  readonly volumes: readonly { readonly path: string; readonly anonymous: boolean; readonly writable: boolean }[];
}

const LONGEST_OUTPUT = 4096;

/** Reads the answer of `GET /containers/{id}/json`; what has another type than it should is as if it were not there. */
export function parseState(json: unknown): ContainerState {
  const about = fields(json);
  const state = fields(about.State);
  const health = fields(state.Health ?? state.Healthcheck);
  const networks = fields(fields(about.NetworkSettings).Networks);
  return {
    status: text(state.Status),
    running: state.Running === true,
    paused: state.Paused === true,
    exitCode: number(state.ExitCode),
    oomKilled: state.OOMKilled === true,
    pid: number(state.Pid),
    startedAt: nanosecondsOf(text(state.StartedAt)),
    finishedAt: nanosecondsOf(text(state.FinishedAt)),
    restarts: number(about.RestartCount),
    health: text(health.Status) === "" || health.Status === "none" ? null : healthOf(health),
    addresses: Object.fromEntries(Object.entries(networks).map(([name, network]) => [name, text(fields(network).IPAddress)])),
    volumes: list(about.Mounts).flatMap((mount) => {
      const { Type, Name, Destination, RW } = fields(mount);
      return Type === "volume"
        ? [{ path: text(Destination), anonymous: /^[0-9a-f]{64}$/.test(text(Name)), writable: RW !== false }]
        : [];
    }),
  };
}

function healthOf(health: Readonly<Record<string, unknown>>): ContainerState["health"] {
  return {
    status: text(health.Status),
    failing: number(health.FailingStreak),
    log: list(health.Log).map((one) => {
      const { ExitCode, Output, Start, End } = fields(one);
      return {
        exitCode: number(ExitCode),
        output: text(Output).slice(0, LONGEST_OUTPUT),
        start: nanosecondsOf(text(Start)),
        end: nanosecondsOf(text(End)),
      };
    }),
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
