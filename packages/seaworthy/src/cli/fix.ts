import { isAbsolute, resolve } from "node:path";
import { exitCode, type FailOn, FIX_FORMATS, fix, readBaseline, renderedFix, UsageError, writeOutput } from "../api.js";
import { list, names, textOptions, wantedFormats, written } from "./options.js";
import type { World } from "./world.js";

/** `seaworthy fix`. */
export async function runFix(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = wantedFormats(FIX_FORMATS, list(options.format), (options.output as string | undefined) ?? null, world.cwd);
  if (paths.includes("-")) throw new UsageError("fix changes files: it takes no text from stdin");
  const at = (path: string) => (isAbsolute(path) ? path : resolve(world.cwd, path));
  const config = options.config === false ? null : typeof options.config === "string" ? at(options.config) : undefined;
  const fixed = await fix({
    cwd: world.cwd,
    paths,
    composeFiles: list(options.file),
    services: list(options.service),
    only: names(options.only, "--only"),
    skip: names(options.skip, "--skip"),
    env: world.env,
    strict: options.strict === true,
    ...(options.failOn ? { failOn: options.failOn as FailOn } : {}),
    all: options.all === true,
    review: options.review === true,
    write: options.write === true,
    online: options.online === true,
    ...(config === undefined ? {} : { config }),
    ...(options.baseline ? { baseline: readBaseline(at(options.baseline as string)) } : {}),
  });
  for (const { format, file } of wanted) {
    const text = await renderedFix(fixed, format, await textOptions(file === null, options, world));
    if (file !== null) written(file, () => writeOutput(at(file), [text]));
    else await world.stdout.write(text);
  }
  return exitCode(fixed.report, fixed.failOn, fixed.strict);
}
