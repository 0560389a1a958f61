import { isAbsolute, resolve } from "node:path";
import {
  type Checked,
  check,
  exitCode,
  FORMATS,
  type Level,
  readBaseline,
  rendered,
  writeBaseline,
  writeOutput,
} from "../api.js";
import { list, names, textOptions, wantedFormats, written } from "./options.js";
import { progressLine } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy check`. */
export async function runCheck(paths: readonly string[], options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = wantedFormats(FORMATS, list(options.format), (options.output as string | undefined) ?? null, world.cwd);
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
