import { DRILLS, type DrillName } from "./drills.js";
import type {
  CanariesSeen,
  CapabilitiesSeen,
  DependenciesSeen,
  DependencySeen,
  HealthSeen,
  IdentitySeen,
  LogsSeen,
  Observations,
  ReadOnlySeen,
  RebuildSeen,
  SeenProcess,
  StartSeen,
  StopSeen,
  WritesSeen,
  ZombiesSeen,
} from "./observations.js";
import type { Drilled, Drills, Trial, TrialConditions, TrialEngine } from "./trial.js";

/** What tests and examples say of each drill: what is not said is as in a service that is well. */
export interface ObservationSketches {
  readonly start: Partial<StartSeen>;
  /** `processes`: the same at every look. */
  readonly identity: Partial<IdentitySeen> & { readonly processes?: readonly Partial<SeenProcess>[] };
  readonly writes: Partial<WritesSeen>;
  readonly "read-only": Partial<ReadOnlySeen>;
  readonly capabilities: Partial<CapabilitiesSeen>;
  readonly health: Partial<HealthSeen>;
  readonly dependencies: Partial<Omit<DependenciesSeen, "dependencies">> & {
    readonly dependencies?: readonly (Partial<DependencySeen> & Pick<DependencySeen, "name">)[];
  };
  readonly stop: { readonly stops?: readonly Partial<StopSeen>[] };
  readonly logs: Partial<LogsSeen>;
  readonly canaries: Partial<CanariesSeen>;
  readonly zombies: Partial<ZombiesSeen>;
  readonly rebuild: Partial<RebuildSeen>;
}

type NotDone = Exclude<Drilled<unknown>, { ran: true }>;

/** A trial as tests and examples write it: only what matters; a drill that is not named was not asked for. */
export interface TrialSketch {
  readonly drills?: {
    readonly [D in DrillName]?: ObservationSketches[D] | readonly ObservationSketches[D][] | NotDone;
  };
  readonly engine?: Partial<TrialEngine>;
  readonly conditions?: Partial<TrialConditions>;
  readonly hardened?: Trial["hardened"];
}

const NOT_ASKED = { ran: false, reason: "not asked", because: "the drill was not asked for" } as const;

/** The whole trial of a sketch. */
export function trialOf(sketch: TrialSketch): Trial {
  const drills = Object.fromEntries(DRILLS.map((name) => [name, drilled(name, sketch.drills?.[name])])) as unknown as Drills;
  return {
    recordVersion: 1,
    tool: "0.0.0",
    image: "example/api:1",
    digest: `sha256:${"a".repeat(64)}`,
    platform: "linux/amd64",
    startedAt: "2026-11-23T08:00:00.000Z",
    engine: {
      kind: "docker",
      version: "29.0.0",
      api: "1.51",
      platform: "linux/amd64",
      cgroup: 2,
      rootless: false,
      userNamespaces: false,
      seccomp: true,
      lacks: [],
      ...sketch.engine,
    },
    conditions: {
      from: ["the image alone"],
      service: null,
      environment: [],
      ports: [8080],
      dependencies: [],
      http: true,
      deployed: false,
      overrides: [],
      ...sketch.conditions,
    },
    drills,
    hardened: sketch.hardened ?? null,
    cost: { wholeMs: 10_000, floorMs: 8_000 },
  };
}

function drilled(name: DrillName, seen: unknown): Drilled<unknown> {
  if (seen === undefined) return NOT_ASKED;
  const fill = WHOLE[name] as (sketch: unknown) => unknown;
  if (Array.isArray(seen)) return { ran: true, runs: seen.map(fill) };
  const one = seen as object;
  return "ran" in one ? (one as NotDone) : { ran: true, runs: [fill(one)] };
}

const PROCESS: SeenProcess = {
  pid: 1,
  parent: 0,
  uids: [10001, 10001, 10001, 10001],
  gids: [10001, 10001, 10001, 10001],
  groups: [10001],
  effective: [],
  permitted: [],
  bounding: [],
  ambient: [],
  noNewPrivileges: true,
  seccomp: 2,
  name: "server",
  visitor: false,
};

const STOP: StopSeen = {
  held: "slow path",
  signal: "SIGTERM",
  graceMs: 10_000,
  exitCode: 0,
  killed: false,
  tookMs: 1_200,
  inFlight: { request: "GET /report", outcome: "complete", status: 200, ms: 2_000 },
  keepAlive: null,
  stream: null,
  first: "server",
  moments: [],
};

const DEPENDENCY: Omit<DependencySeen, "name"> = {
  usedBy: "an open connection to it",
  losses: [
    {
      how: "stopped",
      unhealthy: { ms: 3_000, deadlineMs: 10_000 },
      recovered: { ms: 2_000, deadlineMs: 10_000 },
      died: false,
    },
  ],
};

const LOOKS = ["idle", "under load", "after load"];

const WHOLE: { readonly [D in DrillName]: (sketch: ObservationSketches[D]) => Observations[D] } = {
  start: (sketch) => ({
    ready: true,
    readyBy: "health",
    readyMs: 400,
    listeners: [{ protocol: "tcp", address: "0.0.0.0", port: 8080 }],
    declared: [8080],
    exitCode: null,
    lastWords: [],
    exchanges: [{ request: "GET /", outcome: "complete", status: 200, ms: 3 }],
    moments: [],
    ...sketch,
  }),
  identity: ({ processes, ...sketch }) => ({
    samples: LOOKS.map((when, index) => ({
      at: `${1_795_420_800 + index}000000000`,
      when,
      processes: (processes ?? [{}]).map((one) => ({ ...PROCESS, ...one })),
    })),
    rootForMs: null,
    given: [],
    mapped: false,
    ...sketch,
  }),
  writes: (sketch) => ({ changes: [], bytes: 0, volumes: [], ...sketch }),
  "read-only": (sketch) => ({
    attempts: [{ tmpfs: [], served: true, because: null }],
    tmpfs: [],
    rewrites: [],
    leftovers: [],
    ...sketch,
  }),
  capabilities: (sketch) => ({
    attempts: [{ added: [], served: true, because: null }],
    needed: [],
    lowPorts: [],
    ...sketch,
  }),
  health: (sketch) => ({
    declaredBy: "image",
    log: [{ exitCode: 0, output: "" }],
    toHealthy: { ms: 600, deadlineMs: 9_000 },
    frozen: { ms: 3_000, deadlineMs: 9_000 },
    thawed: { ms: 800, deadlineMs: 9_000 },
    timings: { interval: 30_000, timeout: 5_000, retries: 3, startPeriod: 10_000 },
    moments: [],
    ...sketch,
  }),
  dependencies: ({ dependencies, ...sketch }) => ({
    moments: [],
    ...sketch,
    dependencies: (dependencies ?? [{ name: "db" }]).map((one) => ({ ...DEPENDENCY, ...one })),
  }),
  stop: ({ stops }) => ({ stops: (stops ?? [{}]).map((one) => ({ ...STOP, ...one })) }),
  logs: (sketch) => ({
    counts: [
      { phase: "starting", stream: "stdout", lines: 1, json: 1 },
      { phase: "steady", stream: "stdout", lines: 20, json: 20 },
    ],
    keys: { time: "time", level: "level", message: "msg" },
    offenders: [],
    provoked: null,
    requests: 20,
    files: [],
    unseen: [],
    ...sketch,
  }),
  canaries: (sketch) => ({ planted: ["DB_PASSWORD"], found: [], searched: 20, ...sketch }),
  zombies: (sketch) => ({ made: 3, left: 0, startsPrograms: false, first: "server", ...sketch }),
  rebuild: (sketch) => ({
    touched: "src/server.js",
    steps: 6,
    reused: 4,
    again: ["COPY src ./src"],
    installs: [{ step: "RUN npm ci", reused: true }],
    contextBytes: 20_000,
    ms: 2_000,
    ...sketch,
  }),
};
