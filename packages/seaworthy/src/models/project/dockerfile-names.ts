import { caseless, type Pattern } from "../../core/caseless.js";
import { baseName, folderOf } from "./paths.js";

/** Endings that make a file something else than a Dockerfile, whatever stands before them. */
const NOT_DOCKERFILES =
  /\.(?:dockerignore|containerignore|md|markdown|txt|rst|adoc|json|ya?ml|toml|lock|snap|html|css|patch|diff|orig|rej|bak|old|swp|png|svg|log|sha256|tar|gz|zip)$|~$/i;
/** Endings of code: `dockerfile.go` is a Go file, `Dockerfile.go` the Dockerfile of a Go program. */
const CODE = /^[a-z][^/]*\.(?:go|js|ts|tsx|jsx|mjs|cjs|py|rb|rs|java|kt|c|h|cpp|php|cs|sh|vim|el|lua|pl|ex|exs|scala|swift)$/;

/** Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.x`, `x.Dockerfile`, `Containerfile`, in any case of letters. */
export function isDockerfileName(path: string): boolean {
  const name = baseName(path);
  if (name === "Dockerfile") return true;
  if (NOT_DOCKERFILES.test(name) || CODE.test(name)) return false;
  return /^(?:docker|container)file(?:[._-].+)?$/i.test(name) || /^.+[._-](?:docker|container)file$/i.test(name);
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|erb|ejs|in)$/i;
const FOLDERS: readonly (readonly [Pattern, string])[] = [
  [caseless(/^\.(?:devcontainer|cursor|gitpod|codesandbox|vscode|idea|replit)$/), "belongs to a development container"],
  [caseless(/^(?:node_modules|bower_components|vendor|vendored|third[_-]?party)$/), "is vendored code"],
  [
    caseless(
      /^(?:__)?(?:tests?|testing|test[_-](?:data|env|environments?|utils?|apps?)|testdata|spec|e2e|cypress|playwright)(?:__)?$/,
    ),
    "belongs to tests",
  ],
  [caseless(/^(?:bench|benchmarks?|benchmarking)$/), "belongs to measurements"],
  [
    caseless(/^(?:integration|e2e|load|unit|smoke|perf|performance|acceptance|functional|system|regression)[_-]?tests?$/),
    "belongs to tests",
  ],
  [caseless(/^(?:__)?(?:test[_-])?(?:fixtures?|mocks?|testcases|snapshots)(?:__)?$/), "is a test fixture"],
  [caseless(/^(?:examples?|samples?|demos?|templates?|boilerplates?)$/), "is an example"],
  [caseless(/^(?:dev|devel|development|local)$/), "is for development"],
];
const WORDS: readonly (readonly [Pattern, string])[] = [
  [caseless(/^(?:dev|devel|develop|development|devcontainer|debug|local)$/), "is named for development"],
  [caseless(/^(?:tests?|testing|unittests?|e2e|ci|cypress|playwright)$/), "is named for tests"],
];

/**
 * Why a Dockerfile is not judged by where it lies and how it is named, or null when it is. Only the path below the project root
 * counts: a root inside `examples/` is no example.
 */
export function becauseOfName(path: string): string | null {
  if (path === "Dockerfile") return null;
  if (TEMPLATE.test(path) || /\{\{|\{%|<%/.test(path)) return "is a template";
  for (const folder of folderOf(path).split("/")) {
    for (const [pattern, because] of FOLDERS) if (pattern.test(folder)) return because;
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
