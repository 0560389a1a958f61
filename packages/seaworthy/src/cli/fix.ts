import { exitCode, FIX_FORMATS, fix, renderedFix, UsageError } from "../api.js";
import { formatsOf, judging, list, put } from "./options.js";
import type { World } from "./world.js";

/** `seaworthy fix`. */
export async function runFix(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = formatsOf(FIX_FORMATS, options, world);
  if (paths.includes("-")) throw new UsageError("fix changes files: it takes no text from stdin");
  const fixed = await fix({
    ...judging(options, world),
    paths,
    composeFiles: list(options.file),
    services: list(options.service),
    all: options.all === true,
    review: options.review === true,
    write: options.write === true,
    online: options.online === true,
    lockfiles: options.lockfiles === true,
    trialRecords: list(options.trialRecord),
  });
  await put(wanted, options, world, async (format, text) => [await renderedFix(fixed, format, text)]);
  return exitCode(fixed.report, fixed.failOn, fixed.strict);
}
