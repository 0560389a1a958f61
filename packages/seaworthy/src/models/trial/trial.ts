import type { DrillName } from "./drills.js";
import type { Observations } from "./observations.js";

/** What came of one drill. */
export type Drilled<T> =
  | {
      readonly ran: true;
      /** One observation; two where the first disproved something and the drill was repeated. */
      readonly runs: readonly T[];
    }
  /** It was not done. `reason`: nothing of its kind is there (a worker without a port), it could not be done here, or it was not asked for. */
  | { readonly ran: false; readonly reason: "nothing to try" | "not here" | "not asked" | "failed"; readonly because: string };

export type Drills = { readonly [D in DrillName]: Drilled<Observations[D]> };

/** The engine that a trial ran on, and what it cannot do. */
export interface TrialEngine {
  readonly kind: "docker" | "podman";
  readonly version: string;
  readonly api: string;
  /** `linux/amd64` */
  readonly platform: string;
  readonly cgroup: 1 | 2;
  readonly rootless: boolean;
  readonly userNamespaces: boolean;
  readonly seccomp: boolean;
  /** What it lacks, each a sentence: "the engine does not limit the number of processes". */
  readonly lacks: readonly string[];
}

export type TrialOverride = "user" | "entrypoint" | "command" | "healthcheck" | "stop signal";

/** Under which conditions the container ran. Values of variables are not kept. */
export interface TrialConditions {
  /** Where they come from: the Compose file, `seaworthy.yaml`, or the image alone. */
  readonly from: readonly string[];
  readonly service: string | null;
  readonly environment: readonly string[];
  readonly ports: readonly number[];
  readonly dependencies: readonly { readonly name: string; readonly image: string }[];
  /** Whether it is a service that answers HTTP; a worker is not. */
  readonly http: boolean;
  /** Whether it ran as a deployment runs it, with all that this overrides; else as the image is by itself. */
  readonly deployed: boolean;
  /** What of the image the deployment overrides, so that the trial tells nothing of the image's own. */
  readonly overrides: readonly TrialOverride[];
}

/** The record of one trial, as `--record` writes it and rules read it: plain JSON, replayable. */
export interface Trial {
  readonly recordVersion: 1;
  readonly tool: string;
  /** As it was named. */
  readonly image: string;
  /** The image's id: the digest of its configuration. */
  readonly digest: string;
  readonly platform: string;
  readonly startedAt: string;
  readonly engine: TrialEngine;
  readonly conditions: TrialConditions;
  readonly drills: Drills;
  /** What was shown to work together; null where nothing was. */
  readonly hardened: Hardened | null;
  /** Milliseconds: the whole, and what of it the engine and the claims force one to wait. */
  readonly cost: { readonly wholeMs: number; readonly floorMs: number };
}

/** A run under production hardening that started and served. */
export interface Hardened {
  readonly user: string | null;
  readonly capAdd: readonly string[];
  readonly tmpfs: readonly { readonly path: string; readonly options: string }[];
  readonly init: boolean;
  readonly stopGraceSeconds: number;
  /** The very text of both forms: a Compose fragment, and a command line. */
  readonly compose: string;
  readonly command: string;
}
