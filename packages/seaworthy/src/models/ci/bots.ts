import type { Problem } from "../../core/problem.js";
import { asBoolean, asList, asNumber, asString, asStrings, entryOf, get, parseYaml, type YamlNode } from "../yaml/yaml.js";
import type { UpdateBot } from "./ci.js";
import { json5AsYaml } from "./json5.js";

type Covered = UpdateBot["covers"][number];

const RENOVATE =
  /^(?:renovate\.json[5c]?|\.renovaterc(?:\.json[5c]?)?|\.(?:github|gitlab|forgejo|gitea)\/renovate\.json[5c]?|package\.json)$/;
const DEPENDABOT = /^\.github\/dependabot\.ya?ml$/;

/** Whether a path is one where an update bot looks for its configuration. */
export function isBotFile(path: string): boolean {
  return RENOVATE.test(path) || DEPENDABOT.test(path);
}

/** Reads a bot's configuration; nothing for a package.json without one. */
export function botsOf(path: string, text: string, problems: Problem[]): readonly UpdateBot[] {
  if (DEPENDABOT.test(path)) {
    const read = parseYaml(path, text);
    problems.push(...read.problems);
    return read.documents.slice(0, 1).flatMap((document) => dependabot(document));
  }
  const embedded = path === "package.json";
  if (embedded && !text.includes('"renovate"')) return [];
  const read = parseYaml(path, json5AsYaml(text));
  if (!embedded) problems.push(...read.problems);
  const root = read.documents[0];
  const config = embedded ? get(root, "renovate") : root;
  return config?.kind === "map" ? [renovate(config)] : [];
}

/** Renovate's managers of image references; each is on unless something switches it off. */
const MANAGERS: ReadonlyMap<string, Covered> = new Map<string, Covered>([
  ["dockerfile", "dockerfile"],
  ["docker-compose", "compose"],
  ["kubernetes", "kubernetes"],
]);

function renovate(config: YamlNode): UpdateBot {
  const covers =
    asBoolean(get(config, "enabled")) === false
      ? []
      : [...MANAGERS].filter(([name]) => managed(config, name)).map(([, what]) => what);
  const included = asStrings(get(config, "includePaths")).map((one) => one.value);
  const ignored = asStrings(get(config, "ignorePaths")).map((one) => `!${one.value}`);
  return {
    tool: "renovate",
    docker: covers.length > 0,
    // Kubernetes manifests have no default file pattern: without one of its own the manager finds nothing.
    covers: covers.filter((one) => one !== "kubernetes" || get(config, "kubernetes") !== null),
    place: entryOf(config, "extends")?.key.place ?? {
      file: config.place.file,
      range: [config.place.range[0], config.place.range[0] + 1],
    },
    directories: [...(included.length > 0 ? included : ["/"]), ...ignored],
  };
}

function managed(config: YamlNode, manager: string): boolean {
  const enabled = get(config, "enabledManagers");
  if (enabled && !asStrings(enabled).some((one) => one.value === manager)) return false;
  const presets = asStrings(get(config, "extends")).map((one) => one.value);
  if (presets.includes("docker:disable") || presets.includes(":disableRenovate")) return false;
  let on = true;
  for (const key of ["docker", manager]) if (asBoolean(get(config, key, "enabled")) === false) on = false;
  // Later rules win over earlier ones.
  for (const rule of asList(get(config, "packageRules"))) {
    const says = asBoolean(get(rule, "enabled"));
    if (says !== null && concernsAll(rule, manager)) on = says;
  }
  return on;
}

/** Whether a package rule takes all images of a manager, not only some packages, files or kinds of update. */
function concernsAll(rule: YamlNode, manager: string): boolean {
  if (rule.kind !== "map") return false;
  for (const [key, entry] of rule.entries) {
    if (!/^(?:match|exclude)/.test(key)) continue;
    const values = asStrings(entry.value).map((one) => one.value);
    if (key === "matchManagers" && values.includes(manager)) continue;
    if (key === "matchDatasources" && values.includes("docker")) continue;
    if (key === "matchCategories" && values.includes("docker")) continue;
    if (/^match(?:Package|Dep)(?:Names|Patterns)$/.test(key) && values.some((one) => one === "*" || one === "**" || one === ".*"))
      continue;
    return false;
  }
  return true;
}

const ECOSYSTEMS: ReadonlyMap<string, readonly Covered[]> = new Map<string, readonly Covered[]>([
  // Dependabot's docker ecosystem reads Dockerfiles, Containerfiles and Kubernetes manifests.
  ["docker", ["dockerfile", "kubernetes"]],
  ["docker-compose", ["compose"]],
]);

function dependabot(root: YamlNode): readonly UpdateBot[] {
  return asList(get(root, "updates")).flatMap((update): readonly UpdateBot[] => {
    const ecosystem = get(update, "package-ecosystem");
    const covers = ECOSYSTEMS.get(asString(ecosystem) ?? "");
    if (!covers || !ecosystem) return [];
    const directories = [...asStrings(get(update, "directories")), ...asStrings(get(update, "directory"))].map(
      (one) => one.value,
    );
    const paths = asStrings(get(update, "exclude-paths")).map((one) => `!${one.value}`);
    const on = !silenced(update);
    return [
      {
        tool: "dependabot",
        docker: on,
        covers: on ? covers : [],
        place: ecosystem.place,
        directories: [...(directories.length > 0 ? directories : ["/"]), ...paths],
      },
    ];
  });
}

/** No pull requests for new versions at all. */
function silenced(update: YamlNode): boolean {
  if (asNumber(get(update, "open-pull-requests-limit")) === 0) return true;
  return asList(get(update, "ignore")).some(
    (rule) => asString(get(rule, "dependency-name")) === "*" && !get(rule, "update-types") && !get(rule, "versions"),
  );
}
