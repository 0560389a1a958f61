/** Programs that build others, by the name of their file: what an image holds of them besides packages. */
export const SOURCE = "the tools' own documentation; the file lists of their official images";
export const AS_OF = "2026-11-27";

export type BuildProgram = "compiler" | "build tool" | "SDK";

const PROGRAMS: ReadonlyMap<string, BuildProgram> = new Map([
  ...all(
    "compiler",
    "gcc cc c++ g++ clang clang++ tcc gfortran go gccgo rustc cargo ghc kotlinc scalac nvcc swiftc zig ocamlopt crystal nim dmd erlc fpc",
  ),
  ...all("build tool", "make gmake cmake ninja meson bazel bazelisk autoconf automake mvn gradle sbt ant lein msbuild"),
]);

function all(kind: BuildProgram, names: string): (readonly [string, BuildProgram])[] {
  return names.split(" ").map((name) => [name, kind] as const);
}

/** Names of files that may be such programs. */
export const BUILD_PROGRAMS: readonly string[] = [...PROGRAMS.keys()];

/** Kits whose folder alone tells: the compiler in it is a library that the runtime's own program loads. */
export const SDK_FOLDERS: readonly string[] = [
  "/usr/share/dotnet/sdk",
  "/usr/lib/dotnet/sdk",
  "/usr/lib64/dotnet/sdk",
  "/opt/dotnet/sdk",
];

const FOLDERS = /^(?:\/usr)?(?:\/local)?\/bin\/|^\/(?:usr\/local|usr\/lib|usr\/share|opt|root|home)\/(?:[^/]+\/){1,4}bin\/[^/]+$/;
/** Programs of these names that build nothing: Erlang's runtime calls its own compiler. */
const INSIDE_RUNTIMES = /\/(?:erlang|elixir|otp|node_modules|site-packages|dist-packages|gems)\//;

/** What a file of this path is for, when that is building and it can be started. */
export function buildProgram(path: string): BuildProgram | null {
  if (!FOLDERS.test(path) || INSIDE_RUNTIMES.test(path)) return null;
  return PROGRAMS.get(path.slice(path.lastIndexOf("/") + 1)) ?? null;
}

/** Package managers of languages: they fetch and build, and nothing that serves calls them. */
export const LANGUAGE_MANAGERS: readonly string[] =
  "npm npx yarn yarnpkg pnpm pnpx corepack bunx pip pip3 pipx pipenv poetry pdm uv uvx conda mamba micromamba composer cpan cpanm nuget rebar3 mix".split(
    " ",
  );

/** Whether a file of this path is a package manager that can be started. */
export function isLanguageManager(path: string): boolean {
  return /^(?:\/usr)?(?:\/local)?\/bin\/[^/]+$|^\/(?:opt|root|home|venv|\.venv|app)\/(?:[^/]+\/){0,4}bin\/[^/]+$/.test(path);
}

/** Packages of Python that check and test code. */
const PYTHON_DEVELOPMENT =
  /^(?:pytest|pytest-(?:cov|asyncio|mock|django|xdist|env|timeout|randomly|sugar|html)|tox|nox|mypy|flake8|pylint|black|isort|ruff|pre-commit|bandit|autopep8|yapf|pyright|pyflakes|pycodestyle|pydocstyle|coverage|hypothesis|factory-boy|ipdb|pdbpp|pudb|sphinx|twine|bump2version|types-[a-z0-9-]+)$/;

/** Whether a Python package is made for developing. `name` in any of its writings. */
export function isPythonDevelopment(name: string): boolean {
  return PYTHON_DEVELOPMENT.test(name.toLowerCase().replaceAll(/[-_.]+/g, "-"));
}
