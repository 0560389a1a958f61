import type { Manager } from "../shell/packages.js";
import { folderOfInstall, type ManifestInstall } from "./locked-installs.js";
import { folderOf, joinPath } from "./paths.js";
import type { Service } from "./service.js";

/** How a lockfile that is missing can be made: by the package manager itself, in the image as it is when it installs. */
export interface LockfileRecipe {
  readonly manager: Manager;
  /** The manifest, relative to the project. */
  readonly manifest: string;
  /** What is made, relative to the project; the manifest itself where its versions are made exact. */
  readonly makes: string;
  /** The folder that is sent to the build, relative to the project. */
  readonly context: string;
  /** The text of the file that says what is not sent; null: there is none. */
  readonly ignore: string | null;
  readonly args: ReadonlyMap<string, string>;
  /** The Dockerfile up to its install, and then what makes the lockfile: the last stage holds it as `/made`, and nothing else. */
  readonly dockerfile: string;
}

/** What came of it: the lockfile, or pip's report; or why there is none. */
export type MadeLockfile = { readonly text: string } | { readonly because: string };

/**
 * What each manager is told to resolve without installing, and what it writes beside the manifest. Scripts of packages are not run where it can be said; what
 * is run is run in a build.
 */
const MAKERS: Readonly<Partial<Record<Manager, readonly [command: string, file: string]>>> = {
  npm: ["npm install --package-lock-only --ignore-scripts --no-audit --no-fund", "package-lock.json"],
  yarn: ["{ yarn install --mode=update-lockfile || yarn install --ignore-scripts --non-interactive; }", "yarn.lock"],
  pnpm: ["pnpm install --lockfile-only --ignore-scripts", "pnpm-lock.yaml"],
  pipenv: ["pipenv lock", "Pipfile.lock"],
  poetry: ["poetry lock --no-interaction", "poetry.lock"],
  uv: ["uv lock", "uv.lock"],
  pdm: ["pdm lock", "pdm.lock"],
  cargo: ["cargo generate-lockfile", "Cargo.lock"],
  bundler: ["bundle lock", "Gemfile.lock"],
  composer: ["composer update --no-install --no-scripts --no-plugins --no-interaction", "composer.lock"],
};

/** Since pip 22.2 (pip.pypa.io/en/stable/news). */
const PIP = "pip install --dry-run --ignore-installed --quiet --report /seaworthy-made";

/** Options that say where packages come from, or which of them count: what is resolved without them are others. */
const SOURCES =
  /^(?:-i|-f|-c|--(?:registry|userconfig|scope|index|index-url|extra-index-url|default-index|no-index|find-links|trusted-host|proxy|cert|client-cert|pre|prerelease|platform|python-version|only-binary|no-binary|constraint|index-strategy|source))(?:=|$)/;
/** Options by which npm puts up with packages that do not fit each other: it needs them to resolve, too. */
const PUTS_UP = /^--(?:legacy-peer-deps|strict-peer-deps|force)(?:=true)?$/;

/** How the lockfile of an install is made; or why it cannot be. */
export function lockfileRecipe(service: Service, { run, install, locked }: ManifestInstall): LockfileRecipe | string {
  const { dockerfile, context } = service;
  if (locked.kind !== "open" || locked.beside !== null) return "there is a lockfile";
  if (!dockerfile || !context) return "the context of the build is not known";
  if (!run.script || run.instruction.onbuild) return "the install is not read";
  if (install.flags.some((flag) => SOURCES.test(flag))) return "the install has options that say where packages come from";
  if (run.instruction.mounts.some(({ type }) => type === "secret" || type === "ssh"))
    return "the install is given a secret, without which other packages may be found";
  const folder = folderOfInstall(run, install);
  if (folder === null || /['\n]/.test(folder)) return "the folder of the install is not known";
  const { manifest } = locked;
  const made = command(install.manager, install.manifests);
  if (made === null) return `how ${install.manager} makes a lockfile is not known`;
  const [program, file] = made;
  const args = [...service.buildArgs].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const more = install.manager === "npm" ? install.flags.filter((flag) => PUTS_UP.test(flag)) : [];
  // What is mounted may be the manifest itself.
  const { keywordRange, textRange } = run.instruction;
  const mounts = dockerfile.text.slice(keywordRange[1], textRange[0]).trim();
  const steps = [`cd '${folder}'`, [program, ...more].join(" "), ...(file === null ? [] : [`cp ${file} /seaworthy-made`])];
  return {
    manager: install.manager,
    manifest,
    makes: file === null ? manifest : joinPath(folderOf(manifest), file),
    context: context.root,
    ignore: context.ignore?.text ?? null,
    args: new Map(args),
    dockerfile: `${dockerfile.text.slice(0, run.instruction.range[0])}USER 0
RUN ${mounts === "" ? "" : `${mounts} `}${steps.join(" && ")}
FROM scratch
COPY --from=${run.stage.index} /seaworthy-made /made
`,
  };
}

/** null as the file: versions are made exact in the manifest. */
function command(manager: Manager, manifests: readonly string[]): readonly [string, string | null] | null {
  if (manager !== "pip") return MAKERS[manager] ?? null;
  const [list] = manifests;
  if (manifests.length !== 1 || !list || !/^[\w./-]+\.(?:txt|in)$/.test(list)) return null;
  return [`${PIP} -r '${list}'`, null];
}

/** The same manifest gets the same lockfile, whatever else is changed meanwhile. */
export function recipeKey({ manager, manifest }: LockfileRecipe): string {
  return `${manager} ${manifest}`;
}
