import { flag, keyed, list, matching, number, orNull, type Shape, ShapeError, text, tuple, word } from "../../core/shape.js";
import { DRILLS, type DrillName } from "./drills.js";
import type { Moment } from "./moment.js";
import type {
  CanariesSeen,
  CapabilitiesSeen,
  DependenciesSeen,
  DependencySeen,
  Exchange,
  HealthSeen,
  HealthTurn,
  IdentitySeen,
  Listener,
  LogCount,
  LogsSeen,
  Observations,
  ReadOnlySeen,
  RebuildSeen,
  SeenProcess,
  StartSeen,
  StopSeen,
  Tmpfs,
  WritesSeen,
  ZombiesSeen,
} from "./observations.js";
import type { Drilled, Drills, Hardened, Trial, TrialConditions, TrialEngine } from "./trial.js";

const texts = list(text);
const numbers = list(number);
const moments = list(keyed<Moment>({ at: matching(/^\d{1,25}$/, "nanoseconds as a text of digits"), who: text, what: text }));
const exchange = keyed<Exchange>({
  request: text,
  outcome: word("complete", "truncated", "reset", "empty", "refused", "timeout"),
  status: orNull(number),
  ms: number,
});
const tmpfs = list(keyed<Tmpfs>({ path: text, options: text }));
const turn = keyed<HealthTurn>({ ms: orNull(number), deadlineMs: number });
const ids = tuple(number, 4) as unknown as Shape<SeenProcess["uids"]>;

const seenProcess = keyed<SeenProcess>({
  pid: number,
  parent: number,
  uids: ids,
  gids: ids,
  groups: numbers,
  effective: texts,
  permitted: texts,
  bounding: texts,
  ambient: texts,
  noNewPrivileges: flag,
  seccomp: number,
  name: text,
  visitor: flag,
});

const stop = keyed<StopSeen>({
  held: word("slow path", "slow body", "paused dependency", "idle"),
  signal: text,
  graceMs: number,
  exitCode: number,
  killed: flag,
  tookMs: number,
  inFlight: orNull(exchange),
  keepAlive: orNull(keyed<NonNullable<StopSeen["keepAlive"]>>({ held: flag, told: flag })),
  stream: orNull(keyed<NonNullable<StopSeen["stream"]>>({ closedAfterMs: orNull(number) })),
  first: text,
  moments,
});

const OBSERVATIONS: { readonly [D in DrillName]: Shape<Observations[D]> } = {
  start: keyed<StartSeen>({
    ready: flag,
    readyBy: orNull(word("health", "port", "running")),
    readyMs: orNull(number),
    listeners: list(keyed<Listener>({ protocol: word("tcp", "udp"), address: text, port: number })),
    declared: numbers,
    exitCode: orNull(number),
    lastWords: texts,
    exchanges: list(exchange),
    moments,
  }),
  identity: keyed<IdentitySeen>({
    samples: list(keyed<IdentitySeen["samples"][number]>({ at: text, when: text, processes: list(seenProcess) })),
    rootForMs: orNull(number),
    given: texts,
    mapped: flag,
  }),
  writes: keyed<WritesSeen>({
    changes: list(
      keyed<WritesSeen["changes"][number]>({
        path: text,
        how: word("added", "changed", "deleted"),
        bytes: orNull(number),
        growing: flag,
      }),
    ),
    bytes: number,
    volumes: texts,
  }),
  "read-only": keyed<ReadOnlySeen>({
    attempts: list(keyed<ReadOnlySeen["attempts"][number]>({ tmpfs, served: flag, because: orNull(text) })),
    tmpfs: orNull(tmpfs),
    rewrites: texts,
    leftovers: texts,
  }),
  capabilities: keyed<CapabilitiesSeen>({
    attempts: list(keyed<CapabilitiesSeen["attempts"][number]>({ added: texts, served: flag, because: orNull(text) })),
    needed: orNull(texts),
    lowPorts: numbers,
  }),
  health: keyed<HealthSeen>({
    declaredBy: orNull(word("image", "deployment")),
    log: list(keyed<HealthSeen["log"][number]>({ exitCode: number, output: text })),
    toHealthy: orNull(turn),
    frozen: orNull(turn),
    thawed: orNull(turn),
    timings: keyed<HealthSeen["timings"]>({ interval: number, timeout: number, retries: number, startPeriod: number }),
    moments,
  }),
  dependencies: keyed<DependenciesSeen>({
    dependencies: list(
      keyed<DependencySeen>({
        name: text,
        usedBy: orNull(text),
        losses: list(
          keyed<DependencySeen["losses"][number]>({
            how: word("stopped", "cut off", "paused"),
            unhealthy: turn,
            recovered: orNull(turn),
            died: flag,
          }),
        ),
      }),
    ),
    moments,
  }),
  stop: keyed<Observations["stop"]>({ stops: list(stop) }),
  logs: keyed<LogsSeen>({
    counts: list(
      keyed<LogCount>({
        phase: word("starting", "steady", "stopping"),
        stream: word("stdout", "stderr"),
        lines: number,
        json: number,
      }),
    ),
    keys: keyed<LogsSeen["keys"]>({ time: orNull(text), level: orNull(text), message: orNull(text) }),
    offenders: texts,
    provoked: orNull(keyed<NonNullable<LogsSeen["provoked"]>>({ request: text, traceLines: number })),
    requests: number,
    files: list(keyed<LogsSeen["files"][number]>({ path: text, from: number, to: number })),
    unseen: texts,
  }),
  canaries: keyed<CanariesSeen>({
    planted: texts,
    found: list(
      keyed<CanariesSeen["found"][number]>({
        name: text,
        where: word("log", "health", "answer", "error page"),
        moment: text,
      }),
    ),
    searched: number,
  }),
  zombies: keyed<ZombiesSeen>({ made: number, left: number, startsPrograms: flag, first: text }),
  rebuild: keyed<RebuildSeen>({
    touched: text,
    steps: number,
    reused: number,
    again: texts,
    installs: list(keyed<RebuildSeen["installs"][number]>({ step: text, reused: flag })),
    contextBytes: orNull(number),
    ms: number,
  }),
};

const ran = keyed<{ readonly ran: boolean }>({ ran: flag });
const notRun = keyed<{ readonly reason: "nothing to try" | "not here" | "not asked" | "failed"; readonly because: string }>({
  reason: word("nothing to try", "not here", "not asked", "failed"),
  because: text,
});

function drilled<T>(seen: Shape<T>): Shape<Drilled<T>> {
  const runs = keyed<{ readonly runs: readonly T[] }>({ runs: list(seen) });
  return (value, at) => {
    if (!ran(value, at).ran) return { ran: false, ...notRun(value, at) };
    const read = runs(value, at);
    if (read.runs.length === 0) throw new ShapeError(`${at}.runs`, "a list of what was seen");
    return { ran: true, runs: read.runs };
  };
}

const record = keyed<Trial>({
  recordVersion: word(1),
  tool: text,
  image: text,
  digest: matching(/^sha256:[0-9a-f]{64}$/, "a digest, sha256:…"),
  platform: text,
  startedAt: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, "a time in UTC"),
  engine: keyed<TrialEngine>({
    kind: word("docker", "podman"),
    version: text,
    api: text,
    platform: text,
    cgroup: word(1, 2),
    rootless: flag,
    userNamespaces: flag,
    seccomp: flag,
    lacks: texts,
  }),
  conditions: keyed<TrialConditions>({
    from: texts,
    service: orNull(text),
    environment: texts,
    ports: numbers,
    dependencies: list(keyed<TrialConditions["dependencies"][number]>({ name: text, image: text })),
    http: flag,
    deployed: flag,
    overrides: list(word("user", "entrypoint", "command", "healthcheck", "stop signal")),
  }),
  drills: keyed<Drills>(
    Object.fromEntries(DRILLS.map((name) => [name, drilled(OBSERVATIONS[name] as Shape<unknown>)])) as unknown as {
      readonly [D in DrillName]: Shape<Drills[D]>;
    },
  ),
  hardened: orNull(
    keyed<Hardened>({
      user: orNull(text),
      capAdd: texts,
      tmpfs,
      init: flag,
      stopGraceSeconds: number,
      compose: text,
      command: text,
    }),
  ),
  cost: keyed<Trial["cost"]>({ wholeMs: number, floorMs: number }),
});

/**
 * The trial that a record tells of. Whoever wrote it is not believed to have kept to the form: the error is one line that says what is wrong
 * with it and where.
 */
export function readRecord(written: string): { readonly trial: Trial } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    return { problem: "it is no JSON" };
  }
  const version = (value as { recordVersion?: unknown } | null)?.recordVersion;
  if (typeof version === "number" && version !== 1)
    return { problem: `it is a record of version ${version}, and this seaworthy reads version 1` };
  try {
    return { trial: record(value, "") };
  } catch (error) {
    if (error instanceof ShapeError) return { problem: error.message };
    throw error;
  }
}
