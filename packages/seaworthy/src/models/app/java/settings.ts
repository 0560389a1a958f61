import type { SourcePlace } from "../../../core/place.js";
import { parseYaml, type YamlNode } from "../../yaml/yaml.js";
import { baseName } from "../candidates.js";
import type { Program } from "../program.js";

export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly place: SourcePlace;
}

/** The settings of application(-profile).yml and .properties that ship: keys flattened with dots, relaxed spelling made one. */
export class Settings {
  readonly all: readonly Setting[];
  private readonly byKey = new Map<string, Setting>();

  constructor(all: readonly Setting[]) {
    this.all = all;
    for (const setting of all) this.byKey.set(setting.key, setting);
  }

  /** The setting of this key, in lower case with dashes; the last file wins. */
  get(key: string): Setting | null {
    return this.byKey.get(key) ?? null;
  }

  value(key: string): string | null {
    return this.byKey.get(key)?.value ?? null;
  }
}

const CONFIG = /^(?:application|bootstrap)(?:-([\w-]+))?\.(?:ya?ml|properties)$/;
const NOT_SHIPPED = /^(?:test|tests|it|dev|development|local)$/;

export function readSettings(program: Program): Settings {
  const paths = program.paths.filter((path) => {
    const name = CONFIG.exec(baseName(path));
    return name && !NOT_SHIPPED.test(name[1] ?? "") && !/(?:^|\/)src\/(?:test|it)\//.test(path);
  });
  const ordered = paths.sort((a, b) => Number(/-/.test(baseName(a))) - Number(/-/.test(baseName(b)))).slice(0, 60);
  return new Settings(
    ordered.flatMap((path) => {
      const text = program.input.read(path);
      if (text === null) return [];
      return path.endsWith(".properties") ? properties(path, text) : yaml(path, text);
    }),
  );
}

function properties(path: string, text: string): Setting[] {
  const found: Setting[] = [];
  for (const match of text.matchAll(/^[ \t]*([\w.[\]-]+)[ \t]*[=:][ \t]*([^\r\n]*)/gm)) {
    found.push({
      key: relaxed(match[1] as string),
      value: (match[2] as string).trim(),
      place: { file: path, range: [match.index, match.index + match[0].length] },
    });
  }
  return found;
}

function yaml(path: string, text: string): Setting[] {
  const found: Setting[] = [];
  for (const document of parseYaml(path, text).documents) flatten(document, "", found, 0);
  return found;
}

function flatten(node: YamlNode, prefix: string, into: Setting[], depth: number): void {
  if (depth > 40) return;
  if (node.kind === "scalar") into.push({ key: relaxed(prefix), value: node.text, place: node.place });
  else if (node.kind === "seq") {
    into.push({
      key: relaxed(prefix),
      value: node.items.map((item) => (item.kind === "scalar" ? item.text : "")).join(","),
      place: node.place,
    });
  } else for (const [key, entry] of node.entries) flatten(entry.value, prefix === "" ? key : `${prefix}.${key}`, into, depth + 1);
}

/** Relaxed binding: camelCase and snake_case are kebab-case. */
function relaxed(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/_/g, "-")
    .toLowerCase();
}
