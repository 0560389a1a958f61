import type { Problem } from "../../core/problem.js";
import type { YamlEntry, YamlNode, YamlScalar } from "../yaml/yaml.js";
import type { ComposeScalar, Origin } from "./node.js";
import { substitute } from "./substitution.js";

/** What a file is read with. */
export interface Scope {
  /** What relative paths in the file are relative to; itself relative to the project root. */
  readonly dir: string;
  readonly env: ReadonlyMap<string, string>;
}

/**
 * Fills in the variables of every string of a tree (keys are left alone, as in Compose) and notes on each scalar where its text
 * comes from. Whatever is shared through an alias stays shared, and is reported once.
 */
export function interpolate(root: YamlNode, scope: Scope, problems: Problem[]): YamlNode {
  const done = new Map<YamlNode, YamlNode>();
  const walk = (node: YamlNode): YamlNode => {
    const known = done.get(node);
    if (known) return known;
    const made = fresh(node);
    done.set(node, made);
    return made;
  };
  const fresh = (node: YamlNode): YamlNode => {
    if (node.kind === "scalar") return scalar(node, scope, problems);
    if (node.kind === "seq") return { ...node, items: node.items.map(walk) };
    const entries = new Map<string, YamlEntry>();
    for (const [name, entry] of node.entries) entries.set(name, { key: entry.key, value: walk(entry.value) });
    return { ...node, entries };
  };
  return walk(root);
}

function scalar(node: YamlScalar, { dir, env }: Scope, problems: Problem[]): ComposeScalar {
  if (typeof node.value !== "string" || !node.text.includes("$")) return { ...node, origin: "literal", dir };
  const { text, filled, missing, required, broken } = substitute(node.text, env);
  for (const { name, message } of required) {
    const said = message ? `: ${message}` : "";
    problems.push({
      kind: "interpolation",
      message: `the required variable ${name} has no value here${said}`,
      place: node.place,
    });
  }
  if (broken) {
    const message = "a `${` here is not a valid variable reference; write `$$` for a dollar sign";
    problems.push({ kind: "interpolation", message, place: node.place });
  }
  const origin: Origin = missing.length > 0 || broken ? "missing" : filled ? "environment" : "literal";
  // All of it is in the file, and a reference stood there: its default did.
  const fellBack = origin === "literal" && node.text.replaceAll("$$", "").includes("$");
  const wanting = [...missing, ...required.map(({ name }) => name)];
  return { ...node, value: text, text, origin, dir, fellBack, ...(wanting.length > 0 ? { wanting } : {}) };
}
