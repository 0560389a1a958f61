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
const BUILD = /\bdocker[ \t]+(?:buildx[ \t]+|image[ \t]+)?build\b(?:[^\n\\;&|]|\\\r?\n|\\.)*/g;
const EXPRESSION = "\\$\\{\\{[^}\\n]*\\}\\}";

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
    `--build-arg(?:=|[ \\t]+)(["']?)${name}(?:=(["']?)((?:${EXPRESSION}|[^\\s"'\\\\])*)\\2)?\\1(?=\\s|\\\\|$)`,
    "g",
  );
  let variable: string | null = null;
  for (const command of text.slice(from, to).matchAll(BUILD)) {
    for (const match of command[0].matchAll(option)) {
      const built = builtFile(command[0].replace(/\\\r?\n/g, " "));
      if (built === null) return `${file} hands ${name} to a build of which it is not known what it builds`;
      if (built !== dockerfile || pairOf(step, "working-directory")) continue;
      const given = match[3] ?? null;
      const taken = given === null ? name : (/^\$\{?(\w+)\}?$/.exec(given)?.[1] ?? null);
      const isExpression = given !== null && new RegExp(`^${EXPRESSION}$`).test(given);
      if (taken === null && !isExpression) return `${file} hands ${name} over as a literal or a part of another value`;
      if (isExpression) variable = given;
      const at = from + command.index + match.index;
      changes.push(replaced(file, [at, at + match[0].length], `--secret id=${id},env=${taken ?? name}`));
    }
  }
  if (variable !== null && !pairOf(pairOf(step, "env")?.value, name))
    changes.push(setIn(source, step, null, ["env", name], variable));
  return changes;
}

/** The Dockerfile that a command builds, relative to where it runs; null where that is not plain. */
function builtFile(command: string): string | null {
  const words = command.replaceAll(new RegExp(EXPRESSION, "g"), "$x").trim().split(/\s+/).slice(2);
  const given = words.findIndex((word) => word === "-f" || word === "--file");
  const file = given >= 0 ? words[given + 1] : /(?:^|\s)(?:--file|-f)=(\S+)/.exec(command)?.[1];
  const context = words.at(-1);
  const path = file ?? (context === undefined || context.startsWith("-") ? undefined : `${context}/Dockerfile`);
  return path === undefined ? null : plain(path);
}

function plain(path: string): string | null {
  if (/[$`"'*?]|^\/|:\/\//.test(path)) return null;
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
  const written = text.slice(values.range[0], values.range[1]);
  const line = new RegExp(`^([ \\t]*)${name}=(.*?)[ \\t]*(?:\\r?\\n|$)`, "m").exec(written);
  if (!line) return [];
  const input = (key: string): string | null => {
    const value = pairOf(given, key)?.value;
    return isScalar(value) ? String(value.value) : null;
  };
  const built = plain(input("file") ?? `${input("context") ?? "."}/Dockerfile`);
  if (built === null) return `${file} hands ${name} to a build of which it is not known what it builds`;
  if (built !== dockerfile) return [];
  const value = (line[2] ?? "").trim();
  if (!new RegExp(`^${EXPRESSION}$`).test(value)) return `${file} hands ${name} over as a literal or a part of another value`;
  const secrets = pairOf(given, "secrets")?.value;
  const lines = String(values.value)
    .split("\n")
    .filter((one) => one.trim() !== "");
  const at = values.range[0] + line.index;
  const removed = lines.length === 1 ? removeEntry(source, given, pair) : replaced(file, [at, at + line[0].length], "");
  if (!secrets) return [removed, setIn(source, step, null, ["with", "secrets"], `${id}=${value}`)];
  if (!isScalar(secrets) || !secrets.range || !/^[|>]/.test(text.slice(secrets.range[0], secrets.range[1])))
    return `${file} gives the build secrets in a way that is not read`;
  const end = text.slice(0, secrets.range[1]).trimEnd().length;
  const indent = /([ \t]*)\S[^\n]*$/.exec(text.slice(0, end))?.[1] ?? "";
  return [removed, replaced(file, [end, end], `\n${indent}${id}=${value}`)];
}
