import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  attestationsOf,
  type Certified,
  certify,
  exitCode,
  FORMATS,
  recordText,
  rendered,
  UsageError,
  writeOutput,
} from "../api.js";
import { interruption } from "./interrupted.js";
import { formatsOf, judging, list, pathFrom, put, written } from "./options.js";
import { stepLine } from "./progress.js";
import type { World } from "./world.js";

/** Of what could not be built or tried nothing is certified: the run is one of bad input. */
const NOT_ALL = 2;

/** `seaworthy certify`. */
export async function runCertify(dir: string, options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = formatsOf(FORMATS, options, world);
  const attestation = options.attestation as string | undefined;
  const key = options.key as string | undefined;
  if (key !== undefined && attestation === undefined)
    throw new UsageError("--key signs what --attestation writes: name a file there");
  const progress = stepLine(world, options.quiet === true);
  const stopping = interruption(world);
  try {
    const certified = await certify({
      ...judging(options, world),
      paths: [dir],
      composeFiles: list(options.file),
      services: list(options.service),
      ...(options.database ? { database: options.database as string } : {}),
      vex: list(options.vex),
      quick: options.quick === true,
      outside: options.allowOutside === true,
      signal: stopping.signal,
      onStep: progress.step,
    });
    progress.done();
    if (options.record !== undefined) record(certified, pathFrom(world, options.record as string));
    if (attestation !== undefined) {
      const statements = await attestationsOf(certified, key === undefined ? null : { key, cwd: world.cwd });
      written(attestation, () => writeOutput(pathFrom(world, attestation), statements));
    }
    for (const note of options.quiet === true ? [] : certified.notes) world.stderr.write(`seaworthy: ${note}\n`);
    await put(wanted, options, world, (format, text) => rendered(certified, format, text));
    for (const line of certified.failed) world.stderr.write(`seaworthy: ${line}\n`);
    const code = exitCode(certified.report, certified.failOn, certified.strict);
    return certified.failed.length > 0 ? Math.max(code, NOT_ALL) : code;
  } catch (error) {
    progress.done();
    return stopping.told(error);
  } finally {
    stopping.done();
  }
}

function record({ images }: Certified, folder: string): void {
  written(folder, () => {
    mkdirSync(folder, { recursive: true });
    for (const { service, trial } of images)
      if (trial) writeOutput(join(folder, `${service.replaceAll(/[^\w.-]/g, "-")}.json`), recordText(trial));
  });
}
