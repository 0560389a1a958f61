import type { Sited } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asString, entryOf, get, type YamlNode } from "../yaml/yaml.js";
import { readBuildSettings } from "./build-settings.js";
import type { ComposeBuild } from "./compose.js";
import { readInlineDockerfile } from "./inline.js";
import { buildOf } from "./merge.js";
import { dirOf, keyed, originOf, textAt, textsOf } from "./node.js";
import { joined, resolvePath } from "./path.js";

/** `build:` in both forms; null when there is none. */
export function readBuild(node: YamlNode | null, service: string, problems: Problem[]): ComposeBuild | null {
  if (!node || node.kind === "seq" || (node.kind === "scalar" && node.value === null)) return null;
  const build = buildOf(node);
  const contextNode = entryOf(build, "context")?.value ?? null;
  const contextWritten = asString(contextNode) ?? ".";
  const context = contextOf(contextNode, contextWritten, problems);
  const inline = textAt(build, "dockerfile_inline");
  const args = argsOf(build);
  return {
    place: build.place,
    context,
    contextWritten,
    dockerfile: inline || context === null ? null : dockerfileOf(get(build, "dockerfile"), context, problems),
    inline,
    inlineDockerfile: inline ? readInlineDockerfile(`${inline.place.file}#${service}`, inline.value, args) : null,
    target: textAt(build, "target"),
    args,
    additionalContexts: textsOf(get(build, "additional_contexts")),
    settings: readBuildSettings(build),
  };
}

function contextOf(node: YamlNode | null, written: string, problems: Problem[]): string | null {
  // A variable without a value leaves nothing to look at, unless a path stands around it.
  if (written === "" && originOf(node) === "missing") return null;
  const resolved = resolvePath(dirOf(node), written);
  if (resolved.kind === "outside" && node) {
    problems.push({ kind: "outside", message: "the build context is outside of the project and is not read", place: node.place });
  }
  return resolved.kind === "inside" ? resolved.path : null;
}

function dockerfileOf(node: YamlNode | null, context: string, problems: Problem[]): string | null {
  const written = asString(node);
  if (written === null) return joined(context, "Dockerfile");
  if (written === "" && originOf(node) === "missing") return null;
  const resolved = resolvePath(context, written);
  if (resolved.kind === "outside" && node) {
    problems.push({ kind: "outside", message: "the Dockerfile is outside of the project and is not read", place: node.place });
  }
  return resolved.kind === "inside" ? resolved.path : null;
}

function argsOf(build: YamlNode): ReadonlyMap<string, Sited<string | null>> {
  const args = new Map<string, Sited<string | null>>();
  const node = get(build, "args");
  if (!node) return args;
  for (const [name, { value }] of keyed(node).entries) {
    if (value.kind === "scalar") args.set(name, { value: value.value === null ? null : value.text, place: value.place });
  }
  return args;
}
