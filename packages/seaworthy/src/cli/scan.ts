import { isAbsolute, resolve } from "node:path";
import {
  exitCode,
  type FailOn,
  FORMATS,
  readBaseline,
  rendered,
  renderedSbom,
  SBOM_FORMATS,
  type Scanned,
  type Scanner,
  scan,
  writeOutput,
} from "../api.js";
import { list, names, textOptions, wantedFormats, written } from "./options.js";
import { imageProgress } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy scan`. */
export async function runScan(image: string, options: Record<string, unknown>, world: World): Promise<number> {
  const formats = [...FORMATS, ...SBOM_FORMATS];
  const wanted = wantedFormats(formats, list(options.format), (options.output as string | undefined) ?? null, world.cwd);
  const at = (path: string) => (isAbsolute(path) ? path : resolve(world.cwd, path));
  const config = options.config === false ? null : typeof options.config === "string" ? at(options.config) : undefined;
  const progress = imageProgress(world, options.quiet === true);
  let scanned: Scanned;
  try {
    scanned = await scan(image, {
      cwd: world.cwd,
      env: world.env,
      platform: (options.platform as string | undefined) ?? null,
      only: names(options.only, "--only"),
      skip: names(options.skip, "--skip"),
      strict: options.strict === true,
      ...(options.failOn ? { failOn: options.failOn as FailOn } : {}),
      ...(options.baseline ? { baseline: readBaseline(at(options.baseline as string)) } : {}),
      ...(config === undefined ? {} : { config }),
      ...(options.database ? { database: options.database as string } : {}),
      vex: list(options.vex),
      ...(options.with ? { with: options.with as Scanner } : {}),
      ...(options.report ? { report: options.report as string } : {}),
      noCache: options.cache === false,
      onProgress: progress.step,
    });
  } finally {
    progress.done();
  }
  for (const note of options.quiet === true ? [] : scanned.notes) world.stderr.write(`seaworthy: ${note}\n`);
  const { report, strict, failOn } = scanned;
  for (const { format, file } of wanted) {
    const sbom = SBOM_FORMATS.find((one) => one === format);
    const pieces = sbom
      ? await renderedSbom(scanned, sbom)
      : await rendered(
          { report, strict, failOn, config: null, below: "" },
          format as (typeof FORMATS)[number],
          await textOptions(file === null, options, world),
        );
    if (file !== null) written(file, () => writeOutput(at(file), pieces));
    else for (const piece of pieces) await world.stdout.write(piece);
  }
  return exitCode(report, failOn, strict);
}
