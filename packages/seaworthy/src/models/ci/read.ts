import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { parseYaml, type YamlMap } from "../yaml/yaml.js";
import { buildOfTask } from "./builds.js";
import type { Ci, CiFile, ScheduledBuild } from "./ci.js";
import { type GithubFiles, readWorkflow, tasksOf, type Workflow } from "./github.js";
import { scansOf } from "./scans.js";
import { schedulesOf } from "./schedules.js";
import type { Task, Trigger } from "./task.js";

export interface CiSource {
  readonly path: string;
  readonly text: string;
}

const WORKFLOW = /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;

/**
 * Reads what runs by itself around the project's images: scans, scheduled builds, update bots, containers that scripts start.
 * `files` may hold anything; a file that is not of interest costs a look at its name.
 */
export function readCi(files: readonly CiSource[]): Ci {
  const problems: Problem[] = [];
  const found: CiFile[] = [];
  const workflows = new Map<string, Workflow>();
  const actions = new Map<string, { path: string; text: string; root: YamlMap }>();
  for (const file of files) {
    if (WORKFLOW.test(file.path)) {
      const read = readWorkflow(file.path, file.text);
      problems.push(...read.problems);
      if (!read.workflow) continue;
      workflows.set(file.path, read.workflow);
      found.push({ path: file.path, kind: "github-actions", name: read.workflow.name });
    } else if (ACTION.test(file.path)) {
      const root = parseYaml(file.path, file.text).documents[0];
      if (root?.kind === "map") actions.set(file.path.replace(/\/?action\.ya?ml$/, "") || ".", { ...file, root });
    }
  }
  const github: GithubFiles = { workflows, actions, outside: new Set(), scripts: new Map() };
  const tasks: Task[] = [];
  const schedules: ScheduledBuild[] = [];
  for (const workflow of workflows.values()) {
    for (const trigger of workflow.triggers) tasks.push(...tasksOf(workflow, trigger, github));
    schedules.push(...schedulesOf(workflow, github));
  }
  return {
    files: found,
    scans: scansOf(tasks),
    schedules,
    bots: [],
    runs: [],
    builds: buildsOf(tasks),
    unread: [],
    problems,
  };
}

function buildsOf(tasks: readonly Task[]): readonly { readonly place: SourcePlace; readonly file: string }[] {
  const found = new Map<string, { place: SourcePlace; file: string }>();
  for (const task of tasks) {
    if (task.runs.says === false || !buildOfTask(task).builds) continue;
    found.set(`${task.place.file}:${task.place.range[0]}`, { place: task.place, file: task.file });
  }
  return [...found.values()];
}

export type { Trigger };
