/** One step of a build, as BuildKit's plain progress tells of it. */
export interface BuildStep {
  /** `RUN npm ci`, as the build wrote it. */
  readonly text: string;
  /** The stage and its place in it, as written: `build 2/5`. */
  readonly at: string;
  /** Whether it was taken from an earlier build. */
  readonly reused: boolean;
}

export interface BuildLog {
  /** Steps of the Dockerfile that the build came to, in the order in which it named them. */
  readonly steps: readonly BuildStep[];
  /** Bytes that were sent of the context; null where it said nothing of it. Only what changed since the last build is sent. */
  readonly contextBytes: number | null;
  /** What went wrong, in the build's words, and the last line of the step that failed; null: nothing. */
  readonly failure: string | null;
}

const MOST_STEPS = 1_000;
const LONGEST_WORDS = 300;
const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9 };

/** Reads what `docker build --progress=plain` says. */
export function readBuildLog(text: string): BuildLog {
  const steps = new Map<string, { text: string; at: string; reused: boolean }>();
  let contextBytes: number | null = null;
  let context = "";
  let failure: string | null = null;
  const words = new Map<string, string>();
  let ofStep: string | null = null;
  let lastWords: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const [, number = "", said = ""] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (number === "") {
      const [, message] = /^(?:ERROR|error): (.*)$/.exec(line) ?? [];
      failure = message ?? failure;
      continue;
    }
    const [, at, written] = /^\[((?:[^\]\s]+ )*\d+\/\d+)\] (.*)$/.exec(said) ?? [];
    if (at !== undefined && written !== undefined) {
      if (!steps.has(number) && steps.size < MOST_STEPS) steps.set(number, { text: written.trim(), at, reused: false });
    } else if (said.startsWith("ERROR: ")) {
      ofStep = said.slice("ERROR: ".length);
      lastWords = words.get(number) ?? null;
    } else if (said === "[internal] load build context") context = number;
    else if (said === "CACHED") {
      const step = steps.get(number);
      if (step) step.reused = true;
    } else if (number === context) contextBytes = bytesOf(said) ?? contextBytes;
    const [, output = ""] = /^\d+\.\d+ (.*\S)/.exec(said) ?? [];
    if (output !== "" && words.size < MOST_STEPS) words.set(number, output.slice(0, LONGEST_WORDS));
  }
  failure ??= ofStep;
  if (failure !== null && lastWords !== null) failure = `${failure}; it said: ${lastWords}`;
  return { steps: [...steps.values()], contextBytes, failure };
}

function bytesOf(said: string): number | null {
  const [, amount, unit = ""] = /^transferring context: ([\d.]+)([kKMG]?B)\b/.exec(said) ?? [];
  return amount === undefined ? null : Math.round(Number(amount) * (UNITS[unit] ?? 1));
}
