import { tagParts } from "../../../knowledge/base-tags.js";
import { joinPath } from "../paths.js";

type Read = (path: string) => string | null;

/** How the packages that are for development alone are taken out again, and where workspaces keep theirs. */
export interface NodeProduction {
  readonly command: string;
  /** Top folders of the members of a workspace, each with packages of its own. */
  readonly members: readonly string[];
}

/** How a package manager takes out what is for development alone, in the version that the tree tells; a text: why that is not known. */
export function nodeProduction(manager: string, root: string, tag: string | null, read: Read): NodeProduction | string {
  const manifest = read(joinPath(root, "package.json")) ?? "";
  const members = /"workspaces"\s*:/.test(manifest) ? membersOf(manifest) : [];
  if (typeof members === "string") return members;
  if (manager === "npm") {
    const version = tagParts(tag).version;
    // Workspaces came with npm 7.
    if (members.length > 0 && (version === null || Number(version.split(".")[0]) < 16))
      return "which npm the base has is not known";
    return { command: "npm prune --omit=dev", members };
  }
  if (manager === "pnpm") {
    if (
      read(joinPath(root, "pnpm-workspace.yaml")) !== null &&
      /^[ \t]*packages[ \t]*:/m.test(read(joinPath(root, "pnpm-workspace.yaml")) ?? "")
    )
      return "pnpm takes nothing out of a workspace again: which package `pnpm deploy` should take is a person's choice";
    return { command: "pnpm prune --prod", members };
  }
  if (manager !== "yarn") return `how ${manager} takes development packages out again is not known`;
  const settings = read(joinPath(root, ".yarnrc.yml"));
  const asked = /"packageManager"\s*:\s*"yarn@(\d+)/.exec(manifest)?.[1];
  const modern =
    settings !== null || /^__metadata:/m.test(read(joinPath(root, "yarn.lock")) ?? "") || (asked !== undefined && asked !== "1");
  if (!modern) return { command: "yarn install --production --ignore-scripts --prefer-offline", members };
  if (!/^nodeLinker:\s*["']?node-modules/m.test(settings ?? ""))
    return "yarn keeps the packages in another way than in node_modules";
  if (asked === undefined || Number(asked) < 4) return "whether this yarn knows `workspaces focus` is not known: 4 does";
  return { command: "yarn workspaces focus --all --production", members };
}

function membersOf(manifest: string): readonly string[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest);
  } catch {
    return "package.json is not read";
  }
  const written = (parsed as { workspaces?: unknown }).workspaces;
  const patterns: unknown = Array.isArray(written) ? written : (written as { packages?: unknown } | undefined)?.packages;
  if (!Array.isArray(patterns)) return "the members of the workspace are not known";
  const tops = patterns.map((one) =>
    typeof one === "string" ? /^(?:\.\/)?([\w-]+)(?:\/(?:\*|[\w-]+))?\/?$/.exec(one)?.[1] : undefined,
  );
  if (tops.some((one) => one === undefined) || tops.length === 0) return "the members of the workspace are not known";
  return [...new Set(tops.filter((one): one is string => one !== undefined))];
}
