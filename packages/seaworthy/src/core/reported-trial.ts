/** What came of one drill. */
export interface ReportedDrill {
  readonly drill: string;
  /** `done twice`: the first time disproved something, and it was done again. */
  readonly outcome: "done" | "done twice" | "nothing to try" | "not here" | "not asked" | "failed";
  /** Why it was not done; null where it was. */
  readonly because: string | null;
}

/** A trial that was looked at, besides verdicts. */
export interface ReportedTrial {
  /** The service whose image was tried; null: an image by itself. */
  readonly service: string | null;
  readonly image: string;
  /** The image's id. */
  readonly digest: string;
  readonly platform: string;
  /** UTC. */
  readonly startedAt: string;
  readonly engine: {
    readonly kind: "docker" | "podman";
    readonly version: string;
    readonly api: string;
    readonly platform: string;
    readonly cgroup: number;
    readonly rootless: boolean;
    readonly userNamespaces: boolean;
    readonly seccomp: boolean;
    /** What it cannot do, each a sentence. */
    readonly lacks: readonly string[];
  };
  readonly conditions: {
    /** Where they come from. */
    readonly from: readonly string[];
    /** Names of the variables that were set. */
    readonly environment: readonly string[];
    readonly ports: readonly number[];
    readonly dependencies: readonly { readonly name: string; readonly image: string }[];
    readonly http: boolean;
    readonly deployed: boolean;
    /** What of the image the deployment overrides. */
    readonly overrides: readonly string[];
  };
  readonly drills: readonly ReportedDrill[];
  /** What was shown to work together; null where nothing was. */
  readonly hardened: null | {
    readonly user: string | null;
    readonly capAdd: readonly string[];
    readonly tmpfs: readonly { readonly path: string; readonly options: string }[];
    readonly init: boolean;
    readonly stopGraceSeconds: number;
    /** A fragment of a Compose file. */
    readonly compose: string;
    /** A command line of `docker run`. */
    readonly command: string;
  };
  /** Milliseconds: the whole, and what of it the engine and the claims force one to wait. */
  readonly cost: { readonly wholeMs: number; readonly floorMs: number };
}
