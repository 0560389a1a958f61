import { isAbsolute, resolve } from "node:path";
import { exitCode, type FailOn, FORMATS, readBaseline, recordText, rendered, trial, UsageError, writeOutput } from "../api.js";
import { interruption } from "./interrupted.js";
import { list, names, textOptions, wantedFormats, written } from "./options.js";
import { stepLine } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy trial`. */
export async function runTrialCommand(named: string, options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = wantedFormats(FORMATS, list(options.format), (options.output as string | undefined) ?? null, world.cwd);
  const at = (path: string) => (isAbsolute(path) ? path : resolve(world.cwd, path));
  const config = options.config === false ? null : typeof options.config === "string" ? at(options.config) : undefined;
  const record = options.record as string | undefined;
  if (record === "") throw new UsageError("--record names no file");
  const progress = stepLine(world, options.quiet === true);
  const stopping = interruption(world);
  try {
    const done = await trial(named, {
      cwd: world.cwd,
      env: world.env,
      paths: [(options.dir as string | undefined) ?? "."],
      composeFiles: list(options.file),
      only: names(options.only, "--only"),
      skip: names(options.skip, "--skip"),
      strict: options.strict === true,
      ...(options.failOn ? { failOn: options.failOn as FailOn } : {}),
      ...(config === undefined ? {} : { config }),
      ...(options.baseline ? { baseline: readBaseline(at(options.baseline as string)) } : {}),
      ...(options.image ? { image: options.image as string } : {}),
      drills: list(options.drill).flatMap((one) => one.split(",")),
      quick: options.quick === true,
      outside: options.allowOutside === true,
      signal: stopping.signal,
      onStep: progress.step,
    });
    progress.done();
    if (record !== undefined) written(record, () => writeOutput(at(record), recordText(done.trial)));
    for (const note of options.quiet === true ? [] : done.notes) world.stderr.write(`seaworthy: ${note}\n`);
    for (const { format, file } of wanted) {
      const pieces = await rendered(done, format, await textOptions(file === null, options, world));
      if (file !== null) written(file, () => writeOutput(at(file), pieces));
      else for (const piece of pieces) await world.stdout.write(piece);
    }
    return exitCode(done.report, done.failOn, done.strict);
  } catch (error) {
    progress.done();
    return stopping.told(error);
  } finally {
    stopping.done();
  }
}
