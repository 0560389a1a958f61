import type { Mask } from "./mask.js";
import type { Nanoseconds } from "./moment.js";
import type { LogCount, LogsSeen } from "./observations.js";

/** A whole line that a container wrote. */
export interface LogLine {
  readonly stream: "stdout" | "stderr";
  /** When the engine took it; null where the engine did not say. */
  readonly at: Nanoseconds | null;
  readonly text: string;
}

/** When the phases of a container's life began: it is `steady` from when it was ready, `stopping` from when it was told to stop. */
export interface Phases {
  readonly readyAt: Nanoseconds | null;
  readonly stopAt: Nanoseconds | null;
}

export function phaseOf({ at }: LogLine, { readyAt, stopAt }: Phases): LogCount["phase"] {
  if (at === null) return "steady";
  if (stopAt !== null && BigInt(at) >= BigInt(stopAt)) return "stopping";
  return readyAt !== null && BigInt(at) >= BigInt(readyAt) ? "steady" : "starting";
}

/** Names under which loggers write these, as they are looked for; a dot is a step into an object too. */
const TIME = ["time", "timestamp", "ts", "@timestamp", "asctime", "datetime", "date", "t", "@t"];
const LEVEL = ["level", "severity", "log.level", "lvl", "levelname", "loglevel", "@l"];
const MESSAGE = ["message", "msg", "event", "short_message", "@m", "@mt", "body"];

const MOST_OFFENDERS = 10;
const LONGEST_OFFENDER = 200;

/** How much of a log is JSON, of each phase and stream; which keys it has; what is not JSON. Empty lines do not count. */
export function readLogs(lines: readonly LogLine[], phases: Phases, mask: Mask): Pick<LogsSeen, "counts" | "keys" | "offenders"> {
  const counts = new Map<string, { -readonly [K in keyof LogCount]: LogCount[K] }>();
  const objects: Record<string, unknown>[] = [];
  const offenders: string[] = [];
  for (const line of lines) {
    const phase = phaseOf(line, phases);
    const key = `${phase} ${line.stream}`;
    const count = counts.get(key) ?? { phase, stream: line.stream, lines: 0, json: 0 };
    counts.set(key, count);
    count.lines++;
    const object = jsonObject(line.text);
    if (object) {
      count.json++;
      objects.push(object);
    } else if (offenders.length < MOST_OFFENDERS) offenders.push(mask(line.text).slice(0, LONGEST_OFFENDER));
  }
  const keys = { time: commonest(objects, TIME), level: commonest(objects, LEVEL), message: commonest(objects, MESSAGE) };
  return { counts: [...counts.values()], keys, offenders };
}

/** The object that a line is; null: it is no JSON, or no object. */
export function jsonObject(line: string): Record<string, unknown> | null {
  const text = line.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** The first of the names that most objects have. */
function commonest(objects: readonly Record<string, unknown>[], names: readonly string[]): string | null {
  return names.find((name) => objects.filter((object) => has(object, name)).length * 2 > objects.length) ?? null;
}

function has(object: Record<string, unknown>, name: string): boolean {
  if (Object.hasOwn(object, name)) return true;
  const [first = "", ...rest] = name.split(".");
  const inner = Object.hasOwn(object, first) ? object[first] : null;
  return rest.length > 0 && typeof inner === "object" && inner !== null && has(inner as Record<string, unknown>, rest.join("."));
}

/** Lines of the traces that languages print, each by itself a sign of one. */
const FRAME =
  /^\s+at .+[:(].*\)?$|^\s*File ".+", line \d+|^Traceback \(most recent call last\)|^Caused by: |^goroutine \d+ \[|^\s+from .+:\d+:in |^#\d+ .+\(\d+\)|^\s+\d+: 0x[0-9a-f]+ - /;
/** The same within one line, its line breaks written out. */
const INLINE =
  /\\n\s+at .+?[:(]|Traceback \(most recent call last\)|\\n\s*File \\".+?\\", line \d+|\\ngoroutine \d+ \[|\\n\\tat |\.go:\d+/;

/** Over how many lines the trace of one error is spread: 0: there is none; 1: it is in one line; else each line of it would be an entry of its own. */
export function traceLines(lines: readonly LogLine[]): number {
  const plain = lines.filter(({ text }) => !jsonObject(text) && FRAME.test(text)).length;
  if (plain > 0) return plain + 1;
  return lines.some(({ text }) => INLINE.test(text)) ? 1 : 0;
}
