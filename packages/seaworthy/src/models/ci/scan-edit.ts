import { isMap, isScalar } from "yaml";
import { type Edit, isEdit, replaced } from "../../core/edit.js";
import { type Change, removeEntry, setScalar } from "../yaml/edit/change.js";
import { setIn } from "../yaml/edit/path.js";
import { pairOf, type YamlText } from "../yaml/edit/yaml-text.js";

/** Inputs that let an action fail on critical and high findings. */
const ACTIONS: readonly (readonly [
  action: RegExp,
  inputs: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, string>>,
])[] = [
  [/^aquasecurity\/trivy-action@/i, { "exit-code": "1" }, { severity: "CRITICAL,HIGH" }],
  [/^anchore\/scan-action@/i, { "fail-build": "true" }, { "severity-cutoff": "high" }],
  [/^snyk\/actions\//i, {}, { args: "--severity-threshold=high" }],
  [/^docker\/scout-action@/i, { "exit-code": "true" }, { "only-severities": "critical,high" }],
];

/** What lets a step of a workflow that scans an image fail its job; null: nothing is known to do, or it is there already. */
export function gatedScan(source: YamlText, offset: number): readonly Edit[] | null {
  const step = source.mapWith(offset, (map) => pairOf(map, "uses") !== null || pairOf(map, "run") !== null);
  if (!step) return null;
  const changes: Change[] = [];
  const loose = pairOf(step, "continue-on-error");
  if (loose) {
    if (!isScalar(loose.value) || String(loose.value.value).includes("${{")) return null;
    if (loose.value.value !== false) changes.push(removeEntry(source, step, loose));
  }
  const uses = pairOf(step, "uses")?.value;
  const run = pairOf(step, "run")?.value;
  if (isScalar(uses)) {
    const known = ACTIONS.find(([action]) => action.test(String(uses.value)));
    if (!known) return null;
    const [, inputs, defaults] = known;
    const given = pairOf(step, "with")?.value;
    const command = pairOf(given, "command")?.value;
    // The other commands compare or inform, and never fail on what there is.
    if (isScalar(command) && String(command.value) !== "cves") return null;
    const wanted = new Map(Object.entries(inputs));
    for (const [name, value] of Object.entries(defaults)) if (!pairOf(given, name)) wanted.set(name, value);
    const fresh: [string, string][] = [];
    for (const [name, value] of wanted) {
      const pair = pairOf(given, name);
      if (!pair) fresh.push([name, value]);
      else if (isScalar(pair.value) && String(pair.value.value) !== value) changes.push(setScalar(source, pair.value, value));
    }
    if (fresh.length > 0) {
      if (!isMap(given)) changes.push(setIn(source, step, null, ["with"], Object.fromEntries(fresh)));
      else {
        const made = fresh.map(([name, value]) => setIn(source, step, null, ["with", name], value));
        const [first] = made;
        if (!first || typeof first === "string" || "create" in first) return null;
        changes.push({
          ...first,
          text: made.map((one) => (typeof one === "string" || "create" in one ? "" : one.text)).join(""),
        });
      }
    }
  } else if (run?.range) changes.push(...gatedCommands(source, [run.range[0], run.range[1]]));
  return changes.length > 0 && changes.every(isEdit) ? changes : null;
}

/** Options of scanners' commands, each behind the word that it belongs to. */
function gatedCommands({ text, file }: YamlText, [from, to]: readonly [number, number]): readonly Edit[] {
  const script = text.slice(from, to);
  const edits: Edit[] = [];
  for (const match of script.matchAll(
    /\b(?:trivy\s+(?:--?\S+\s+)*image|aquasec\/trivy(?::\S+)?\s+(?:--?\S+\s+)*image|grype)\b([^\n]*(?:\\\n[^\n]*)*)/g,
  )) {
    const rest = match[1] ?? "";
    const at = from + match.index + match[0].length - rest.length;
    const grype = match[0].startsWith("grype");
    const zero = /--exit-code[ =]0\b/.exec(rest);
    if (zero) edits.push(replaced(file, [at + zero.index, at + zero.index + zero[0].length], zero[0].replace(/0$/, "1")));
    const wanted = grype
      ? /--fail-on|(?:^|\s)-f\s/.test(rest)
        ? ""
        : " --fail-on high"
      : `${/--exit-code/.test(rest) ? "" : " --exit-code 1"}${/--severity|(?:^|\s)-s\s/.test(rest) ? "" : " --severity CRITICAL,HIGH"}`;
    if (wanted !== "") edits.push(replaced(file, [at, at], wanted));
    const thrown = /\s*\|\|\s*(?:true|:|exit 0)(?=\s*$)/.exec(rest);
    if (thrown) edits.push(replaced(file, [at + thrown.index, at + thrown.index + thrown[0].length], ""));
  }
  return edits;
}
