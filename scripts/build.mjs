// Builds packages/seaworthy/dist: the command's bundle, the library, its types.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleCommand } from "./bundle-command.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const home = join(root, "packages/seaworthy");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
const dist = join(home, "dist");

/** One bundled library is CommonJS and asks for node's own modules by require, which a module has not. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

export async function buildAll() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const common = {
    bundle: true,
    platform: "node",
    target: "node20",
    legalComments: "none",
    define: { __SEAWORTHY_VERSION__: JSON.stringify(version) },
    logLevel: "warning",
    metafile: true,
    absWorkingDir: root,
  };
  const [cli, library] = await Promise.all([
    bundleCommand(home, join(dist, "cli"), common),
    build({
      ...common,
      entryPoints: [join(home, "src/api.ts")],
      outfile: join(dist, "api.js"),
      format: "esm",
      banner: { js: REQUIRE },
    }),
  ]);
  writeFileSync(join(dist, "NOTICES.txt"), notices([cli.metafile, library.metafile]));
  writeFileSync(join(dist, "bin.cjs"), entry(readFileSync(join(home, "src/cli/bin.cjs"), "utf8"), cli));
  chmodSync(join(dist, "bin.cjs"), 0o755);
  copyFileSync(join(root, "README.md"), join(home, "README.md"));
  mkdirSync(join(dist, "schema"));
  for (const name of ["config.json", "report.json"]) copyFileSync(join(root, "docs/schema", name), join(dist, "schema", name));
  const types = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", join(home, "tsconfig.types.json")], { stdio: "inherit" });
  if (types.status !== 0) throw new Error("the types do not build");
}

/** The entry knows in which file each chunk is, and by what name code that was compiled out of just these files is kept. */
function entry(text, { where, hash }) {
  return text.replace("{ /* WHERE */ }", JSON.stringify(where)).replace("/* BUILD */", hash);
}

/** The licences of the libraries that the bundles hold, as those licences ask. */
function notices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return [...folders]
    .sort()
    .map((path) => {
      const folder = join(root, path);
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      if (!file) throw new Error(`${name} is bundled and brings no licence text`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join("\n----\n\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
