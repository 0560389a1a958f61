import { remembered } from "../../core/kept.js";

/** What kind of thing a path is that a build should not send. */
export type WouldBeGroup = "vcs" | "secrets" | "dependencies" | "caches" | "builds" | "clutter";

/** The languages, as the app model names them, in whose projects a path turns up; null: in any. */
export type Ecosystem = "node" | "python" | "go" | "java" | "ruby" | "php" | "dotnet" | "rust" | null;

/** Something that a working copy commonly holds, whether or not this clone has it now: same commit, same verdict. */
export interface WouldBe {
  /** As a person would write it into a .dockerignore. */
  readonly name: string;
  readonly group: WouldBeGroup;
  readonly ecosystem: Ecosystem;
  /** What it is, for messages: "installed packages". */
  readonly what: string;
  /** Paths that stand for it, relative to the folder of the app. It is kept out only when all of them are; a folder's stand inside it, since `x/**` is as good as `x`. */
  readonly samples: readonly string[];
  /** Turns up at the root of the repository, not of each app. */
  readonly atRepository: boolean;
}

type Row = readonly [name: string, what: string, samples?: readonly string[]];

function rows(group: WouldBeGroup, ecosystem: Ecosystem, atRepository: boolean, list: readonly Row[]): readonly WouldBe[] {
  return list.map(([name, what, samples]) => ({ name, group, ecosystem, what, samples: samples ?? [name], atRepository }));
}

function folder(name: string, file: string): readonly string[] {
  return [`${name}/${file}`];
}

/**
 * The fixed list. Its sources: what the .gitignore templates of each language name, and what secret scanners look for by name.
 * `vendor` and lockfiles are not on it: a build may need them. Documentation and tests are clutter: they cost time and bytes, not
 * safety. `name` holds no `**`; a rule that writes a .dockerignore adds it where the app lies below the context.
 */
export const WOULD_BE: readonly WouldBe[] = [
  ...rows("vcs", null, true, [[".git", "the whole history of the repository", [".git/config", ".git/objects/pack/pack-1.pack"]]]),
  ...rows("secrets", null, false, [
    [".env", "environment variables with credentials"],
    [".env.local", "environment variables of one machine"],
    [".env.production", "environment variables of production"],
    ["*.pem", "certificates and private keys", ["server.pem", "private.pem"]],
    ["*.key", "private keys", ["server.key", "private.key"]],
    ["*.p12", "key stores", ["client.p12"]],
    ["*.pfx", "key stores", ["server.pfx"]],
    ["id_rsa", "an SSH key"],
    [".aws", "cloud credentials", [".aws/credentials"]],
    ["service-account.json", "a cloud service account's key"],
    ["terraform.tfstate", "infrastructure state, which holds secrets in the clear"],
  ]),
  ...rows("secrets", "node", false, [[".npmrc", "a registry token"]]),
  ...rows("secrets", "python", false, [[".pypirc", "a package index password"]]),
  ...rows("dependencies", "node", false, [["node_modules", "installed packages", folder("node_modules", "express/index.js")]]),
  ...rows("dependencies", "python", false, [
    [".venv", "a virtual environment", folder(".venv", "lib/python3.12/site-packages/pip/__init__.py")],
    ["venv", "a virtual environment", folder("venv", "lib/python3.12/site-packages/pip/__init__.py")],
  ]),
  ...rows("caches", "python", false, [
    ["__pycache__", "compiled modules", folder("__pycache__", "app.cpython-312.pyc")],
    [".pytest_cache", "a test cache", folder(".pytest_cache", "v/cache/lastfailed")],
    [".mypy_cache", "a type checker's cache", folder(".mypy_cache", "3.12/app.data.json")],
    [".coverage", "coverage data"],
  ]),
  ...rows("caches", "node", false, [
    ["coverage", "coverage reports", folder("coverage", "lcov.info")],
    [".nyc_output", "coverage data", folder(".nyc_output", "1.json")],
    [".next/cache", "a build cache", [".next/cache/webpack/client.pack"]],
  ]),
  ...rows("caches", "java", false, [[".gradle", "a build cache", folder(".gradle", "8.5/checksums.lock")]]),
  ...rows("builds", "node", false, [["dist", "an earlier build", folder("dist", "index.js")]]),
  ...rows("builds", "python", false, [
    ["dist", "an earlier build", folder("dist", "app-1.0.tar.gz")],
    ["build", "an earlier build", folder("build", "lib/app.py")],
  ]),
  ...rows("builds", "java", false, [
    ["target", "an earlier build", folder("target", "classes/App.class")],
    ["build", "an earlier build", folder("build", "classes/java/main/App.class")],
  ]),
  ...rows("builds", "rust", false, [["target", "an earlier build", folder("target", "release/deps/app.d")]]),
  ...rows("builds", "dotnet", false, [
    ["bin", "an earlier build", folder("bin", "Release/net8.0/App.dll")],
    ["obj", "an earlier build", folder("obj", "project.assets.json")],
  ]),
  ...rows("clutter", null, true, [
    [".github", "workflows", folder(".github", "workflows/ci.yml")],
    [".vscode", "settings of an editor", folder(".vscode", "settings.json")],
    [".idea", "settings of an editor", folder(".idea", "workspace.xml")],
  ]),
  ...rows("clutter", null, false, [
    ["*.md", "documentation", ["README.md"]],
    ["tests", "tests", folder("tests", "test_app.py")],
    ["docker-compose*.yml", "Compose files", ["docker-compose.yml", "docker-compose.override.yml"]],
    ["Dockerfile*", "Dockerfiles", ["Dockerfile"]],
  ]),
];

export interface WouldBeSubject {
  /** Whether the context is the root of the repository: only then does it hold .git. */
  readonly holdsGit: boolean;
  readonly ecosystems: ReadonlySet<string>;
}

/** The part of the list that concerns a context. */
export function wouldBeOf({ holdsGit, ecosystems }: WouldBeSubject): readonly WouldBe[] {
  return partOf([String(holdsGit), ...ecosystems].join(" "));
}

/** There are few kinds of context. */
const partOf = remembered((key: string): readonly WouldBe[] => {
  const [git, ...ecosystems] = key.split(" ");
  return WOULD_BE.filter(
    ({ ecosystem, group }) => (ecosystem === null || ecosystems.includes(ecosystem)) && (group !== "vcs" || git === "true"),
  );
}, 100);
