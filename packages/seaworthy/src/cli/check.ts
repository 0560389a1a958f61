import {
  type Checked,
  type CheckOptions,
  check,
  checkWithImages,
  exitCode,
  FORMATS,
  type ImageOptions,
  MOST_STDIN_BYTES,
  rendered,
  textFromStdin,
  UsageError,
  writeBaseline,
} from "../api.js";
import { tellEngine } from "./engine-flags.js";
import { formatsOf, judging, list, pathFrom, put, written } from "./options.js";
import { imageProgress, progressLine } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy check`. */
export async function runCheck(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = formatsOf(FORMATS, options, world);
  const judged = judging(options, world);
  const changedSince = options.changedSince as string | undefined;
  if (changedSince !== undefined && options.writeBaseline)
    throw new UsageError("--write-baseline takes in all findings: leave out --changed-since");
  const stdin = await stdinOf(paths, options, world);
  const progress = progressLine(world);
  const images = list(options.image);
  const trialRecords = list(options.trialRecord);
  let checked: Checked;
  try {
    const asked = {
      ...judged,
      ...(stdin ? { stdin } : { paths }),
      composeFiles: list(options.file),
      services: list(options.service),
      skip: [...judged.skip, ...(options.shellcheck === false ? ["craft/shellcheck"] : [])],
      all: options.all === true,
      ...(changedSince === undefined ? {} : { changedSince }),
      onService: (done: number, all: number) => {
        if (done === 0) tellEngine(all);
        progress.step(done, all);
      },
      fixes: wanted.some(({ format }) => format === "json" || format === "sarif"),
    };
    checked =
      images.length + trialRecords.length === 0
        ? await check(asked)
        : await withImages(asked, { images, trialRecords }, options, world);
  } finally {
    progress.done();
  }
  const { report } = checked;
  await put(wanted, options, world, (format, text) => rendered(checked, format, text));
  if (options.writeBaseline) {
    const file = options.writeBaseline as string;
    const count = written(file, () => writeBaseline(pathFrom(world, file), report));
    const what = count === 1 ? "1 finding is" : `${count} findings are`;
    world.stderr.write(`${what} written to ${file} as known\n`);
    const code = exitCode(report, "error", false);
    return code >= 2 ? code : 0;
  }
  return exitCode(report, checked.failOn, checked.strict);
}

/** The text of stdin where `-` asks for it. */
async function stdinOf(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<CheckOptions["stdin"]> {
  const filename = options.stdinFilename as string | undefined;
  if (!paths.includes("-")) {
    if (filename !== undefined) throw new UsageError("--stdin-filename names what comes on stdin: give `-` as the path");
    return undefined;
  }
  if (options.changedSince !== undefined) throw new UsageError("--changed-since compares a repository: it does not go with `-`");
  if (paths.length > 1) throw new UsageError("`-` stands alone: give either one text on stdin, or paths");
  if (world.stdin.isTTY) world.stderr.write("reading a Dockerfile from the terminal; Ctrl-D ends it\n");
  let bytes: Uint8Array;
  try {
    bytes = await world.stdin.read(MOST_STDIN_BYTES);
  } catch (error) {
    throw new UsageError(`stdin cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { text: textFromStdin(bytes), filename: filename ?? null };
}

/** The project with images that were built from it; what their owner should know goes to the standard error. */
async function withImages(
  asked: CheckOptions,
  looked: Pick<ImageOptions, "images" | "trialRecords">,
  options: Record<string, unknown>,
  world: World,
): Promise<Checked> {
  const reading = imageProgress(world, false);
  try {
    const { notes, ...checked } = await checkWithImages({
      ...asked,
      ...looked,
      env: world.env,
      platform: (options.platform as string | undefined) ?? null,
      vex: list(options.vex),
      ...(options.database ? { database: options.database as string } : {}),
      noCache: options.cache === false,
      onProgress: reading.step,
    });
    for (const note of notes) world.stderr.write(`seaworthy: ${note}\n`);
    return checked;
  } finally {
    reading.done();
  }
}
