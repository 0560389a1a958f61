import { caseless } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import type { Language } from "./app.js";

const SOURCE: Readonly<Record<Exclude<Language, "unknown">, RegExp>> = {
  node: /\.(?:[cm]?[jt]s|[jt]sx|svelte\.ts)$/,
  python: /\.py$/,
  go: /\.go$/,
  java: /\.(?:java|kt)$/,
  ruby: /\.rb$/,
  php: /\.php$/,
  dotnet: /\.(?:cs|fs)$/,
  rust: /\.rs$/,
  static: /\.(?:html|css)$/,
};

const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|site-packages|\.venv|venv|__pypackages__|\.git|\.next|\.nuxt|\.output|\.svelte-kit|\.yarn|\.pnpm-store|\.gradle|\.mvn|\.tox|\.idea|\.vscode|\.github|\.devcontainer)\//;
const BUILT = /(?:^|\/)(?:dist|build|out|target|coverage|generated|__generated__|gen|\.turbo)\//;
const TESTS = caseless(
  hinted(
    "test mock spec e2e cypress playwright fixture example sample demo bench stor doc i18n locale",
    () =>
      /(?:^|\/)(?:tests?(?:_\w+)?|__tests__|__mocks__|mocks?|specs?|e2e|cypress|playwright|fixtures?|testdata|test-utils|testing|testutils?|examples?|samples?|demos?|bench(?:mark)?s?|stories|storybook|\.storybook|docs?|documentation|integration-tests?|i18n|locales?)\/|(?:^|\/)src\/(?:test|integrationtest|testfixtures)\//,
  ),
);
const TEST_FILES = hinted(
  "test Test spec e2e stories mock bench .cy. IT.java",
  () =>
    /(?:\.(?:test|spec|e2e-spec|e2e|stories|mock|bench|cy)\.[\w.]+|_test\.go|(?:^|\/)test_[^/]*\.py|_test\.py|(?:^|\/)conftest\.py|(?:^|\/)tests?\.py|Tests?\.(?:java|kt|cs)|IT\.java)$/,
);
const GENERATED = hinted(
  ".min. .d. bundle.js _pb .pb. _gen.go .gen.",
  () =>
    /(?:\.min\.[cm]?js|\.d\.[cm]?ts|[.-]bundle\.js|_pb2(?:_grpc)?\.pyi?|_pb\.[jt]s|_grpc_pb\.js|\.pb\.go|\.pb\.gw\.go|_gen\.go|\.gen\.[jt]s)$/,
);
const TOOLING = caseless(
  hinted(
    ".config. eslintrc gruntfile gulpfile jest. karma noxfile setup fabfile settings/ script tool hack migration alembic seed benchmark misc playground sandbox webpack .husky",
    () =>
      /(?:^|\/)(?:[\w.-]*\.config\.[cm]?[jt]s|\.?eslintrc[\w.]*|gruntfile\.[jt]s|gulpfile[\w.]*|jest\.[\w.]*|karma[\w.]*|noxfile\.py|setup\.py|fabfile\.py|next\.config\.\w+|settings\/(?:dev|development|local|test|ci)\.py)$|(?:^|\/)(?:scripts?|tools?|hack|migrations?|alembic|seeds?|seeders?|benchmarks?|misc|playground|sandbox|config\/webpack|\.husky)\//,
  ),
);
const BROWSER = hinted("public static assets wwwroot www", () => /(?:^|\/)(?:public|static|assets|wwwroot|staticfiles|www)\//);
/** TypeScript below these is the server's: `pages/api/public/health.ts` answers at /api/public/health. */
const ROUTED = /(?:^|\/)(?:api|routes?|controllers?|handlers?)\/(?:[^/]+\/)*[^/]+\.[cm]?tsx?$/;

/** Folders that the Go tools leave out of `./...`. */
const GO_IGNORES = /(?:^|\/)_[^/]*\//;

/** Whether a path holds code that the program itself is made of: not vendored, built, generated, a test, an example, a build script or browser assets. */
export function isProgramSource(path: string, language: Language): boolean {
  if (language === "unknown" || !SOURCE[language].test(path)) return false;
  if (VENDORED.test(path) || GENERATED.test(path) || TEST_FILES.test(path)) return false;
  const main = language === "java" ? path.indexOf("src/main/") : -1; // package names below it may be any word
  if (TESTS.test(main < 0 ? path : path.slice(0, main)) || TOOLING.test(main < 0 ? path : path.slice(0, main))) return false;
  if (language === "go" ? GO_IGNORES.test(path) : BUILT.test(path)) return false;
  return language !== "node" || !BROWSER.test(path) || ROUTED.test(path);
}

/** Whether a path lies in other people's or built code, where no manifest of the app is. */
export function isForeign(path: string): boolean {
  return VENDORED.test(path) || BUILT.test(path);
}

const LANGUAGES = Object.keys(SOURCE) as Exclude<Language, "unknown">[];
/** Any of those. */
const ANY_SOURCE = new RegExp(
  Object.values(SOURCE)
    .map(({ source }) => source)
    .join("|"),
);

/** The language of a source file, tests and tools among them: used to tell which language a tree is written in. */
export function sourceLanguage(path: string): Exclude<Language, "unknown"> | null {
  // A tree has many paths that are no source of any language.
  if (!ANY_SOURCE.test(path) || VENDORED.test(path) || BUILT.test(path)) return null;
  return LANGUAGES.find((language) => SOURCE[language].test(path)) ?? null;
}

export function relativeTo(root: string, path: string): string {
  const base = rootPrefix(root);
  return path.startsWith(base) ? path.slice(base.length) : path;
}

/** "" for the project root, else the folder with a slash at its end. */
export function rootPrefix(root: string): string {
  const bare = root.replace(/^\.\/+/, "").replace(/\/+$/, "");
  return bare === "" || bare === "." ? "" : `${bare}/`;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `a/b/../c/./d` → `a/c/d`; null when it leaves the project. */
export function normalized(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.length === 0) return null;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join("/");
}
