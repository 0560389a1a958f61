import { isMap, isScalar, isSeq } from "yaml";
import type { Finding } from "../../core/answer.js";
import { type Fix, isEdit, type Unfixed } from "../../core/edit.js";
import { isSourcePlace, type SourcePlace } from "../../core/place.js";
import { type Change, removeEntry, removeItem, setScalar } from "../yaml/edit/change.js";
import { addItems, setIn } from "../yaml/edit/path.js";
import type { Written } from "../yaml/edit/written.js";
import { pairOf, type RawNode, type RawPair, type YamlText, yamlText } from "../yaml/edit/yaml-text.js";
import type { Deployment } from "./deployment.js";
import type { Service } from "./service.js";

/** Changes of the file that deploys a service: its mapping in a Compose file, or a container in a manifest. */
export class DeploymentEdit {
  readonly source: YamlText;
  readonly #map: RawNode | null;
  readonly #pair: RawPair | null;
  /** Of a container: the mapping of its pod. */
  readonly #pod: RawNode | null;

  private constructor(source: YamlText, map: RawNode | null, pair: RawPair | null, pod: RawNode | null) {
    this.source = source;
    this.#map = map;
    this.#pair = pair;
    this.#pod = pod;
  }

  /**
   * A text: why the deployment cannot be changed. `file`: another of the Compose files that set the service, which are laid over each other.
   */
  static of(
    deployment: Deployment,
    read: (path: string) => string | null,
    file: string = deployment.place.file,
  ): DeploymentEdit | string {
    const { range } = deployment.place;
    const text = read(file);
    if (text === null) return `${file} cannot be read`;
    const source = yamlText(file, text);
    if (source.broken) return `${file} cannot be read as YAML`;
    if (deployment.kind === "kubernetes") {
      const spot = source.mapAround(range[0]);
      const pod = spot?.parents.findLast((one) => isMap(one)) as RawNode | undefined;
      return spot ? new DeploymentEdit(source, spot.node, null, pod ?? null) : "the container was not found in the file";
    }
    const found = file === deployment.place.file ? source.pairAt(range[0]) : serviceIn(source, deployment.name);
    if (!found) return `${deployment.name} was not found in ${file}`;
    const { value } = found.pair;
    if (value && !isMap(value) && !(isScalar(value) && value.value === null)) {
      const alias = (value as { source?: string }).source;
      return `the alias *${alias ?? "?"} owns what ${deployment.name} sets`;
    }
    return new DeploymentEdit(source, isMap(value) ? (value as RawNode) : null, found.pair, null);
  }

  /** Sets the value at a path of keys; what is missing on the way is made. */
  set(path: readonly string[], value: Written): Change {
    return setIn(this.source, this.#map, this.#pair, path, value);
  }

  /** Sets a key of the pod that a container is in. */
  setInPod(key: string, value: Written): Change {
    return setIn(this.source, this.#pod, null, [key], value);
  }

  /** Removes a key of the pod that a container is in. */
  removeFromPod(key: string): Change {
    const pair = pairOf(this.#pod, key);
    return this.#pod && pair ? removeEntry(this.source, this.#pod, pair) : elsewhere([key]);
  }

  /** Sets a value at the top of the Compose file, beside `services`. */
  setAtTop(path: readonly string[], value: Written): Change {
    const top = this.source.roots.find(({ node }) => pairOf(node, "services"));
    return top ? setIn(this.source, top.node, null, path, value) : "the file has no `services`";
  }

  /** What is written at the top of the Compose file. */
  rawAtTop(path: readonly string[]): RawNode | null {
    let at: RawNode | null = this.source.roots.find(({ node }) => pairOf(node, "services"))?.node ?? null;
    for (const key of path) at = pairOf(at, key)?.value ?? null;
    return at;
  }

  /** Sets several keys that are not there yet, one behind the other. */
  setAll(entries: readonly (readonly [key: string, value: Written])[]): Change {
    const made = entries.map(([key, value]) => this.set([key], value));
    const reason = made.find((one) => typeof one === "string");
    if (reason !== undefined) return reason;
    const [first] = made;
    if (!first || typeof first === "string" || "create" in first) return "there is nothing to set";
    let text = "";
    for (const one of made) {
      if (typeof one === "string" || "create" in one || one.range[0] !== first.range[0] || one.range[1] !== first.range[0])
        return "they cannot stand one behind the other";
      text += one.text;
    }
    return { ...first, text };
  }

  /** Gives a container an empty volume at each of these folders. */
  emptyDirs(folders: readonly string[]): readonly Change[] {
    if (folders.length === 0) return [];
    if (!this.#pod) return ["the pod was not found in the file"];
    const volumes = pairOf(this.#pod, "volumes")?.value;
    const taken = new Map<string, boolean>();
    for (const one of isSeq(volumes) ? (volumes.items as RawNode[]) : []) {
      const name = pairOf(one, "name")?.value;
      if (isScalar(name)) taken.set(String(name.value), pairOf(one, "emptyDir") !== null);
    }
    const mounts: Written[] = [];
    const made: Written[] = [];
    for (const folder of folders) {
      const name =
        folder
          .slice(1)
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, "-")
          .replace(/^-|-$/g, "") || "root";
      if (taken.has(name)) return [`a volume named ${name} is there already`];
      mounts.push({ name, mountPath: folder });
      made.push({ name, emptyDir: {} });
    }
    return [this.add(["volumeMounts"], mounts), addItems(this.source, this.#pod, null, ["volumes"], made)];
  }

  /** Puts items behind those of a list, which is made where there is none. */
  add(path: readonly string[], items: readonly Written[]): Change {
    return addItems(this.source, this.#map, this.#pair, path, items);
  }

  /** Removes what stands at a path, and with it what would be empty then. */
  remove(path: readonly string[]): Change {
    let map = this.#map;
    let outermost: { map: RawNode; pair: RawPair } | null = null;
    for (const [index, key] of path.entries()) {
      const pair = pairOf(map, key);
      if (!map || !pair) return elsewhere(path);
      const alone = isMap(map) && map.items.length === 1 && index > 0;
      if (!alone) outermost = { map, pair };
      map = pair.value;
    }
    return outermost ? removeEntry(this.source, outermost.map, outermost.pair) : elsewhere(path);
  }

  /** Removes items of a list by where they stand; with the last one the key. */
  removeItems(path: readonly string[], places: readonly SourcePlace[]): readonly Change[] {
    const list = this.raw(path);
    const starts = new Set(places.map(({ range }) => range[0]));
    if (!isSeq(list)) return list === null ? [elsewhere(path)] : [this.remove(path)];
    const indexes = (list.items as RawNode[]).flatMap((item, index) => (starts.has(item.range?.[0] ?? -1) ? [index] : []));
    if (indexes.length === 0) return [elsewhere(path)];
    if (indexes.length === list.items.length) return [this.remove(path)];
    const [first, ...more] = indexes;
    // Neighbours in brackets share a comma: one at a time.
    return (list.flow ? [first] : [first, ...more]).map((index) => removeItem(this.source, list as RawNode, index ?? 0));
  }

  /** Puts a plain value in the place of the one that stands there. */
  replace(place: SourcePlace, value: string): Change {
    if (place.file !== this.source.file) return `${place.file} holds the value`;
    const node = this.source.scalarAt(place.range[0]);
    return node ? setScalar(this.source, node, value) : "the value was not found in the file";
  }

  /** What is written there, aliases not followed; null where nothing is. */
  raw(path: readonly string[]): RawNode | null {
    let at: RawNode | null = this.#map;
    for (const key of path) at = pairOf(at, key)?.value ?? null;
    return at;
  }

  /** Why what is set there stays: an anchor or another file holds it. */
  foreignTo(place: SourcePlace | null | undefined): string | null {
    if (!place) return null;
    if (place.file !== this.source.file) return `${place.file} holds the value`;
    const [from, to] = (this.#map?.range ?? [0, 0]) as readonly number[];
    return place.range[0] >= (from ?? 0) && place.range[1] <= (to ?? 0) ? null : "an anchor that others share owns the value";
  }
}

function serviceIn(source: YamlText, name: string): { readonly pair: RawPair } | null {
  for (const { node } of source.roots) {
    const pair = pairOf(pairOf(node, "services")?.value, name);
    if (pair) return { pair };
  }
  return null;
}

function elsewhere(path: readonly string[]): string {
  return `\`${path.join(".")}\` comes from an anchor or another file, which others share`;
}

/** What a rule makes of one finding: edits and what they are for; a text: why it is left; null: nothing is known to do. */
export type Made =
  | { readonly title: string; readonly safety?: Fix["safety"]; readonly changes: readonly Change[] }
  | string
  | null;

/** A fix for each finding of a deployment, each by itself, for review unless it says otherwise. */
export function fixDeployments(
  service: Service,
  seen: { readonly findings: readonly Finding[]; read(path: string): string | null },
  make: (deployment: Deployment, edit: DeploymentEdit, finding: Finding) => Made,
): readonly (Fix | Unfixed)[] {
  return seen.findings.flatMap((finding): readonly (Fix | Unfixed)[] => {
    const deployment = deploymentOf(service, finding);
    if (!deployment) return [];
    const file = deployment.compose && isSourcePlace(finding.place) ? finding.place.file : deployment.place.file;
    const edit = DeploymentEdit.of(deployment, seen.read, file);
    if (typeof edit === "string") return [{ because: edit, finding }];
    const made = make(deployment, edit, finding);
    if (made === null) return [];
    if (typeof made === "string") return [{ because: made, finding }];
    const reason = made.changes.find((one) => typeof one === "string");
    if (typeof reason === "string") return [{ because: reason, finding }];
    const edits = made.changes.filter(isEdit);
    return [{ title: made.title, safety: made.safety ?? "review", order: "line", edits, finding }];
  });
}

/** Deployments of one name may stand in several files. */
function deploymentOf({ deployments }: Service, { deployment: name, place }: Finding): Deployment | null {
  const named = deployments.filter((one) => name === undefined || one.name === name);
  const file = isSourcePlace(place) ? place.file : null;
  return named.find((one) => one.file === file) ?? (named.length === 1 ? (named[0] ?? null) : null);
}
