import type { Moment, Nanoseconds } from "./moment.js";

/** A tmpfs of a run: where, and the options that Docker's `--tmpfs` takes (`uid=10001,gid=10001,mode=1777`). */
export interface Tmpfs {
  readonly path: string;
  readonly options: string;
}

/** A socket that something of the container listens at. */
export interface Listener {
  readonly protocol: "tcp" | "udp";
  /** `0.0.0.0`, `127.0.0.1`, `::`, `::1`… */
  readonly address: string;
  readonly port: number;
}

/** One request and how it ended. */
export interface Exchange {
  /** `GET /healthz` */
  readonly request: string;
  readonly outcome: "complete" | "truncated" | "reset" | "empty" | "refused" | "timeout";
  /** null where no status line came. */
  readonly status: number | null;
  readonly ms: number;
}

/** How the container came up. */
export interface StartSeen {
  readonly ready: boolean;
  /** What told that it was ready: its health check, an open port, or that it ran on for a while (a worker). */
  readonly readyBy: "health" | "port" | "running" | null;
  /** Milliseconds from the start of the process; null when never ready. */
  readonly readyMs: number | null;
  readonly listeners: readonly Listener[];
  /** Ports that the image or the deployment declares. */
  readonly declared: readonly number[];
  /** The code with which it went of its own accord before it was ready. */
  readonly exitCode: number | null;
  /** Its last words when it did not come up, canaries and secrets masked; at most 20 lines. */
  readonly lastWords: readonly string[];
  /** Whether requests were answered, and which were made: what the trial covers. */
  readonly exchanges: readonly Exchange[];
  readonly moments: readonly Moment[];
}

/** A process, by its /proc/PID/status as the container's own pid namespace shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** Real, effective, saved, file system. */
  readonly uids: readonly [number, number, number, number];
  readonly gids: readonly [number, number, number, number];
  readonly groups: readonly number[];
  /** Names without CAP_, sorted. */
  readonly effective: readonly string[];
  readonly permitted: readonly string[];
  readonly bounding: readonly string[];
  readonly ambient: readonly string[];
  readonly noNewPrivileges: boolean;
  /** 0 off, 1 strict, 2 filter. */
  readonly seccomp: number;
  /** The name of the program; arguments may hold secrets and are not kept. */
  readonly name: string;
  /** Whether it runs a health check or came in by exec: its parent is outside of the namespace, and it is not the first. */
  readonly visitor: boolean;
}

/** Every process of the container over at least three looks after it was ready (idle, under load, after load). */
export interface IdentitySeen {
  readonly samples: readonly { readonly at: Nanoseconds; readonly when: string; readonly processes: readonly SeenProcess[] }[];
  /** How long processes of uid 0 were seen before it was ready, in milliseconds; null: never. An entry point that drops its rights. */
  readonly rootForMs: number | null;
  /** The capabilities that the container was given to start with (an entry point that changes users needs some). */
  readonly given: readonly string[];
  /** True where uids are those of the host and not the container's, so that nothing can be said. */
  readonly mapped: boolean;
}

/** What a run with a writable root changed. */
export interface WritesSeen {
  readonly changes: readonly {
    readonly path: string;
    readonly how: "added" | "changed" | "deleted";
    /** Bytes, where it is a file that is still there. */
    readonly bytes: number | null;
    readonly growing: boolean;
  }[];
  /** Bytes in the writable layer. */
  readonly bytes: number;
  /** Anonymous volumes of the image's VOLUME, which stay writable under a read-only root. */
  readonly volumes: readonly string[];
}

/** Whether it starts and serves with a read-only root, and with which tmpfs. */
export interface ReadOnlySeen {
  readonly attempts: readonly {
    readonly tmpfs: readonly Tmpfs[];
    readonly served: boolean;
    /** Why not, for people: the line that told of it, masked. */
    readonly because: string | null;
  }[];
  /** The smallest set that serves, each member confirmed by taking it away; null: none was found. */
  readonly tmpfs: readonly Tmpfs[] | null;
  /** Paths that it changes among files of its own image, which no tmpfs can cure. */
  readonly rewrites: readonly string[];
  /** What was still written outside of mounts in the run that served. */
  readonly leftovers: readonly string[];
}

/** Whether it starts and serves without capabilities, and which it needs. */
export interface CapabilitiesSeen {
  readonly attempts: readonly { readonly added: readonly string[]; readonly served: boolean; readonly because: string | null }[];
  /** The smallest set that serves, each member confirmed by taking it away; null: none was found. */
  readonly needed: readonly string[] | null;
  /** Ports below 1024 that it binds; Docker lets anyone, other hosts do not. */
  readonly lowPorts: readonly number[];
}

/** One turn of a health check's status. */
export interface HealthTurn {
  /** Milliseconds until the status was seen; null: it did not come until the deadline. */
  readonly ms: number | null;
  readonly deadlineMs: number;
}

/** What the health check does when the service works, and when it hangs. */
export interface HealthSeen {
  /** Where the check comes from; null: there is none, and nothing else was looked at. */
  readonly declaredBy: "image" | "deployment" | null;
  /** The check's last words, masked, at most 1,000 characters. */
  readonly log: readonly { readonly exitCode: number; readonly output: string }[];
  readonly toHealthy: HealthTurn | null;
  /** Every process stopped by SIGSTOP: a check that asks the service must fail. */
  readonly frozen: HealthTurn | null;
  readonly thawed: HealthTurn | null;
  /** Its own timings, in milliseconds: in the worst case it takes `retries × (interval + timeout)` to see a failure. */
  readonly timings: {
    readonly interval: number;
    readonly timeout: number;
    readonly retries: number;
    readonly startPeriod: number;
  };
  readonly moments: readonly Moment[];
}

/** How the service's health check takes the loss of one dependency. */
export interface DependencySeen {
  readonly name: string;
  /** How it was shown that the service uses it; null: it was not, and there is nothing to prove. */
  readonly usedBy: string | null;
  readonly losses: readonly {
    readonly how: "stopped" | "cut off" | "paused";
    readonly unhealthy: HealthTurn;
    readonly recovered: HealthTurn | null;
    /** Whether the service itself died of it. */
    readonly died: boolean;
  }[];
}

export interface DependenciesSeen {
  readonly dependencies: readonly DependencySeen[];
  readonly moments: readonly Moment[];
}

/** One stop: what was going on, and how it went. */
export interface StopSeen {
  /** What held the request in flight; `idle`: nothing did. */
  readonly held: "slow path" | "slow body" | "paused dependency" | "idle";
  /** The signal of the image or deployment. */
  readonly signal: string;
  /** Milliseconds that it had. */
  readonly graceMs: number;
  readonly exitCode: number;
  /** Whether the engine had to kill it. */
  readonly killed: boolean;
  readonly tookMs: number;
  /** The request that was in flight; null: nothing could be held. */
  readonly inFlight: Exchange | null;
  /** A client that keeps its connection open and idle. */
  readonly keepAlive: { readonly held: boolean; readonly told: boolean } | null;
  /** A client of a stream that does not end of itself; null: the service has none that is known. */
  readonly stream: { readonly closedAfterMs: number | null } | null;
  /** The program that is process 1. */
  readonly first: string;
  readonly moments: readonly Moment[];
}

/** Lines of one phase on one stream. */
export interface LogCount {
  readonly phase: "starting" | "steady" | "stopping";
  readonly stream: "stdout" | "stderr";
  readonly lines: number;
  readonly json: number;
}

export interface LogsSeen {
  readonly counts: readonly LogCount[];
  /** Keys of most JSON lines, by what they hold; null: no such key. */
  readonly keys: { readonly time: string | null; readonly level: string | null; readonly message: string | null };
  /** Lines that are no JSON, masked, at most 10 of at most 200 characters. */
  readonly offenders: readonly string[];
  /** What a request that should fail left: whether there was a trace of the stack, and in how many lines. */
  readonly provoked: { readonly request: string; readonly traceLines: number } | null;
  /** Requests that were made in the steady phase: silence about them is told. */
  readonly requests: number;
  /** Files of the writable layer, of volumes and tmpfs that grew under load and look like logs. */
  readonly files: readonly { readonly path: string; readonly from: number; readonly to: number }[];
  /** Volumes and tmpfs of which not every file could be seen. */
  readonly unseen: readonly string[];
}

/** Values that were planted as secrets, and where they came out again. Values are never kept. */
export interface CanariesSeen {
  readonly planted: readonly string[];
  readonly found: readonly {
    readonly name: string;
    readonly where: "log" | "health" | "answer" | "error page";
    readonly moment: string;
  }[];
  /** Answers that were searched. */
  readonly searched: number;
}

export interface ZombiesSeen {
  /** Orphans that were made, and how many of them were left as zombies. */
  readonly made: number;
  readonly left: number;
  /** Whether the service starts programs of its own, or its health check does by a shell. */
  readonly startsPrograms: boolean;
  readonly first: string;
}

/** A second build after one source file changed. */
export interface RebuildSeen {
  readonly touched: string;
  readonly steps: number;
  readonly reused: number;
  /** The steps that ran again, as the build wrote them. */
  readonly again: readonly string[];
  /** Steps that install dependencies, and whether they were reused. */
  readonly installs: readonly { readonly step: string; readonly reused: boolean }[];
  readonly contextBytes: number | null;
  readonly ms: number;
}

/** What each drill returns. */
export interface Observations {
  readonly start: StartSeen;
  readonly identity: IdentitySeen;
  readonly writes: WritesSeen;
  readonly "read-only": ReadOnlySeen;
  readonly capabilities: CapabilitiesSeen;
  readonly health: HealthSeen;
  readonly dependencies: DependenciesSeen;
  readonly stop: { readonly stops: readonly StopSeen[] };
  readonly logs: LogsSeen;
  readonly canaries: CanariesSeen;
  readonly zombies: ZombiesSeen;
  readonly rebuild: RebuildSeen;
}
