import type { BuildPlan } from "../project/build-plan.js";
import type { DrillName } from "./drills.js";

/** A container that a trial starts: the service itself, or one of its dependencies. */
export interface PlannedContainer {
  /** The name by which others on its network reach it. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly image: string;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  /** Values may be secrets: they go to the engine and nowhere else. */
  readonly environment: ReadonlyMap<string, string>;
  readonly user: string | null;
  readonly workingDir: string | null;
  /** null: the image's. Durations in milliseconds; a part that is null is the image's. */
  readonly healthcheck: {
    readonly test: readonly string[] | null;
    readonly interval: number | null;
    readonly timeout: number | null;
    readonly retries: number | null;
    readonly startPeriod: number | null;
  } | null;
  /** Files that are put into a volume before the start, such as Compose secrets and configs. */
  readonly files: readonly { readonly path: string; readonly content: Uint8Array; readonly mode: number }[];
  /** Paths where it has a volume of its own (named or anonymous): an empty one for each run, never the host's. */
  readonly volumes: readonly string[];
  readonly tmpfs: readonly { readonly path: string; readonly options: string }[];
  readonly init: boolean;
  readonly stopSignal: string | null;
  /** Milliseconds; null: the engine's 10 s. */
  readonly stopGraceMs: number | null;
  readonly capAdd: readonly string[];
  readonly readOnly: boolean;
  readonly sysctls: ReadonlyMap<string, string>;
  readonly shmBytes: number | null;
  /** The containers that must be there before, and in which state. */
  readonly after: readonly { readonly name: string; readonly condition: "started" | "healthy" | "completed" }[];
}

/** All that a trial needs to know, made from the Compose file, `seaworthy.yaml` and what the image declares. */
export interface TrialPlan {
  /** Where it comes from, for people. */
  readonly from: readonly string[];
  readonly service: string | null;
  readonly app: PlannedContainer;
  readonly dependencies: readonly PlannedContainer[];
  /** Ports of the service (of the container); empty: a worker. */
  readonly ports: readonly number[];
  readonly http: {
    /** The port that requests go to. */
    readonly port: number;
    /** Paths that are asked under load; "/" where none is known. */
    readonly paths: readonly string[];
    /** A path of the health endpoint, where it is known. */
    readonly healthPath: string | null;
    /** `GET /report`: a path that takes its time. */
    readonly slow: { readonly method: string; readonly path: string } | null;
    /** A path that streams without an end. */
    readonly stream: string | null;
    /** A request whose body is read before it is answered. */
    readonly upload: {
      readonly method: string;
      readonly path: string;
      readonly contentType: string;
      readonly body: string;
    } | null;
    /** A request that should fail inside the service. */
    readonly failing: { readonly method: string; readonly path: string } | null;
  } | null;
  /** Names of variables whose values are replaced by canaries: they look like secrets and nothing depends on them. */
  readonly canaries: readonly string[];
  /** Whether its dependencies must reach the internet; else the network has no way out. */
  readonly outside: boolean;
  readonly limits: {
    readonly memoryBytes: number;
    readonly pids: number;
    readonly cpus: number;
    readonly readyMs: number;
    /** What a container may write to its layer and its volumes. */
    readonly diskBytes: number;
  };
  readonly drills: readonly DrillName[];
  /** How it is built, for the drill that builds again; null: it is not built here. */
  readonly build:
    | (BuildPlan & {
        /** The source file that is touched in a copy of the context; absolute, or relative to the context. */
        readonly touch: string;
      })
    | null;
}
