import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asString, get, parseYaml, type YamlMap } from "../yaml/yaml.js";
import { botsOf, isBotFile } from "./bots.js";
import { buildOfCommand, buildOfTask } from "./builds.js";
import type { Ci, CiFile, ContainerRun, ScanStep, ScheduledBuild, UpdateBot } from "./ci.js";
import { tasksOf } from "./github.js";
import { GITLAB_TRIGGERS, gitlabTasks, readGitlab, scheduleMarks } from "./gitlab.js";
import { followed, LocalScripts } from "./local-scripts.js";
import { runsOf } from "./runs.js";
import { scansOf } from "./scans.js";
import { outcome, schedulesOf } from "./schedules.js";
import { silentPipelines } from "./silent.js";
import type { Task } from "./task.js";
import { type GithubFiles, readWorkflow, type Workflow } from "./workflow.js";

export interface CiSource {
  readonly path: string;
  readonly text: string;
}

const WORKFLOW = /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(?:^|\/)action\.ya?ml$/;
const GITLAB = /^\.gitlab-ci\.ya?ml$/;

/** CI systems that are seen and not read. */
const UNREAD: readonly RegExp[] = [
  /(?:^|\/)Jenkinsfile(?:\.[\w-]+)?$/,
  /^\.circleci\/config\.ya?ml$/,
  /(?:^|\/)azure-pipelines(?:[\w.-]*)\.ya?ml$|^\.azure(?:-pipelines|devops)\/[^/]+\.ya?ml$/,
  /^bitbucket-pipelines\.ya?ml$/,
  /^\.drone\.(?:ya?ml|star|jsonnet)$/,
  /(?:^|\/)cloudbuild(?:[\w.-]*)\.(?:ya?ml|json)$/,
  /(?:^|\/)buildspec(?:[\w.-]*)\.ya?ml$/,
  /^\.woodpecker(?:\.ya?ml$|\/)/,
  /^\.travis\.ya?ml$/,
  /^\.?appveyor\.ya?ml$/,
  /^\.buildkite\/[^/]+\.ya?ml$/,
  /^\.semaphore\/[^/]+\.ya?ml$/,
  /^\.cirrus\.(?:ya?ml|star)$/,
  /^\.teamcity\//,
  /^(?:dagger\.json|Earthfile|codefresh\.ya?ml|wercker\.ya?ml|screwdriver\.ya?ml|\.gocd\.ya?ml|\.harness\/.+\.ya?ml)$/,
  /^\.tekton\/[^/]+\.ya?ml$/,
];

/** Foreign workflows whose names promise something about images. */
const TELLING = /docker|image|container|scan|trivy|grype|snyk|scout|build|publish|release|security/i;

const NO_CI: Ci = Object.freeze({
  files: [],
  scans: [],
  schedules: [],
  bots: [],
  runs: [],
  builds: [],
  unread: [],
  silent: [],
  problems: [],
});

/**
 * Reads what runs by itself around the project's images: scans, scheduled builds, update bots, containers that scripts start.
 * `files` are the project's CI files, bot configurations, shell scripts, Makefiles and package.json files; it may hold others,
 * which cost a look at their names.
 */
export function readCi(files: readonly CiSource[]): Ci {
  if (files.length === 0) return NO_CI;
  const problems: Problem[] = [];
  const found: CiFile[] = [];
  const bots: UpdateBot[] = [];
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
    } else if (isBotFile(file.path)) bots.push(...botsOf(file.path, file.text, problems));
  }
  const scripts = new LocalScripts(files);
  const github: GithubFiles = { workflows, actions, outside: new Set(), scripts: new Map() };
  const tasks: Task[] = [];
  const schedules: ScheduledBuild[] = [];
  for (const workflow of workflows.values()) {
    const byTrigger = new Map(
      workflow.triggers.map((trigger) => [trigger, followed(tasksOf(workflow, trigger, github), scripts)]),
    );
    for (const some of byTrigger.values()) for (const task of some) tasks.push(task);
    schedules.push(...schedulesOf(workflow, (trigger) => byTrigger.get(trigger) ?? []));
  }
  const gitlab = readGitlabFiles(files, scripts);
  const outside = [...github.outside].filter((name) => TELLING.test(name));
  const unread = [
    ...files.map((file) => file.path).filter((path) => UNREAD.some((pattern) => pattern.test(path))),
    ...outside,
    ...gitlab.outside,
  ];
  return {
    files: [...found, ...gitlab.files],
    scans: [...scansOf([...tasks, ...gitlab.tasks]), ...gitlab.scans],
    schedules: [...schedules, ...gitlab.schedules],
    bots,
    runs: runsIn([...tasks, ...gitlab.tasks], scripts),
    builds: buildsIn([...tasks, ...gitlab.tasks]),
    unread,
    silent: silentPipelines(unread, files),
    problems: [...problems, ...gitlab.problems],
  };
}

interface Gitlab {
  readonly files: readonly CiFile[];
  readonly tasks: readonly Task[];
  readonly scans: readonly ScanStep[];
  readonly schedules: readonly ScheduledBuild[];
  readonly outside: readonly string[];
  readonly problems: readonly Problem[];
}

function readGitlabFiles(files: readonly CiSource[], scripts: LocalScripts): Gitlab {
  const entry = files.find((file) => GITLAB.test(file.path));
  if (!entry) return { files: [], tasks: [], scans: [], schedules: [], outside: [], problems: [] };
  const pipeline = readGitlab(entry.path, (wanted) => files.filter((file) => fits(wanted, file.path)));
  const name = asString(get(pipeline.entries.get("workflow")?.value, "name")) ?? "GitLab CI";
  const byTrigger = GITLAB_TRIGGERS.map((trigger) => followed(gitlabTasks(pipeline, trigger), scripts));
  const mark = scheduleMarks(pipeline);
  const scheduled = byTrigger[GITLAB_TRIGGERS.findIndex((trigger) => trigger.event === "schedule")] ?? [];
  return {
    files: pipeline.files.map((path) => ({ path, kind: "gitlab-ci" as const, name })),
    tasks: byTrigger.flat(),
    scans: pipeline.templates,
    // How often is set in GitLab itself.
    schedules: mark ? [{ cron: null, everyDays: null, place: mark, ...outcome(scheduled) }] : [],
    outside: pipeline.outside,
    problems: pipeline.problems,
  };
}

/** Whether a path is what an include names: stars stand for anything, one of them for anything within a folder. */
function fits(wanted: string, path: string): boolean {
  // A pattern of many stars would take for ever to fail.
  if (!wanted.includes("*") || wanted.split(/\*+/).length > 5) return wanted === path;
  const pattern = wanted
    .slice(0, 500)
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, (stars) => (stars.length > 1 ? ".*" : "[^/]*"));
  return new RegExp(`^${pattern}$`).test(path);
}

/** Containers that CI and the project's scripts start, each place once. */
function runsIn(tasks: readonly Task[], scripts: LocalScripts): readonly ContainerRun[] {
  const found = new Map<string, ContainerRun>();
  const add = (run: ContainerRun): void => void found.set(`${run.file}:${run.place.range[0]}`, run);
  for (const task of tasks) for (const run of runsOf(task.file, task.commands)) add(run);
  for (const script of scripts.every()) for (const run of runsOf(script.file, script.commands)) add(run);
  return [...found.values()];
}

/** Steps and commands that build an image, each place once. */
function buildsIn(tasks: readonly Task[]): readonly { readonly place: SourcePlace; readonly file: string }[] {
  const found = new Map<string, { place: SourcePlace; file: string }>();
  const add = (place: SourcePlace): void => void found.set(`${place.file}:${place.range[0]}`, { place, file: place.file });
  for (const task of tasks) {
    if (task.runs.says === false) continue;
    if (task.action !== null && buildOfTask(task).builds) add(task.place);
    for (const command of task.commands) if (buildOfCommand(command).builds) add({ file: task.file, range: command.range });
  }
  return [...found.values()];
}
