import { isScalar } from "yaml";
import { type Edit, isEdit, replaced } from "../../core/edit.js";
import { type Change, removeEntry } from "../yaml/edit/change.js";
import { setIn } from "../yaml/edit/path.js";
import { pairOf, type RawNode, type YamlText, yamlText } from "../yaml/edit/yaml-text.js";

/** A build argument that becomes a secret of the build. */
export interface HandedOver {
  readonly name: string;
  readonly id: string;
  /** The Dockerfile, relative to the repository. */
  readonly dockerfile: string;
}

const BUILD_ACTION = /^(?:docker|depot|useblacksmith)\/build-push-action@/i;
/** A `docker build` with its options, over lines that go on. */
const BUILD = /\bdocker[ \t]+(?:buildx[ \t]+|image[ \t]+)?build\b(?:\$\{\{[^}\n]*\}\}|[^\n\\;&|]|\\\r?\n|\\.)*/g;
const EXPRESSION = "\\$\\{\\{[^}\\n]*\\}\\}";
/** Options of `docker build` that take a value (docs.docker.com/reference/cli/docker/buildx/build). */
const VALUED: ReadonlySet<string> = new Set(
  `--add-host --allow --annotation --attest --build-arg --build-context --builder --cache-from --cache-to --call --cgroup-parent
  --cpu-period --cpu-quota -c --cpu-shares --cpuset-cpus --cpuset-mems -f --file --iidfile --isolation --label -m --memory --memory-swap
  --metadata-file --network --no-cache-filter -o --output --platform --policy --progress --secret --security-opt --shm-size --ssh -t --tag
  --target --ulimit`.split(/\s+/),
);

/** Whether a text hands a build argument to some build, however it is written. */
export function handsOver(text: string, name: string): boolean {
  return handings(text, name).length > 0 || (/\bbuild-args\b/.test(text) && new RegExp(`\\b${name}=`).test(text));
}

function handings(text: string, name: string): readonly number[] {
  return [...text.matchAll(new RegExp(`--build-arg(?:=|[\\s\\\\"'])+${name}(?![\\w-])`, "g"))].map(({ index }) => index);
}

/**
 * What a workflow hands to the builds of a Dockerfile as an argument, handed over as a secret instead; or why that stays. Of builds of other files nothing is
 * changed.
 * @param offsets where the steps stand that build
 */
export function secretInPlaceOfBuildArgument(
  file: string,
  text: string,
  offsets: readonly number[],
  handed: HandedOver,
): readonly Edit[] | string {
  if (!new RegExp(`\\b${handed.name}\\b`).test(text)) return [];
  const source = yamlText(file, text);
  if (source.broken) return `${file} does not parse`;
  const steps = new Set(
    offsets.flatMap((at) => source.mapWith(at, (map) => pairOf(map, "uses") !== null || pairOf(map, "run") !== null) ?? []),
  );
  const edits: Edit[] = [];
  for (const step of steps) {
    const run = pairOf(step, "run")?.value;
    const uses = pairOf(step, "uses")?.value;
    let changes: readonly Change[] | string = [];
    if (isScalar(run) && run.range) changes = byCommand(source, step, [run.range[0], run.range[1]], handed);
    else if (isScalar(uses) && BUILD_ACTION.test(String(uses.value))) changes = byAction(source, step, handed);
    else if (step.range && new RegExp(`\\b${handed.name}=`).test(text.slice(step.range[0], step.range[1])))
      changes = `${file} hands ${handed.name} over by an action that is not known`;
    if (typeof changes === "string") return changes;
    for (const change of changes) {
      if (!isEdit(change)) return `${file}: ${change}`;
      edits.push(change);
    }
  }
  return edits;
}

function byCommand(
  source: YamlText,
  step: RawNode,
  [from, to]: readonly [number, number],
  { name, id, dockerfile }: HandedOver,
): readonly Change[] | string {
  const { file, text } = source;
  const changes: Change[] = [];
  const option = new RegExp(
    `--build-arg(?:=|[ \\t]+)(["']?)${name}(?:=(["']?)((?:${EXPRESSION}|(?!\\$\\{\\{)[^\\s"'\\\\])*)\\2)?\\1(?=\\s|\\\\|$)`,
    "g",
  );
  let variable: string | null = null;
  const read = new Set<number>();
  for (const command of text.slice(from, to).matchAll(BUILD)) {
    for (const match of command[0].matchAll(option)) {
      const folder = folderOfRun(source, step, text.slice(from, from + command.index));
      const built = folder === null ? null : builtFile(command[0].replace(/\\\r?\n/g, " "), folder);
      if (built === null) return `${file} hands ${name} to a build of which it is not known what it builds`;
      const at = from + command.index + match.index;
      read.add(at);
      if (built !== dockerfile) continue;
      const given = match[3] ?? null;
      const taken = given === null ? name : (/^\$\{?(\w+)\}?$/.exec(given)?.[1] ?? null);
      const isExpression = given !== null && new RegExp(`^${EXPRESSION}$`).test(given);
      if (taken === null && !isExpression) return `${file} hands ${name} over as a literal or a part of another value`;
      if (isExpression) variable = given;
      changes.push(replaced(file, [at, at + match[0].length], `--secret id=${id},env=${taken ?? name}`));
    }
  }
  if (handings(text.slice(from, to), name).some((at) => !read.has(from + at)))
    return `${file} hands ${name} to a build in a way that is not read`;
  if (variable !== null && !pairOf(pairOf(step, "env")?.value, name))
    changes.push(setIn(source, step, null, ["env", name], variable));
  return changes;
}

/** The folder of the repository in which a command of a step runs; null where that is not plain. */
function folderOfRun({ text }: YamlText, step: RawNode, before: string): string | null {
  if (/(?:^|[\s;&|(])(?:cd|pushd)[ \t]/.test(before)) return null;
  const own = pairOf(step, "working-directory")?.value;
  if (isScalar(own)) return String(own.value);
  return /^[ \t]*working-directory[ \t]*:/m.test(text) && /^[ \t]*defaults[ \t]*:/m.test(text) ? null : ".";
}

/** The Dockerfile that a command builds; null where that is not plain. */
function builtFile(command: string, folder: string): string | null {
  const words: readonly string[] =
    command.replaceAll(new RegExp(EXPRESSION, "g"), "$x").match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const contexts: string[] = [];
  let file: string | undefined;
  for (let at = words.indexOf("build") + 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^\d*[<>]/.test(word)) break;
    const [name = "", value] = word.split(/=(.*)/s);
    if (!word.startsWith("-")) contexts.push(word);
    else if (name === "-f" || name === "--file") file = value ?? words[++at];
    else if (VALUED.has(word)) at++;
  }
  const [context] = contexts;
  if (contexts.length !== 1 || context === undefined) return null;
  const path = file ?? `${context}/Dockerfile`;
  return plain(`${folder}/${path.replace(/^(["'])(.*)\1$/, "$2")}`);
}

function plain(path: string): string | null {
  if (/[$`"'*?\\]|^\/|(?:^|\/)\/|:\/\//.test(path)) return null;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

function byAction(source: YamlText, step: RawNode, { name, id, dockerfile }: HandedOver): readonly Change[] | string {
  const { file, text } = source;
  const given = pairOf(step, "with")?.value;
  const pair = pairOf(given, "build-args");
  const values = pair?.value;
  if (!given || !pair || !isScalar(values) || !values.range) return [];
  const lines = String(values.value)
    .split("\n")
    .filter((one) => one.trim() !== "");
  const entry = lines.map((one) => one.trim()).find((one) => one === name || one.startsWith(`${name}=`));
  if (entry === undefined) return [];
  const written = text.slice(values.range[0], values.range[1]);
  const line = new RegExp(`^[ \\t]*${name}=.*(?:\\r?\\n|$)`, "m").exec(written);
  const input = (key: string): string | null => {
    const value = pairOf(given, key)?.value;
    return isScalar(value) ? String(value.value) : null;
  };
  const built = plain(input("file") ?? `${input("context") ?? "."}/Dockerfile`);
  if (built === null) return `${file} hands ${name} to a build of which it is not known what it builds`;
  if (built !== dockerfile) return [];
  const value = entry.slice(name.length + 1).trim();
  if (!new RegExp(`^${EXPRESSION}$`).test(value)) return `${file} hands ${name} over as a literal or a part of another value`;
  const secrets = pairOf(given, "secrets")?.value;
  if (lines.length > 1 && !line) return `${file} hands ${name} to a build in a way that is not read`;
  const at = values.range[0] + (line?.index ?? 0);
  const removed = lines.length === 1 || !line ? removeEntry(source, given, pair) : replaced(file, [at, at + line[0].length], "");
  if (!secrets) return [removed, setIn(source, step, null, ["with", "secrets"], `${id}=${value}`)];
  if (!isScalar(secrets) || !secrets.range || !/^[|>]/.test(text.slice(secrets.range[0], secrets.range[1])))
    return `${file} gives the build secrets in a way that is not read`;
  const end = text.slice(0, secrets.range[1]).trimEnd().length;
  const indent = /([ \t]*)\S[^\n]*$/.exec(text.slice(0, end))?.[1] ?? "";
  return [removed, replaced(file, [end, end], `\n${indent}${id}=${value}`)];
}
