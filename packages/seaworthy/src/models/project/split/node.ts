import { baseFacts } from "../../../knowledge/bases.js";
import { slimTag, versionedTag } from "../../../knowledge/releases.js";
import type { Stage } from "../../dockerfile/dockerfile.js";
import { parseReference } from "../../dockerfile/reference.js";
import { appBuilds } from "../app-builds.js";
import { joinPath } from "../paths.js";
import type { Service } from "../service.js";
import { imageStart } from "../start.js";
import { chainOf } from "../start-chain.js";
import { nodeProduction } from "./node-production.js";
import type { Parts } from "./parts.js";

type Read = (path: string) => string | null;

/** Folders of an app that its program reads when it runs, by their usual names. */
const RUNTIME_FOLDERS =
  /^(?:public|static|views|templates|assets|migrations|prisma|config|locales|i18n|protos?|drizzle|certs|resources|data)$/;

/** What a Node app ships: its packages for production, what the build made, and the folders that it reads. */
export function nodeParts(service: Service, stage: Stage, read: Read): Parts | string {
  const { dockerfile, app, context, project } = service;
  if (!dockerfile || !app || !context || stage.base.kind !== "image") return "the app is not known";
  const { reference } = stage.base;
  if (!/(?:^|\/)node$/.test(reference.name)) return `${reference.name} is no image of Node alone`;
  const facts = baseFacts(reference);
  const tag = facts?.minimal === true ? reference.tag : smallTag(reference, project.today);
  if (tag === null || reference.digest !== null) return "the small edition of the base is not known";
  const manager = app.manager ?? "npm";
  const production = nodeProduction(manager, app.root, reference.tag, read);
  if (typeof production === "string") return production;
  const { command, members } = production;
  const workdir = stage.facts.workdir.value;
  if (workdir === "/") return "the app has no folder of its own";
  const manifest = app.manifests.find(({ kind }) => kind === "package.json");
  if (!manifest) return "its package.json was not found";
  const start = startedFile(service, stage);
  if (start === null) return "which file is started is not known";
  const tracked = new Set(context.files);
  const root =
    app.root === context.root ? "" : app.root.startsWith(`${context.root}/`) ? app.root.slice(context.root.length + 1) : null;
  if (root === null || root !== "") return "the app does not lie at the root of the build context";
  const builds = appBuilds(stage).length > 0;
  const isSource = tracked.has(start) || project.files.has(joinPath(app.root, start));
  const from = (path: string) => `COPY --from=build ${workdir}/${path} ./${path}`;
  const head = stage.facts.env.has("NODE_ENV") ? [] : ["ENV NODE_ENV=production"];
  const base = `${reference.written.replace(/@.*$/, "").replace(/:[\w.-]*$/, "")}:${tag}`;
  if (parseReference(base) === null) return "the small edition of the base is not known";
  const common = { base, first: [], head, last: [`RUN ${command}`] };
  // Members keep packages of their own beside those of the root, and what was built.
  if (!builds || isSource) return { ...common, copies: ["node_modules", ...members].map(from), takesContext: true };
  const made = madeFolders(start, stage, service, read);
  if (made === null) return "which folder the build makes is not known";
  const top = new Set([...tracked].map((path) => path.split("/")[0] ?? ""));
  const beside = [...top].filter((name) => RUNTIME_FOLDERS.test(name) && !made.includes(name)).sort();
  const scripts = service.entryScripts
    .map(({ path }) => (path.startsWith(`${app.root}/`) ? path.slice(app.root.length + 1) : path))
    .filter((path) => tracked.has(path));
  const named = [...new Set([...made, ...members, ...beside, ...scripts])];
  return {
    ...common,
    copies: [from("package.json"), from("node_modules"), ...named.map(from)],
    takesContext: false,
  };
}

function smallTag(reference: { readonly name: string; readonly tag: string | null }, today: string): string | null {
  const tag = versionedTag(reference, null, today) ?? reference.tag;
  return tag === null ? null : slimTag({ name: reference.name, tag });
}

/** The file that Node is given, relative to the folder of the app; the name of a framework's program where that is started. */
function startedFile(service: Service, stage: Stage): string | null {
  if (!service.dockerfile) return null;
  const { app } = chainOf(service, imageStart(service.dockerfile, stage));
  const [program = "", ...rest] = app ?? [];
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (name !== "node") return FRAMEWORKS.has(name) ? name : null;
  const file = rest.find((word) => !word.startsWith("-"));
  if (file === undefined) return null;
  const workdir = stage.facts.workdir.value;
  const inside = file.startsWith("/")
    ? file.startsWith(`${workdir}/`)
      ? file.slice(workdir.length + 1)
      : null
    : file.replace(/^\.\//, "");
  if (inside === null) return null;
  return /\.[cm]?js$/.test(inside) ? inside : `${inside}.js`;
}

const FRAMEWORKS: ReadonlyMap<string, readonly string[]> = new Map([
  ["next", [".next"]],
  ["nuxt", [".output", ".nuxt"]],
  ["remix-serve", ["build", "public"]],
  ["react-router-serve", ["build"]],
  ["astro", ["dist"]],
]);

function madeFolders(start: string, _stage: Stage, { app, context }: Service, read: Read): readonly string[] | null {
  const framework = FRAMEWORKS.get(start);
  const config = context?.files.filter((path) => /^(?:next|nuxt|astro)\.config\.[cm]?[jt]s$/.test(path)) ?? [];
  if (framework) return [...framework, ...config];
  const [first = ""] = start.split("/");
  if (start.includes("/") && first !== "..") return [first];
  const out = /"outDir"\s*:\s*"\.?\/?([\w.-]+)\/?"/.exec(read(joinPath(app?.root ?? ".", "tsconfig.json")) ?? "")?.[1];
  return out === undefined ? null : [out];
}
