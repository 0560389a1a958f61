import { exitCode, FORMATS, rendered, renderedSbom, SBOM_FORMATS, type Scanned, type Scanner, scan } from "../api.js";
import { formatsOf, judging, list, put } from "./options.js";
import { imageProgress } from "./progress.js";
import type { World } from "./world.js";

/** `seaworthy scan`. */
export async function runScan(image: string, options: Record<string, unknown>, world: World): Promise<number> {
  const wanted = formatsOf([...FORMATS, ...SBOM_FORMATS], options, world);
  const progress = imageProgress(world, options.quiet === true);
  let scanned: Scanned;
  try {
    scanned = await scan(image, {
      ...judging(options, world),
      platform: (options.platform as string | undefined) ?? null,
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
  await put(wanted, options, world, (format, text) => {
    const sbom = SBOM_FORMATS.find((one) => one === format);
    if (sbom) return renderedSbom(scanned, sbom);
    return rendered({ report, strict, failOn, config: null, below: "" }, format as (typeof FORMATS)[number], text);
  });
  return exitCode(report, failOn, strict);
}
