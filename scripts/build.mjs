// Builds packages/seaworthy/dist: the command's bundle, the library, its types.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const home = join(root, "packages/seaworthy");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
const dist = join(home, "dist");

/** One bundled library is CommonJS and asks for node's own modules by require, which a module has not. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The library of the command line loads it for commands that are programs of their own: there are none, and it costs milliseconds. */
const WITHOUT_CHILD_PROCESS = {
  name: "without-child-process",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes("commander") ? { path, namespace: "nothing" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
  },
};

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
    build({
      ...common,
      entryPoints: [join(home, "src/cli/process.ts")],
      outfile: join(dist, "cli.cjs"),
      format: "cjs",
      // Names stay as they are: crash reports are read by people, and to keep them beside short ones costs time at each start.
      minifyWhitespace: true,
      minifySyntax: true,
      plugins: [WITHOUT_CHILD_PROCESS],
    }),
    build({
      ...common,
      entryPoints: [join(home, "src/api.ts")],
      outfile: join(dist, "api.js"),
      format: "esm",
      banner: { js: REQUIRE },
    }),
  ]);
  // A text with one letter beyond ASCII takes twice the memory, and time at each start; only expressions can hold any.
  if (/[^\0-\x7f]/.test(readFileSync(join(dist, "cli.cjs"), "utf8")))
    throw new Error("a regular expression holds a letter beyond ASCII: write it as \\u and its number");
  writeFileSync(join(dist, "NOTICES.txt"), notices([cli.metafile, library.metafile]));
  copyFileSync(join(home, "src/cli/bin.cjs"), join(dist, "bin.cjs"));
  chmodSync(join(dist, "bin.cjs"), 0o755);
  copyFileSync(join(root, "README.md"), join(home, "README.md"));
  mkdirSync(join(dist, "schema"));
  for (const name of ["config.json", "report.json"]) copyFileSync(join(root, "docs/schema", name), join(dist, "schema", name));
  const types = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", join(home, "tsconfig.types.json")], { stdio: "inherit" });
  if (types.status !== 0) throw new Error("the types do not build");
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
