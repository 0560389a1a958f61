import type { Edit } from "../../core/edit.js";
import type { App } from "./app.js";
import { type PackageFacts, withJsonConsole, withJsonMorgan, withJsonNest } from "./node/logging-edit.js";
import { withJsonLogging, withoutPrint } from "./python/logging-edit.js";

const FILES = /\.[cm]?[jt]s$/;
/** Frameworks that make the server themselves: no file of the app is where everything begins. */
const OWN_SERVER = /^(?:next|nuxt|sveltekit|remix|astro|react-router|nitro)$/;
/** What is run by hand talks to the person who runs it. */
const ASIDE =
  /(?:^|\/)(?:tests?|scripts?|tools?|bin|cli|examples?|docs?|migrations|alembic|management|venv|\.venv|node_modules)\/|(?:^|\/)(?:test_\w*|\w*_test|conftest|setup|manage|cli|noxfile|tasks)\.py$/;
const MOST_MODULES = 300;
const SERVER_LOGGERS: Readonly<Record<string, readonly string[]>> = {
  uvicorn: ["uvicorn", "uvicorn.access"],
  gunicorn: ["gunicorn.error", "gunicorn.access"],
  hypercorn: ["hypercorn.error", "hypercorn.access"],
};

/**
 * The edits that let an app log JSON without a new dependency; a text: why its code is left as it is; null: nothing is known to do.
 * @param at the file of what writes text
 * @param modules the files of the app, whose `print` becomes a call of logging, too
 * @param server the Python server that starts the app and writes text itself
 */
export function jsonLogs(
  app: App,
  at: string,
  server: string | null,
  modules: readonly string[],
  read: (path: string) => string | null,
): readonly Edit[] | string | null {
  const text = read(at);
  if (app.language === "node" && FILES.test(at) && text !== null) {
    const facts = packageFacts(app, read);
    const [plain] = app.plainLogging.filter(({ place }) => place.file === at);
    const name =
      app.plainLogging.find((one) => /^(?:morgan|Nest Logger)$/.test(one.name) && one.place.file === at)?.name ?? plain?.name;
    if (name === "morgan") return withJsonMorgan(at, text);
    if (name === "Nest Logger") return withJsonNest(at, text, facts);
    if (name !== "console") return `${name ?? "its logger"} is set up by the app: let it write JSON there`;
    const own = app.frameworks.find((one) => OWN_SERVER.test(one));
    if (own) return `${own} makes the server itself: which code runs first is for it to say`;
    const entry = app.entry;
    const code = entry === null || !FILES.test(entry) ? null : read(entry);
    return entry === null || code === null ? "the file that starts the app was not found" : withJsonConsole(entry, code, facts);
  }
  if (app.language !== "python") return null;
  const plain = app.plainLogging.find(({ place }) => place.file === at);
  if (plain && !/^(?:print|logging\.basicConfig)$/.test(plain.name)) return `${plain.because}: let it write JSON there`;
  const config = app.plainLogging.find(({ name }) => name === "logging.basicConfig");
  const path = config?.place.file ?? app.entry;
  const module = path ? read(path) : null;
  if (!path || module === null || !/\.py$/.test(path)) return "the module that starts the app was not found";
  const edits = withJsonLogging(path, module, (server && SERVER_LOGGERS[server]) || []);
  if (typeof edits === "string") return edits;
  const others = modules.filter((one) => one !== path && /\.py$/.test(one) && !ASIDE.test(one)).slice(0, MOST_MODULES);
  return [
    ...edits,
    ...others.flatMap((one) => {
      const other = read(one);
      return other === null ? [] : withoutPrint(one, other);
    }),
  ];
}

function packageFacts(app: App, read: (path: string) => string | null): PackageFacts {
  const [own] = app.manifests;
  const type = own ? (/"type"\s*:\s*"(module|commonjs)"/.exec(read(own.path) ?? "")?.[1] ?? null) : null;
  return {
    type,
    version: (name) => {
      for (const { dependencies, devDependencies } of app.manifests) {
        const version = dependencies.get(name) ?? devDependencies.get(name);
        if (version !== undefined) return version;
      }
      return null;
    },
  };
}
