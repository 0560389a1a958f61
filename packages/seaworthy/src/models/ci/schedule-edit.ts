import { isScalar, isSeq } from "yaml";
import type { Edit } from "../../core/edit.js";
import { addItem, type Change, setValue } from "../yaml/edit/change.js";
import { setIn } from "../yaml/edit/path.js";
import { pairOf, yamlText } from "../yaml/edit/yaml-text.js";
import { readCi } from "./read.js";
import { MONTHLY } from "./written-workflow.js";

const LONGEST_DAYS = 31;

/**
 * The schedule that lets a workflow build and publish once a month; null where there is none that would: its jobs may ask for a push
 * or a tag.
 * @param paths what the pipelines consist of
 */
export function withMonthlyRun(
  paths: readonly string[],
  read: (path: string) => string | null,
): Extract<Edit, { file: string }> | null {
  const sources = paths.flatMap((path) => {
    const text = read(path);
    return text === null ? [] : [{ path, text }];
  });
  for (const { path, text } of sources) {
    if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) continue;
    const change = withSchedule(path, text);
    if (change === null || typeof change === "string" || "create" in change) continue;
    const edited = text.slice(0, change.range[0]) + change.text + text.slice(change.range[1]);
    const then = readCi(sources.map((one) => (one.path === path ? { path, text: edited } : one)));
    const runs = then.schedules.filter(({ place }) => place.file === path);
    if (runs.some((one) => one.builds && one.publishes && one.everyDays !== null && one.everyDays <= LONGEST_DAYS)) return change;
  }
  return null;
}

function withSchedule(path: string, text: string): Change | null {
  const source = yamlText(path, text);
  const [root] = source.roots;
  const on = pairOf(root?.node, "on");
  if (!root || !on || source.broken) return null;
  const entry = { cron: MONTHLY };
  if (isScalar(on.value)) return setValue(source, on, { [String(on.value.value)]: {}, schedule: [entry] });
  if (isSeq(on.value)) {
    const events = on.value.items.flatMap((one) => (isScalar(one) ? [String(one.value)] : []));
    return setValue(source, on, { ...Object.fromEntries(events.map((event) => [event, {}])), schedule: [entry] });
  }
  const there = pairOf(on.value, "schedule")?.value;
  return there ? addItem(source, there, entry) : setIn(source, root.node, null, ["on", "schedule"], [entry]);
}
