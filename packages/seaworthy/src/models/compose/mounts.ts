import type { Problem } from "../../core/problem.js";
import { asList, asMap, asString, get, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";
import type { ComposeMount } from "./compose.js";
import { booleanAt, originOf, uniqueBy } from "./node.js";

type MountType = ComposeMount["type"];
const TYPES: readonly string[] = ["volume", "bind", "tmpfs", "npipe", "cluster", "image"] satisfies readonly MountType[];

/** `volumes:` and `tmpfs:` together; of several mounts at one target the last counts. */
export function readMounts(volumes: YamlNode | null, tmpfs: YamlNode | null, problems: Problem[]): readonly ComposeMount[] {
  const mounts = asList(volumes).flatMap((item) => {
    if (item.kind === "map") return longMount(item) ?? [];
    return item.kind === "scalar" && item.value !== null ? (shortMount(item, problems) ?? []) : [];
  });
  for (const item of asList(tmpfs)) if (item.kind === "scalar" && item.value !== null) mounts.push(tmpfsMount(item));
  return uniqueBy(mounts, (mount) => mount.target);
}

/** `[source:]target[:options]`; a drive letter's colon parts nothing. */
function shortMount(node: YamlScalar, problems: Problem[]): ComposeMount | null {
  const parts = splitSpec(node.text);
  const [first = "", second, third] = parts;
  if (parts.length > 3 || parts.includes("")) {
    if (originOf(node) !== "missing") {
      problems.push({ kind: "schema", message: "this is no volume: write `[source:]target[:options]`", place: node.place });
      return null;
    }
    if (first === "" && second === undefined) return null;
  }
  const source = second === undefined ? null : first || null;
  const options = third ? third.split(",") : [];
  return {
    place: node.place,
    type: source !== null && isHostPath(source) ? "bind" : "volume",
    source,
    target: cleaned(second ?? first),
    readOnly: options.lastIndexOf("ro") > options.lastIndexOf("rw"),
    options,
  };
}

function splitSpec(text: string): string[] {
  const parts = [""];
  for (const char of text) {
    const last = parts.at(-1) ?? "";
    if (char === ":" && !/^[a-zA-Z]$/.test(last)) parts.push("");
    else parts[parts.length - 1] = last + char;
  }
  return parts;
}

function isHostPath(source: string): boolean {
  return /^(?:[./~]|\\\\|[a-zA-Z]:)/.test(source);
}

function longMount(node: YamlMap): ComposeMount | null {
  const target = asString(get(node, "target"));
  if (target === null) return null;
  const written = asString(get(node, "type"));
  const source = asString(get(node, "source"));
  const fallback: MountType = source !== null && isHostPath(source) ? "bind" : "volume";
  return {
    place: node.place,
    type: written !== null && TYPES.includes(written) ? (written as MountType) : fallback,
    source: source || null,
    target: cleaned(target),
    readOnly: booleanAt(node, "read_only")?.value ?? false,
    options: optionsOf(node),
  };
}

/** The options of the long form as the short form spells them: `size=64m`, `z`, `rslave`, `nocopy`. */
function optionsOf(node: YamlMap): readonly string[] {
  const options: string[] = [];
  for (const [name, { value }] of asMap(get(node, "tmpfs"))?.entries ?? []) {
    const text = asString(value);
    if (text !== null) options.push(`${name}=${text}`);
  }
  for (const key of ["selinux", "propagation"]) {
    const text = asString(get(node, "bind", key));
    if (text) options.push(text);
  }
  if (booleanAt(get(node, "volume"), "nocopy")?.value) options.push("nocopy");
  return options;
}

function tmpfsMount(node: YamlScalar): ComposeMount {
  const cut = node.text.indexOf(":");
  const options =
    cut < 0
      ? []
      : node.text
          .slice(cut + 1)
          .split(",")
          .filter(Boolean);
  const target = cleaned(cut < 0 ? node.text : node.text.slice(0, cut));
  return { place: node.place, type: "tmpfs", source: null, target, readOnly: options.includes("ro"), options };
}

/** `/data/` and `/data//x/..` are `/data`; a Windows path is left as it is. */
function cleaned(target: string): string {
  if (!target.startsWith("/")) return target;
  const parts: string[] = [];
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}
