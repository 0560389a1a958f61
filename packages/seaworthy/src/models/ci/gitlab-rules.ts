import { asList, asString, asStrings, get, isNull, type YamlNode } from "../yaml/yaml.js";
import { evaluate, isKnown, truth } from "./expression.js";
import { type Decision, type Trigger, YES } from "./task.js";

/** Variables of a pipeline or job by name; null: not literal. */
export type Variables = ReadonlyMap<string, string | null>;

const never = (because: string): Decision => ({ says: false, because });

/** Keywords of `only` and `except` that name how a pipeline came about; all else there is a branch, a tag or a pattern. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ["schedules", "schedule"],
  ["pushes", "push"],
  ["merge_requests", "merge_request_event"],
  ["web", "web"],
  ["api", "api"],
  ["triggers", "trigger"],
  ["pipelines", "pipeline"],
  ["chat", "chat"],
  ["external", "external"],
  ["external_pull_requests", "external_pull_request_event"],
]);

/** Whether a trigger runs a job (its own keys first, then those of what it extends), or for `workflow` the pipeline. */
export function jobRuns(
  layers: readonly (YamlNode | null)[],
  trigger: Trigger,
  variables: Variables,
  workflow: boolean,
): Decision {
  const rules = first(layers, "rules");
  if (rules) return byRules(asList(rules), trigger, variables);
  if (workflow) return YES;
  const when = asString(first(layers, "when"));
  if (when === "manual" || when === "never") return never(`\`when: ${when}\` keeps it from running by itself`);
  const only = first(layers, "only");
  const except = first(layers, "except");
  if (only && !isNull(only) && !matches(only, trigger)) return never(`\`only\` keeps it from running on ${trigger.event}`);
  if (except && matches(except, trigger)) return never(`\`except\` keeps it from running on ${trigger.event}`);
  // Without rules a job belongs to branch and tag pipelines.
  if (!only && trigger.event === "merge_request_event") return never("without rules it is not part of merge request pipelines");
  return YES;
}

function first(layers: readonly (YamlNode | null)[], key: string): YamlNode | null {
  for (const layer of layers) {
    const found = get(layer, key);
    if (found) return found;
  }
  return null;
}

function matches(node: YamlNode, trigger: Trigger): boolean {
  const refs = node.kind === "map" ? get(node, "refs") : node;
  // `only: variables` or `only: changes` alone leave the sources open.
  if (!refs) return trigger.event !== "merge_request_event";
  return asStrings(refs).some(({ value }) => {
    const source = SOURCES.get(value);
    return source === undefined ? trigger.event !== "merge_request_event" : source === trigger.event;
  });
}

/** The first rule that holds decides; one that may hold on some branch counts as running. */
function byRules(rules: readonly YamlNode[], trigger: Trigger, variables: Variables): Decision {
  let switched: Decision | null = null;
  for (const rule of rules) {
    const condition = asString(get(rule, "if"));
    const when = asString(get(rule, "when"));
    const open = get(rule, "changes") !== null || get(rule, "exists") !== null;
    const { is, switches } = condition === null ? { is: true, switches: [] } : holds(condition, trigger, variables);
    if (is === false) continue;
    const starts = when !== "never" && when !== "manual";
    if (is === true && !open) {
      if (!starts) return switched ?? never(`\`when: ${when}\` keeps it from running on ${trigger.event}`);
      return switched?.says === null && rules.length > 1 ? switched : YES;
    }
    if (switches.length > 0) switched ??= { says: null, because: `it can be switched off by ${switches.join(", ")}` };
    else if (starts) return switched ?? YES;
  }
  return switched ?? never(`no rule lets it run on ${trigger.event}`);
}

function holds(
  condition: string,
  trigger: Trigger,
  variables: Variables,
): { readonly is: boolean | null; readonly switches: readonly string[] } {
  const value = evaluate(translate(condition), (path) => {
    const name = path.slice(2).toUpperCase();
    if (name === "CI_PIPELINE_SOURCE") return trigger.event;
    if (/^(?:CI|GITLAB)_/.test(name))
      return name === "CI_MERGE_REQUEST_IID" && trigger.event !== "merge_request_event" ? "" : { switches: [] };
    for (const [known, text] of variables) if (known.toUpperCase() === name && text !== null) return text;
    return { switches: [`$${name}`] };
  });
  return { is: truth(value), switches: isKnown(value) ? [] : value.switches };
}

/** GitLab's `rules:if` language in the words of the other evaluator. */
function translate(condition: string): string {
  return condition
    .slice(0, 5000)
    .replace(/"([^"]*)"/g, (_, text: string) => `'${text.replaceAll("'", "''")}'`)
    .replace(/(\$\w+)\s*[=!]~\s*(?:\/(?:[^/\\]|\\.)*\/\w*|\$\w+|'[^']*')/g, "match($1)")
    .replace(/\$(\w+)/g, "v.$1");
}

/** Whether the pipeline fails when the job does. */
export function allowed(layers: readonly (YamlNode | null)[]): Decision {
  const node = first(layers, "allow_failure");
  if (node?.kind === "map") return { says: null, because: "`allow_failure` lets some exit codes pass" };
  if (asString(node) === "true") return { says: false, because: "`allow_failure: true` lets it pass" };
  const rules = asList(first(layers, "rules"));
  const soft = rules.filter((rule) => asString(get(rule, "allow_failure")) === "true");
  if (soft.length === 0) return YES;
  if (soft.length === rules.length) return { says: false, because: "`allow_failure: true` of its rules lets it pass" };
  return { says: null, because: "`allow_failure: true` of a rule may let it pass" };
}
