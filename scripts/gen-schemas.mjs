import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { createGenerator } from "ts-json-schema-generator";

export const owns = "docs/schema";

/** The schemas of the config (out of the rules and their options) and of the JSON report (out of its types). */
export async function generate() {
  return [
    { path: `${owns}/config.json`, text: written(await configSchema()) },
    { path: `${owns}/report.json`, text: written(reportSchema()) },
  ];
}

async function configSchema() {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-gen-"));
  try {
    await build({
      stdin: {
        contents: 'export { configSchema } from "./config/config-schema.js"; export { RULES } from "./rules/index.js";',
        resolveDir: "packages/seaworthy/src",
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: join(folder, "config.cjs"),
      logLevel: "error",
    });
    const { configSchema: made, RULES } = createRequire(import.meta.url)(join(folder, "config.cjs"));
    return made(RULES);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportSchema() {
  const schema = createGenerator({
    path: "packages/seaworthy/src/core/report.ts",
    tsconfig: "packages/seaworthy/tsconfig.json",
    type: "Report",
    skipTypeCheck: true,
    // A later version may tell more; readers leave what they do not know.
    additionalProperties: true,
  }).createSchema("Report");
  return { $schema: schema.$schema, title: "A report of seaworthy check, schemaVersion 1", ...schema };
}

function written(schema) {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
