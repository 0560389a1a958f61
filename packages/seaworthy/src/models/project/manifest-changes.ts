import { LineIndex } from "../../core/lines.js";
import { readManifests } from "../kubernetes/read.js";
import type { Before, Changes } from "./changes.js";
import type { Deployment } from "./deployment.js";
import type { Project } from "./project.js";

/** Whether a change touches a workload of a manifest: its document is not as it was. */
export function touchesWorkload(
  { file, place, kubernetes }: Deployment,
  project: Project,
  changes: Changes,
  before: Before,
): boolean {
  if (!changes.files.has(file)) return false;
  const text = project.texts.get(file);
  const old = before.get(file);
  if (text === undefined || typeof old !== "string" || !kubernetes) return true;
  const { kind, name, namespace } = kubernetes.workload;
  const was = readManifests(file, old).workloads.find(
    (one) => one.kind === kind && one.name === name && one.namespace === namespace,
  );
  return !was || documentAround(old, was.place.range[0]) !== documentAround(text, place.range[0]);
}

/** A changed file from which a workload is gone: what was built for it may be deployed nowhere now. */
export function fileWithoutWorkload(project: Project, changes: Changes, before: Before): string | null {
  for (const [file, old] of before) {
    if (old === null || !changes.files.has(file) || !/\.ya?ml$/i.test(file)) continue;
    const was = readManifests(file, old);
    if (!was.isKubernetes) continue;
    const text = project.texts.get(file);
    const is = text === undefined ? [] : readManifests(file, text).workloads;
    if (was.workloads.some(({ kind, name }) => !is.some((one) => one.kind === kind && one.name === name))) return file;
  }
  return null;
}

/** The text of the YAML document that holds an offset. */
function documentAround(text: string, offset: number): string {
  const line = new LineIndex(text).position(offset).line;
  const all = text.split(/\r?\n/);
  const isEdge = (number: number) => /^---(?:\s|$)/.test(all[number - 1] ?? "");
  let first = line;
  while (first > 1 && !isEdge(first)) first--;
  let last = line;
  while (last < all.length && !isEdge(last + 1)) last++;
  return all
    .slice(first - 1, last)
    .join("\n")
    .replace(/^---[^\n]*\n?/, "")
    .trim();
}
