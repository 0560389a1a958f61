import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { Command } from "../shell/script.js";
import { asList, asSited, asString, asStrings, get, parseYaml, type YamlMap } from "../yaml/yaml.js";
import type { Trigger } from "./task.js";

export interface Workflow {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly root: YamlMap;
  readonly triggers: readonly Trigger[];
  /** The `cron` scalars of its schedules, in the order of the scheduled triggers. */
  readonly crons: readonly { readonly value: string; readonly place: SourcePlace }[];
}

/** All files that one workflow may lead to. */
export interface GithubFiles {
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Composite actions by their folder, relative to the root ("." for the root's own). */
  readonly actions: ReadonlyMap<string, { readonly path: string; readonly text: string; readonly root: YamlMap }>;
  /** Workflows and actions of other repositories that are called and may do anything. */
  readonly outside: Set<string>;
  readonly scripts: Map<string, readonly Command[]>;
}

const AUTOMATIC = new Set([
  "push",
  "pull_request",
  "pull_request_target",
  "merge_group",
  "release",
  "workflow_run",
  "create",
  "deployment",
  "deployment_status",
  "registry_package",
  "check_run",
  "check_suite",
]);
/** More cron lines than anybody writes. */
const MAX_TRIGGERS = 20;

/** Reads a file below `.github/workflows`; null when it is not a workflow. */
export function readWorkflow(
  path: string,
  text: string,
): { readonly workflow: Workflow | null; readonly problems: readonly Problem[] } {
  const { documents, problems } = parseYaml(path, text);
  const root = documents[0];
  if (root?.kind !== "map" || !get(root, "jobs")) return { workflow: null, problems };
  const on = get(root, "on") ?? get(root, "true");
  const names = on?.kind === "map" ? [...on.entries.keys()] : asStrings(on).map((one) => one.value);
  const crons = asList(get(on, "schedule"))
    .slice(0, MAX_TRIGGERS)
    .flatMap((entry) => asSited(get(entry, "cron")) ?? []);
  const triggers = names
    .slice(0, 2 * MAX_TRIGGERS)
    .flatMap((event): readonly Trigger[] =>
      event === "schedule"
        ? crons.map((cron) => ({ event, cron: cron.value, automatic: false }))
        : [{ event, cron: null, automatic: AUTOMATIC.has(event) }],
    );
  const name = asString(get(root, "name")) ?? path.slice(path.lastIndexOf("/") + 1);
  return { workflow: { path, name, text, root, triggers, crons }, problems };
}
