import { exitCode, FORMATS, recordText, rendered, trial, UsageError, writeOutput } from "../api.js";
import { interruption } from "./interrupted.js";
import { formatsOf, judging, list, pathFrom, put, written } from "./options.js";
import { stepLine } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy trial`. */
export async function runTrialCommand(named: string, options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = formatsOf(FORMATS, options, world);
  const record = options.record as string | undefined;
  if (record === "") throw new UsageError("--record names no file");
  const progress = stepLine(world, options.quiet === true);
  const stopping = interruption(world);
  try {
    const done = await trial(named, {
      ...judging(options, world),
      paths: [(options.dir as string | undefined) ?? "."],
      composeFiles: list(options.file),
      ...(options.image ? { image: options.image as string } : {}),
      drills: list(options.drill).flatMap((one) => one.split(",")),
      quick: options.quick === true,
      outside: options.allowOutside === true,
      signal: stopping.signal,
      onStep: progress.step,
    });
    progress.done();
    if (record !== undefined) written(record, () => writeOutput(pathFrom(world, record), recordText(done.trial)));
    for (const note of options.quiet === true ? [] : done.notes) world.stderr.write(`seaworthy: ${note}\n`);
    await put(wanted, options, world, (format, text) => rendered(done, format, text));
    return exitCode(done.report, done.failOn, done.strict);
  } catch (error) {
    progress.done();
    return stopping.told(error);
  } finally {
    stopping.done();
  }
}
