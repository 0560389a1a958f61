import { isAbsolute, resolve } from "node:path";
import { causeOfWriting, type FailOn, PLAIN, readBaseline, type TextOptions, UsageError, writeOutput } from "../api.js";
import { nearest } from "../core/nearest.js";
import { type World, wantsColour } from "./world.js";

/** A format that was asked for, and the file that it goes into; null: the standard output. */
export interface Wanted<F extends string> {
  readonly format: F;
  readonly file: string | null;
}

/** Turns a refusal of the file system into one line for the person who chose the file. */
export function written<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${causeOfWriting(error)}`);
  }
}

/** How a text is printed; colour goes into a file only where it is asked for. */
export async function textOptions(toTerminal: boolean, options: Record<string, unknown>, world: World): Promise<TextOptions> {
  const flag = options.color as boolean | undefined;
  const coloured = toTerminal ? wantsColour(world, flag) : flag === true;
  return {
    ink: coloured ? (await import("picocolors")).default.createColors(true) : PLAIN,
    width: toTerminal ? world.stdout.columns : 120,
    verbose: options.verbose === true,
    advice: options.advice === true,
  };
}

/** A path as the caller means it. */
export function pathFrom(world: World, path: string): string {
  return isAbsolute(path) ? path : resolve(world.cwd, path);
}

/** What every command that judges takes out of its options. Throws UsageError for names that are none and a baseline that is not there. */
export function judging(options: Record<string, unknown>, world: World) {
  const { config } = options;
  return {
    cwd: world.cwd,
    env: world.env,
    only: names(options.only, "--only"),
    skip: names(options.skip, "--skip"),
    strict: options.strict === true,
    ...(options.failOn ? { failOn: options.failOn as FailOn } : {}),
    ...(config === false ? { config: null } : typeof config === "string" ? { config: pathFrom(world, config) } : {}),
    ...(options.baseline ? { baseline: readBaseline(pathFrom(world, options.baseline as string)) } : {}),
  };
}

/** The formats that were asked for, by `--format` and `--output`. */
export function formatsOf<F extends string>(formats: readonly F[], options: Record<string, unknown>, world: World) {
  return wantedFormats(formats, list(options.format), (options.output as string | undefined) ?? null, world.cwd);
}

/** Writes each format to where it goes. */
export async function put<F extends string>(
  wanted: readonly Wanted<F>[],
  options: Record<string, unknown>,
  world: World,
  render: (format: F, text: TextOptions) => Promise<Iterable<string>>,
): Promise<void> {
  for (const { format, file } of wanted) {
    const pieces = await render(format, await textOptions(file === null, options, world));
    if (file !== null) written(file, () => writeOutput(pathFrom(world, file), pieces));
    else for (const piece of pieces) await world.stdout.write(piece);
  }
}

export function list(given: unknown): readonly string[] {
  return (given as readonly string[] | undefined) ?? [];
}

/** Names out of `a,b` and repeated options. An option that names nothing is refused: it would ask for everything. */
export function names(given: unknown, option: string): readonly string[] {
  if (given === undefined) return [];
  const found = list(given).flatMap((one) => one.split(",").map((name) => name.trim()));
  if (found.every((name) => name === "")) throw new UsageError(`${option} names no item or rule`);
  return found.filter((name) => name !== "");
}

/** `--format text --format sarif=out.sarif --output report.txt`: at most one format goes where no file is named. */
export function wantedFormats<F extends string>(
  formats: readonly F[],
  given: readonly string[],
  output: string | null,
  cwd: string,
): readonly Wanted<F>[] {
  const wanted = (given.length > 0 ? given : ["text"]).map((one): Wanted<F> => {
    const [name = "", ...rest] = one.split("=");
    const format = formats.find((known) => known === name);
    if (!format) {
      const meant = nearest(name, formats);
      throw new UsageError(
        `no format is named \`${name}\`: ${meant ? `did you mean \`${meant}\`?` : `there are ${formats.join(", ")}`}`,
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
