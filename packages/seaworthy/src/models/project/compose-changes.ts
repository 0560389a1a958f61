import { LineIndex } from "../../core/lines.js";
import { entryOf, get, parseYaml, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import type { Before, Changes } from "./changes.js";
import { isComposeName } from "./compose-sets.js";
import { baseName, folderOf } from "./paths.js";
import type { Project } from "./project.js";

/** A change of a file that Compose reads, and whom it touches. */
export interface ComposeChange {
  readonly file: string;
  /** Whether it touches the Compose service of this name that is defined in this file. */
  touches(definedIn: string, name: string): boolean;
  /** A service that was in the file is in it no more, or runs something else: what was built for it may be deployed nowhere now. */
  readonly removes: boolean;
}

/** The changes of the Compose files of a project and of the variables beside them. */
export function composeChanges(project: Project, changes: Changes, before: Before): readonly ComposeChange[] {
  const deployed = project.services.flatMap(({ deployments }) => deployments.filter(({ kind }) => kind === "compose"));
  const folders = new Set(deployed.map(({ file }) => folderOf(file)));
  const found: ComposeChange[] = [];
  for (const file of changes.files) {
    const folder = folderOf(file);
    const isRead = project.facts.composeFiles.includes(file);
    // One that is there and neither read nor known as one of development is broken; all it said is lost.
    const isLost = !isRead && isComposeName(file) && !project.notJudged.some((one) => one.file === file);
    const isVariables = baseName(file) === ".env" && folders.has(folder);
    if (!isRead && !isLost && !isVariables) continue;
    const change = isRead ? difference(before.get(file), project.texts.get(file)) : null;
    const isOwn = (name: string) => deployed.some((one) => one.name === name && folderOf(one.file) === folder);
    // The files of one folder are layers of one set; what is named from elsewhere, or is a pattern for others, may be of any.
    const isAnywhere =
      isRead && (!folders.has(folder) || isNamedElsewhere(file, project) || (change !== null && !change.present.every(isOwn)));
    found.push({
      file,
      touches: (definedIn, name) => isAnywhere || (folderOf(definedIn) === folder && (change === null || change.names.has(name))),
      removes: isLost || (isRead && (change === null || change.removes)),
    });
  }
  return found;
}

/** Whether a Compose file of another folder includes this one or extends a service of it. */
function isNamedElsewhere(file: string, { facts, texts }: Project): boolean {
  const name = baseName(file);
  return facts.composeFiles.some((other) => folderOf(other) !== folderOf(file) && texts.get(other)?.includes(name));
}

interface Difference {
  /** Names of services that are not as they were: new ones, other ones, and those that are no longer there. */
  readonly names: ReadonlySet<string>;
  /** Those that are there. */
  readonly present: readonly string[];
  readonly removes: boolean;
}

/** What differs between two texts of a Compose file; null: it cannot be told, or concerns all services. */
function difference(old: string | null | undefined, text: string | undefined): Difference | null {
  const was = typeof old === "string" ? readFile(old) : null;
  const is = text === undefined ? null : readFile(text);
  if (!was || !is || was.around !== is.around) return null;
  const all = [...was.services.keys(), ...is.services.keys()];
  const changed = new Set(all.filter((name) => was.services.get(name) !== is.services.get(name)));
  for (let size = -1; size !== changed.size; ) {
    size = changed.size;
    for (const [name, base] of is.bases) if (changed.has(base)) changed.add(name);
  }
  const present = [...changed].filter((name) => is.services.has(name));
  return { names: changed, present, removes: [...was.runs].some(([name, runs]) => is.runs.get(name) !== runs) };
}

interface ComposeText {
  /** By name: what a service comes to with its aliases resolved, and how it is written, for its comments. */
  readonly services: ReadonlyMap<string, string>;
  /** By name: what it builds and which image it runs. */
  readonly runs: ReadonlyMap<string, string>;
  /** By name: the service of the same file that it extends. */
  readonly bases: ReadonlyMap<string, string>;
  /** All that is no service: other keys, and comments outside. */
  readonly around: string;
}

function readFile(text: string): ComposeText | null {
  const { documents, broken } = parseYaml("", text);
  const [root] = documents;
  const section = entryOf(root, "services");
  if (broken || documents.length !== 1 || root?.kind !== "map" || section?.value.kind !== "map") return null;
  const index = new LineIndex(text);
  const lineOf = (offset: number) => index.position(offset).line;
  const lines = text.split(/\r?\n/);
  const above = lineOf(section.key.place.range[0]);
  const blocks = [...section.value.entries.values()].map(({ key, value }) => ({
    name: key.value,
    value,
    first: lineOf(key.place.range[0]),
    // What an alias names stands elsewhere.
    last: Math.max(lineOf(key.place.range[0]), lineOf(value.place.range[1] - 1)),
  }));
  const services = new Map<string, string>();
  const runs = new Map<string, string>();
  const bases = new Map<string, string>();
  let end = above;
  for (const [at, { name, value, last }] of blocks.entries()) {
    // A comment between two services may speak of either.
    const from = Math.max(above, ...blocks.slice(0, at).map((one) => one.last));
    const to = (blocks[at + 1]?.first ?? last + 1) - 1;
    services.set(name, `${JSON.stringify(plain(value))}\n${lines.slice(from, to).join("\n").trim()}`);
    runs.set(name, JSON.stringify(["build", "image"].map((key) => get(value, key)).map((node) => node && plain(node))));
    end = Math.max(end, to);
    const base = baseOf(value);
    if (base !== null) bases.set(name, base);
  }
  return { services, runs, bases, around: aroundOf(root, [...lines.slice(0, above), ...lines.slice(end)]) };
}

/** Patterns for services (`x-…`) count by what they give to services; of a mere layout nothing counts. */
function aroundOf(root: YamlMap, outside: readonly string[]): string {
  const others = [...root.entries.values()].filter(({ key }) => key.value !== "services" && !key.value.startsWith("x-"));
  const comments = outside.map((line) => line.trim()).filter((line) => line.startsWith("#"));
  return JSON.stringify([others.map(({ key, value }) => [key.value, plain(value)]), comments]);
}

function baseOf(service: YamlNode): string | null {
  const written = get(service, "extends");
  if (written?.kind === "scalar") return written.text;
  const name = get(written, "service");
  return get(written, "file") === null && name?.kind === "scalar" ? name.text : null;
}

function plain(node: YamlNode): unknown {
  if (node.kind === "map") return [node.tag, [...node.entries.values()].map(({ key, value }) => [key.value, plain(value)])];
  if (node.kind === "seq") return [node.tag, node.items.map(plain)];
  return [node.tag, node.text];
}
