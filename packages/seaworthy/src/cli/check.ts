import { isAbsolute, resolve } from "node:path";
import pc from "picocolors";
import {
  type Checked,
  causeOfWriting,
  check,
  exitCode,
  FORMATS,
  type Format,
  type Level,
  readBaseline,
  rendered,
  type TextOptions,
  UsageError,
  writeBaseline,
  writeOutput,
} from "../api.js";
import { nearest } from "../core/nearest.js";
import { progressLine } from "./progress.js";
import { type World, wantsColour } from "./world.js";

interface Wanted {
  readonly format: Format;
  readonly file: string | null;
}

/** `seaworthy check`. */
export async function runCheck(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = wantedFormats(list(options.format), (options.output as string | undefined) ?? null, world.cwd);
  const at = (path: string) => (isAbsolute(path) ? path : resolve(world.cwd, path));
  const baseline = options.baseline ? readBaseline(at(options.baseline as string)) : undefined;
  const progress = progressLine(world);
  const config = options.config === false ? null : typeof options.config === "string" ? at(options.config) : undefined;
  let checked: Checked;
  try {
    checked = await check({
      cwd: world.cwd,
      paths,
      composeFiles: list(options.file),
      services: list(options.service),
      only: names(options.only, "--only"),
      skip: [...names(options.skip, "--skip"), ...(options.shellcheck === false ? ["craft/shellcheck"] : [])],
      env: world.env,
      strict: options.strict === true,
      ...(options.failOn ? { failOn: options.failOn as Level } : {}),
      all: options.all === true,
      ...(config === undefined ? {} : { config }),
      ...(baseline ? { baseline } : {}),
      onService: progress.step,
    });
  } finally {
    progress.done();
  }
  const { report } = checked;
  for (const { format, file } of wanted) {
    const pieces = await rendered(checked, format, textOptions(file === null, options, world));
    if (file !== null) written(file, () => writeOutput(at(file), pieces));
    else for (const piece of pieces) await world.stdout.write(piece);
  }
  if (options.writeBaseline) {
    const count = written(options.writeBaseline as string, () => writeBaseline(at(options.writeBaseline as string), report));
    const what = count === 1 ? "1 finding is" : `${count} findings are`;
    world.stderr.write(`${what} written to ${options.writeBaseline} as known\n`);
    const code = exitCode(report, "error", false);
    return code >= 2 ? code : 0;
  }
  return exitCode(report, checked.failOn, checked.strict);
}

/** Turns a refusal of the file system into one line for the person who chose the file. */
function written<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${causeOfWriting(error)}`);
  }
}

/** How a text is printed; colour goes into a file only where it is asked for. */
function textOptions(toTerminal: boolean, options: Record<string, unknown>, world: World): TextOptions {
  const flag = options.color as boolean | undefined;
  return {
    ink: pc.createColors(toTerminal ? wantsColour(world, flag) : flag === true),
    width: toTerminal ? world.stdout.columns : 120,
    verbose: options.verbose === true,
    advice: options.advice === true,
  };
}

function list(given: unknown): readonly string[] {
  return (given as readonly string[] | undefined) ?? [];
}

/** Names out of `a,b` and repeated options. An option that names nothing is refused: it would ask for everything. */
function names(given: unknown, option: string): readonly string[] {
  if (given === undefined) return [];
  const found = list(given).flatMap((one) => one.split(",").map((name) => name.trim()));
  if (found.every((name) => name === "")) throw new UsageError(`${option} names no item or rule`);
  return found.filter((name) => name !== "");
}

/** `--format text --format sarif=out.sarif --output report.txt`: at most one format goes where no file is named. */
function wantedFormats(given: readonly string[], output: string | null, cwd: string): readonly Wanted[] {
  const wanted = (given.length > 0 ? given : ["text"]).map((one): Wanted => {
    const [name = "", ...rest] = one.split("=");
    const format = FORMATS.find((known) => known === name);
    if (!format) {
      const meant = nearest(name, FORMATS);
      throw new UsageError(
        `no format is named \`${name}\`: ${meant ? `did you mean \`${meant}\`?` : `there are ${FORMATS.join(", ")}`}`,
      );
    }
    if (one.endsWith("=")) throw new UsageError(`--format \`${one}\` names no file`);
    return { format, file: rest.length > 0 ? rest.join("=") : null };
  });
  if (output === "") throw new UsageError("--output names no file");
  const loose = wanted.filter((one) => one.file === null);
  if (loose.length > 1)
    throw new UsageError(
      `${loose.length} formats would go to the same place: give all but one a file, as in --format sarif=out.sarif`,
    );
  if (output !== null && loose.length === 0)
    throw new UsageError("--output has no format left to write: each --format has a file of its own");
  const placed = wanted.map((one) => (one.file === null && output !== null ? { ...one, file: output } : one));
  const taken = new Set<string>();
  for (const { file } of placed) {
    if (file === null) continue;
    const full = resolve(cwd, file);
    if (taken.has(full)) throw new UsageError(`two formats would go into \`${file}\`: give each a file of its own`);
    taken.add(full);
  }
  return placed;
}
