import { caseless, type Pattern } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import { baseName, folderOf } from "./paths.js";

/** Endings that make a file something else than a Dockerfile, whatever stands before them. */
const NOT_DOCKERFILES: ReadonlySet<string> = new Set(
  "dockerignore containerignore md markdown txt rst adoc json yaml yml toml lock snap html css patch diff orig rej bak old swp png svg log sha256 tar gz zip".split(
    " ",
  ),
);
/** Endings of code: `dockerfile.go` is a Go file, `Dockerfile.go` the Dockerfile of a Go program. */
const CODE = /^[a-z][^/]*\.(?:go|js|ts|tsx|jsx|mjs|cjs|py|rb|rs|java|kt|c|h|cpp|php|cs|sh|vim|el|lua|pl|ex|exs|scala|swift)$/;

/** Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.x`, `x.Dockerfile`, `Containerfile`, in any case of letters. */
export function isDockerfileName(path: string): boolean {
  const name = baseName(path);
  const small = name.toLowerCase();
  if (small === "dockerfile") return true;
  const dot = name.lastIndexOf(".");
  if (small.endsWith("~") || (dot >= 0 && (NOT_DOCKERFILES.has(small.slice(dot + 1)) || CODE.test(name)))) return false;
  return /^(?:docker|container)file(?:[._-].+)?$/i.test(name) || /^.+[._-](?:docker|container)file$/i.test(name);
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|erb|ejs|in)$/i;
const FOLDERS: readonly (readonly [Pattern, string])[] = [
  [
    caseless(
      hinted(
        "devcontainer cursor gitpod codesandbox vscode idea replit",
        () => /^\.(?:devcontainer|cursor|gitpod|codesandbox|vscode|idea|replit)$/,
      ),
    ),
    "belongs to a development container",
  ],
  [
    caseless(
      hinted("node_modules bower vendor third", () => /^(?:node_modules|bower_components|vendor|vendored|third[_-]?party)$/),
    ),
    "is vendored code",
  ],
  [
    caseless(
      hinted(
        "test spec e2e cypress playwright",
        () =>
          /^(?:__)?(?:tests?|testing|test[_-](?:data|env|environments?|utils?|apps?)|testdata|spec|e2e|cypress|playwright)(?:__)?$/,
      ),
    ),
    "belongs to tests",
  ],
  [caseless(hinted("bench", () => /^(?:bench|benchmarks?|benchmarking)$/)), "belongs to measurements"],
  [
    caseless(
      hinted(
        "test",
        () => /^(?:integration|e2e|load|unit|smoke|perf|performance|acceptance|functional|system|regression)[_-]?tests?$/,
      ),
    ),
    "belongs to tests",
  ],
  [
    caseless(
      hinted("fixture mock testcases snapshots", () => /^(?:__)?(?:test[_-])?(?:fixtures?|mocks?|testcases|snapshots)(?:__)?$/),
    ),
    "is a test fixture",
  ],
  [
    caseless(
      hinted("example sample demo template boilerplate", () => /^(?:examples?|samples?|demos?|templates?|boilerplates?)$/),
    ),
    "is an example",
  ],
  [caseless(hinted("dev local", () => /^(?:dev|devel|development|local)$/)), "is for development"],
];
const WORDS: readonly (readonly [Pattern, string])[] = [
  [
    caseless(hinted("dev local debug", () => /^(?:dev|devel|develop|development|devcontainer|debug|local)$/)),
    "is named for development",
  ],
  [
    caseless(
      hinted(
        "test e2e ci coverage cypress playwright",
        () => /^(?:tests?|testing|unittests?|e2e|ci|coverage|cypress|playwright)$/,
      ),
    ),
    "is named for tests",
  ],
];

/**
 * Why a Dockerfile is not judged by where it lies and how it is named, or null when it is. Only the path below the project root
 * counts: a root inside `examples/` is no example.
 */
export function becauseOfName(path: string): string | null {
  if (path === "Dockerfile") return null;
  if (TEMPLATE.test(path) || /\{\{|\{%|<%/.test(path)) return "is a template";
  for (const folder of folderOf(path).split("/")) {
    const shown = folder.startsWith(".") ? folder.slice(1) : folder;
    for (const [pattern, because] of FOLDERS)
      if (pattern.test(folder) || (shown !== folder && pattern.test(shown))) return because;
  }
  const name = baseName(path);
  if (name === "Dockerfile") return null;
  const words = name.split(/[._-]/);
  // The word alone: an integration may be a product too.
  if (words.every((word) => /^(?:integration|(?:docker|container)file)$/i.test(word)) && words.length > 1)
    return "is named for tests";
  for (const [pattern, because] of WORDS) if (words.some((word) => pattern.test(word))) return because;
  return null;
}

/** Whether a text is made into a Dockerfile by a template engine: a line of its own, or a base that is filled in. */
export function isTemplateText(text: string): boolean {
  if (!text.includes("{{") && !text.includes("{%") && !text.includes("<%")) return false;
  return /^[ \t]*(?:\{\{|\{%|<%)/m.test(text) || /^[ \t]*FROM\b[^\n]*(?:\{\{|<%)/im.test(text);
}
