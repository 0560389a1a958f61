import type { Sited } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asList, asSited, asString, get, isNull, parseYaml, type YamlNode } from "../yaml/yaml.js";
import { type PodContext, readContainer } from "./container.js";
import { type Fields, fieldsOf } from "./fields.js";
import type { Container, PodVolume, Workload, WorkloadKind } from "./kubernetes.js";

export interface Manifests {
  /** Whether the file holds Kubernetes objects (or Kustomize's own), templated or not. */
  readonly isKubernetes: boolean;
  /** In the order of the file. */
  readonly workloads: readonly Workload[];
  /** Whether Helm or another templating language stands in it: what it deploys is then not (all) in `workloads`. */
  readonly templated: boolean;
  /** Whether it holds parts of workloads (a pod template without containers, a container without an image), as Kustomize patches do. */
  readonly partial: boolean;
  readonly problems: readonly Problem[];
}

const NOTHING: Manifests = {
  isKubernetes: false,
  workloads: [],
  templated: false,
  partial: false,
  problems: [],
};

/** Where each kind keeps its pod. The API groups that own these kinds; the same word in another group is somebody's own resource. */
const KINDS: ReadonlyMap<string, { readonly groups: readonly string[]; readonly pod: readonly string[] }> = new Map([
  ["Pod", { groups: [""], pod: [] }],
  ["Deployment", { groups: ["apps", "extensions"], pod: ["spec", "template"] }],
  ["ReplicaSet", { groups: ["apps", "extensions"], pod: ["spec", "template"] }],
  ["DaemonSet", { groups: ["apps", "extensions"], pod: ["spec", "template"] }],
  ["StatefulSet", { groups: ["apps"], pod: ["spec", "template"] }],
  ["Job", { groups: ["batch"], pod: ["spec", "template"] }],
  ["CronJob", { groups: ["batch"], pod: ["spec", "jobTemplate", "spec", "template"] }],
]);

const TEMPLATE = /\{\{|\{%/;
/** How deep a List may stand in a List. */
const MAX_LISTS = 4;

/**
 * Reads the workloads of a file of Kubernetes manifests: several documents, `kind: List`, every kind that holds a pod.
 * Other kinds are Kubernetes, but nothing to read. A templated file has no problems: it is not meant to be YAML.
 */
export function readManifests(path: string, text: string): Manifests {
  if (!maybeKubernetes(path, text)) return NOTHING;
  const templated = TEMPLATE.test(text);
  const { documents, problems: found } = parseYaml(path, text);
  const broken = found.some((problem) => problem.kind === "parse");
  if (templated && (broken || isChartTemplate(path))) {
    return {
      isKubernetes: true,
      workloads: [],
      templated: true,
      partial: false,
      problems: [],
    };
  }
  const objects = documents.flatMap((document) => objectsOf(document, 0));
  const kustomize = isKustomization(path) && documents.some((document) => document.kind === "map");
  if (objects.length === 0) {
    const isKubernetes = kustomize || (broken && looksLikeWorkload(text));
    return isKubernetes ? { ...NOTHING, isKubernetes, problems: found } : NOTHING;
  }

  const problems: Problem[] = [...found];
  const workloads: Workload[] = [];
  let skipped = false;
  let partial = false;
  for (const object of objects) {
    const [from, to] = object.place.range;
    if (templated && KINDS.has(asString(get(object, "kind")) ?? "") && TEMPLATE.test(text.slice(from, to))) {
      skipped = true;
      continue;
    }
    const workload = readWorkload(path, object, fieldsOf(problems));
    if (workload === "partial") partial = true;
    else if (workload) workloads.push(workload);
  }
  return {
    isKubernetes: true,
    workloads,
    templated: skipped,
    partial,
    problems,
  };
}

/** A quick look that spares the parser everything that is plainly something else. */
function maybeKubernetes(path: string, text: string): boolean {
  if (isKustomization(path)) return true;
  return /(?:^|[\s{,"'])apiVersion["']?\s*:/.test(text) && /(?:^|[\s{,"'])kind["']?\s*:/.test(text);
}

/** For a text that no parser could read: lines that only a workload's manifest has. */
function looksLikeWorkload(text: string): boolean {
  const kind = /^kind:[ \t]*["']?([A-Za-z]+)/m.exec(text)?.[1] ?? "";
  return KINDS.has(kind) && /^apiVersion:/m.test(text);
}

function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

function isChartTemplate(path: string): boolean {
  return /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/.test(path);
}

/** The objects of a document: itself, or the items of a List (a `DeploymentList` too). */
function objectsOf(document: YamlNode, depth: number): readonly YamlNode[] {
  const kind = asString(get(document, "kind"));
  const version = asString(get(document, "apiVersion"));
  if (kind === null || version === null || !/^(?:[a-z0-9.-]+\/)?[a-zA-Z0-9]+$/.test(version)) return [];
  const items = get(document, "items");
  if (/List$/.test(kind) && items?.kind === "seq") {
    if (depth >= MAX_LISTS) return [document];
    const element = kind.replace(/List$/, "");
    // Items of a typed list may leave out their own kind.
    const known = items.items.flatMap((item) => (get(item, "kind") || element === "" ? objectsOf(item, depth + 1) : []));
    return known.length > 0 ? known : [document];
  }
  return [document];
}

function readWorkload(path: string, object: YamlNode, fields: Fields): Workload | "partial" | null {
  const kind = asString(get(object, "kind")) ?? "";
  const shape = KINDS.get(kind);
  if (!shape) return null;
  const version = asString(get(object, "apiVersion")) ?? "";
  const group = version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
  if (!shape.groups.includes(group)) return null;

  const template = get(object, ...shape.pod);
  const spec = get(template, "spec");
  const main = asList(get(spec, "containers"));
  if (main.length === 0 || main.some((container) => isNull(get(container, "image")))) return "partial";

  const name = get(object, "metadata", "name") ?? get(object, "metadata", "generateName");
  const volumes = fields.list(spec, "volumes").flatMap((volume) => readVolume(volume));
  const pod: PodContext = {
    security: get(spec, "securityContext"),
    volumes,
    appArmor: appArmorOf(template),
  };
  const containers = (key: string, role: Container["role"]): Container[] =>
    fields.list(spec, key).map((node) => readContainer(node, role, pod, fields));
  return {
    kind: kind as WorkloadKind,
    name: asString(name) ?? "",
    namespace: asString(get(object, "metadata", "namespace")),
    file: path,
    place: name?.place ?? get(object, "kind")?.place ?? object.place,
    containers: [
      ...containers("initContainers", "init"),
      ...containers("containers", "container"),
      ...containers("ephemeralContainers", "ephemeral"),
    ],
    terminationGracePeriodSeconds: fields.number(spec, "terminationGracePeriodSeconds"),
    hostNetwork: fields.boolean(spec, "hostNetwork"),
    hostPid: fields.boolean(spec, "hostPID"),
    hostIpc: fields.boolean(spec, "hostIPC"),
    automountServiceAccountToken: fields.boolean(spec, "automountServiceAccountToken"),
    volumes,
  };
}

function readVolume(node: YamlNode): readonly PodVolume[] {
  const name = asString(get(node, "name"));
  if (name === null || node.kind !== "map") return [];
  const type = [...node.entries.keys()].find((key) => key !== "name") ?? "emptyDir";
  return [
    {
      name,
      type,
      hostPath: type === "hostPath" ? asString(get(node, "hostPath", "path")) : null,
      place: node.place,
    },
  ];
}

const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

function appArmorOf(template: YamlNode | null): ReadonlyMap<string, Sited<string>> {
  const found = new Map<string, Sited<string>>();
  const annotations = get(template, "metadata", "annotations");
  if (annotations?.kind !== "map") return found;
  for (const [key, entry] of annotations.entries) {
    const value = asSited(entry.value);
    if (key.startsWith(APP_ARMOR) && value) found.set(key.slice(APP_ARMOR.length), value);
  }
  return found;
}
