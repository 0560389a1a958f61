import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isInstalled, type Missing } from "../tools.js";
import { RECIPES, type Recipe } from "./recipes.js";

/** Names of the images that stand for bases here, by the names of their recipes. */
export type Bases = ReadonlyMap<string, string>;

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const GIVEN = "usr/local/share/ca-certificates";
const TRIMMED = [
  "./var/cache/apt/archives/*.deb",
  "./var/cache/apt/*.bin",
  "./var/lib/apt/lists/*",
  "./var/log/*",
  "./usr/share/doc/*",
  "./usr/share/locale/*",
  "./usr/share/man/*",
  "./dev/*",
];
/** As in the images that Debian publishes: no lists and archives stay behind, no documentation is unpacked. */
const SETTINGS: Readonly<Record<string, string>> = {
  "etc/apt/apt.conf.d/docker-clean": `DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
`,
  "etc/apt/apt.conf.d/docker-no-languages": 'Acquire::Languages "none";\n',
  "etc/dpkg/dpkg.cfg.d/docker":
    "path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\npath-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\n",
};
const run = promisify(execFile);
const LARGEST = 2 ** 26;

/** The last line of what a program said when it failed: why the bases are missing. */
function reason(program: string, error: unknown): Missing {
  const said = String((error as { stderr?: string }).stderr || error)
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "");
  return { because: `${program} failed: ${said.at(-1) ?? "no word"}` };
}

/**
 * Makes the bases that are not in the engine yet, and keeps them there under names of their own (`docker image ls 'seaworthy-base/*'`):
 * the first run takes minutes, later ones a question each. They need Debian's mirror and the npm registry.
 */
export async function makeBases(address: string, wanted: readonly string[]): Promise<Bases | Missing> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return { because: "bases are made by root on Linux" };
  for (const program of ["docker", "debootstrap"]) {
    if (!isInstalled(program)) return { because: `${program} is not installed` };
  }
  const docker = async (...args: string[]) =>
    (await run("docker", args, { env: { ...process.env, DOCKER_HOST: address, DOCKER_BUILDKIT: "0" }, maxBuffer: LARGEST }))
      .stdout;
  const made = new Map<string, string>();
  const recipes = RECIPES.filter(({ name }) => needed(wanted).has(name));
  for (const recipe of recipes) {
    const tag = tagOf(recipe);
    const there = await docker("image", "inspect", tag).then(
      () => true,
      () => false,
    );
    if (!there) {
      const root = mkdtempSync(join(tmpdir(), "seaworthy-base-"));
      try {
        console.info(`making ${tag} (kept in the engine: \`docker image rm\` removes it)`);
        if (recipe.from === null) await bootstrap(root, recipe, tag, docker);
        else await build(root, recipe, tag, docker);
      } catch (error) {
        return reason(recipe.from === null ? "debootstrap" : `building ${recipe.name}`, error);
      } finally {
        rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    }
    made.set(recipe.name, tag);
  }
  return made;
}

/** The names of recipes and of those that they build on. */
function needed(wanted: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string): void => {
    const recipe = RECIPES.find((one) => one.name === name);
    if (!recipe) throw new Error(`no recipe of a base: ${name}`);
    names.add(name);
    if (recipe.from !== null) add(recipe.from);
  };
  wanted.forEach(add);
  return names;
}

/** Named by all that goes into it: another recipe is another image. */
export function tagOf(recipe: Recipe): string {
  const from = RECIPES.find(({ name }) => name === recipe.from);
  const hash = createHash("sha256")
    .update(JSON.stringify([recipe, from ? tagOf(from) : [TRIMMED, SETTINGS, GIVEN]]))
    .digest("hex");
  return `seaworthy-base/${recipe.name}:${hash.slice(0, 12)}`;
}

type Docker = (...args: string[]) => Promise<string>;

function labels(recipe: Recipe): readonly (readonly [string, string])[] {
  return [
    ["seaworthy.stand-in-for", recipe.publicNames.join(" ")],
    ["seaworthy.stand-in", recipe.standIn],
  ];
}

async function bootstrap(root: string, recipe: Recipe, tag: string, docker: Docker): Promise<void> {
  const system = join(root, "root");
  await run("debootstrap", ["--variant=minbase", "bookworm", system], { maxBuffer: LARGEST });
  if (existsSync(CERTIFICATES)) {
    mkdirSync(join(system, "etc/ssl/certs"), { recursive: true });
    await copyFile(CERTIFICATES, join(system, "etc/ssl/certs/ca-certificates.crt"));
    // Debian's own certificates, when a package brings them, are put together with these.
    mkdirSync(join(system, GIVEN), { recursive: true });
    await copyFile(CERTIFICATES, join(system, GIVEN, "given.crt"));
  }
  for (const [path, text] of Object.entries(SETTINGS)) writeFileSync(join(system, path), text);
  const archive = join(root, "root.tar");
  await run("tar", ["-C", system, ...TRIMMED.map((path) => `--exclude=${path}`), "-cf", archive, "."]);
  const changes = [recipe.lines, ...labels(recipe).map(([key, value]) => `LABEL ${key}="${value}"`)];
  await docker("import", ...changes.flatMap((change) => ["-c", change]), archive, tag);
}

async function build(root: string, recipe: Recipe, tag: string, docker: Docker): Promise<void> {
  for (const [folder, name] of Object.entries(recipe.packages)) {
    const into = join(root, folder);
    mkdirSync(into);
    await run("npm", ["pack", "--silent", "--pack-destination", into, name], { cwd: root, maxBuffer: LARGEST });
    const [archive = ""] = readdirSync(into);
    await run("tar", ["-xzf", join(into, archive), "-C", into, "--strip-components=1", "--no-same-owner"]);
    rmSync(join(into, archive));
  }
  for (const [name, text] of Object.entries(recipe.files)) writeFileSync(join(root, name), text, { mode: 0o755 });
  const from = RECIPES.find(({ name }) => name === recipe.from);
  writeFileSync(join(root, "Dockerfile"), `FROM ${from ? tagOf(from) : "scratch"}\n${recipe.lines}\n`);
  const label = labels(recipe).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
  await docker("build", "--quiet", "--network=host", ...label, "-t", tag, root);
}
