import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { offsetsFrom, offsetsThrough } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import {
  asList,
  asString,
  asStrings,
  get,
  isNull,
  parseYaml,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from "../yaml/yaml.js";
import type { ScanStep } from "./ci.js";
import { allowed, jobRuns, type Variables } from "./gitlab-rules.js";
import { positionsOf } from "./offsets.js";
import { all, type Decision, type Task, type Trigger } from "./task.js";

export interface GitlabPipeline {
  readonly path: string;
  /** The entries of all files together; later files win. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly texts: ReadonlyMap<string, string>;
  /** The files that were read, the entry first. */
  readonly files: readonly string[];
  /** Includes of other projects, remote files and components. */
  readonly outside: readonly string[];
  /** GitLab's own templates and components that scan images. */
  readonly templates: readonly ScanStep[];
  readonly problems: readonly Problem[];
}

export const GITLAB_TRIGGERS: readonly Trigger[] = [
  { event: "push", cron: null, automatic: true },
  { event: "merge_request_event", cron: null, automatic: true },
  { event: "schedule", cron: null, automatic: false },
];

/** Words at the top level that are no jobs. */
const KEYWORDS = new Set([
  "default",
  "include",
  "stages",
  "variables",
  "workflow",
  "image",
  "services",
  "cache",
  "before_script",
  "after_script",
  "spec",
]);
const MAX_FILES = 100;
const MAX_EXTENDS = 30;
/** Lines of one script, references followed. */
const MAX_LINES = 2000;
const SCAN_TEMPLATE =
  /(?:^|\/)(?:Security|Jobs)\/Container-Scanning(?:\.latest)?\.gitlab-ci\.yml$|(?:^|\/)Auto-DevOps\.gitlab-ci\.yml$|\/container-scanning(?:@|$)/;

/** Reads `.gitlab-ci.yml` with the local files it includes. */
export function readGitlab(
  path: string,
  read: (path: string) => readonly { readonly path: string; readonly text: string }[],
): GitlabPipeline {
  const entries = new Map<string, YamlEntry>();
  const texts = new Map<string, string>();
  const files: string[] = [];
  const outside: string[] = [];
  const templates: ScanStep[] = [];
  const problems: Problem[] = [];
  const load = (wanted: string): void => {
    for (const file of read(wanted)) {
      if (files.length >= MAX_FILES || texts.has(file.path)) continue;
      texts.set(file.path, file.text);
      files.push(file.path);
      const parsed = parseYaml(file.path, file.text);
      problems.push(...parsed.problems);
      // A first document may only declare inputs.
      for (const document of parsed.documents) {
        for (const include of asList(get(document, "include"))) follow(include);
        if (document.kind === "map") for (const [name, entry] of document.entries) entries.set(name, entry);
      }
    }
  };
  const follow = (include: YamlNode): void => {
    const plain = asString(include);
    const local = asString(get(include, "local")) ?? (plain !== null && !/^https?:/.test(plain) ? plain : null);
    if (local !== null) {
      load(local.replace(/^\/+/, ""));
      return;
    }
    const named = asString(get(include, "template")) ?? asString(get(include, "component"));
    if (named !== null && SCAN_TEMPLATE.test(named)) templates.push(templateScan(include));
    else if (asString(get(include, "template")) === null) {
      outside.push(named ?? asString(get(include, "project")) ?? asString(get(include, "remote")) ?? plain ?? "include");
    }
  };
  load(path);
  return { path, entries, texts, files, outside, templates, problems };
}

function templateScan(include: YamlNode): ScanStep {
  return {
    tool: "gitlab container scanning",
    target: "image",
    gates: false,
    because: "GitLab's template only reports: its job may fail, and does not fail on what it finds",
    place: include.place,
    file: include.place.file,
    automatic: true,
  };
}

/** The jobs' scripts as this trigger runs them. */
export function gitlabTasks(pipeline: GitlabPipeline, trigger: Trigger): readonly Task[] {
  const { entries } = pipeline;
  const globals = variablesOf(entries.get("variables")?.value ?? null, new Map());
  const workflow = jobRuns([entries.get("workflow")?.value ?? null], trigger, globals, true);
  const tasks: Task[] = [];
  const known: Layers = new Map();
  for (const [name, entry] of entries) {
    if (KEYWORDS.has(name) || name.startsWith(".") || entry.value.kind !== "map") continue;
    const layers = layersOf(entry.value, entries, known);
    const job = new Job(layers, entries, known);
    const script = job.script();
    if (script.length === 0) continue;
    const variables = layers.reduceRight((known, layer) => variablesOf(get(layer, "variables"), known), globals);
    const runs = all(workflow, jobRuns(layers, trigger, variables, false));
    tasks.push(task(pipeline, script, trigger, runs, allowed(layers), variables));
  }
  return tasks;
}

function task(
  pipeline: GitlabPipeline,
  script: readonly YamlScalar[],
  trigger: Trigger,
  runs: Decision,
  fails: Decision,
  variables: Variables,
): Task {
  let text = "";
  const positions: number[] = [];
  const first = script[0]?.place as SourcePlace;
  for (const line of script) {
    // Lines that another file gave cannot be placed in this one: they stand where the script begins.
    const own = line.place.file === first.file ? positionsOf(line, pipeline.texts.get(first.file) ?? "") : null;
    for (let at = 0; at <= line.text.length; at++) positions.push(own?.[at] ?? first.range[0]);
    text += `${line.text}\n`;
  }
  positions.push(positions.at(-1) ?? first.range[0]);
  return {
    file: first.file,
    place: first,
    trigger,
    runs,
    fails,
    action: null,
    inputs: new Map(),
    env: new Map([...variables].map(([name, value]) => [name.toLowerCase(), value])),
    commands: parseScript(text, offsetsThrough(offsetsFrom(0), positions)).commands,
    // The runner's own script begins with `set -eo pipefail`.
    shell: { errexit: true, pipefail: true },
    folder: "",
  };
}

class Job {
  readonly #layers: readonly YamlNode[];
  readonly #entries: ReadonlyMap<string, YamlEntry>;
  readonly #known: Layers;
  #visits = 0;

  constructor(layers: readonly YamlNode[], entries: ReadonlyMap<string, YamlEntry>, known: Layers) {
    this.#known = known;
    this.#layers = layers;
    this.#entries = entries;
  }

  /** The lines of `before_script` and `script`; nothing for a job without a script. */
  script(): readonly YamlScalar[] {
    const own = this.#lines(firstOf(this.#layers, "script"), 0);
    if (own.length === 0) return [];
    const before =
      firstOf(this.#layers, "before_script") ??
      get(this.#entries.get("default")?.value, "before_script") ??
      this.#entries.get("before_script")?.value ??
      null;
    return [...this.#lines(before, 0), ...own];
  }

  #lines(node: YamlNode | null, depth: number): readonly YamlScalar[] {
    if (!node || isNull(node) || depth > 10 || ++this.#visits > MAX_LINES) return [];
    if (node.tag === "!reference") {
      const [job = "", ...path] = asStrings(node).map((one) => one.value);
      const target = this.#entries.get(job)?.value ?? null;
      const layers = target ? layersOf(target, this.#entries, this.#known) : [];
      const named = path[0] === undefined ? null : firstOf(layers, path[0]);
      return this.#lines(path.length > 1 ? get(named, ...path.slice(1)) : named, depth + 1);
    }
    if (node.kind === "scalar") return [node];
    return asList(node).flatMap((item) => this.#lines(item, depth + 1));
  }
}

/** The layers of the jobs that were asked for. */
type Layers = Map<YamlNode, readonly YamlNode[]>;

/** A job with what it extends, the nearest first; of several parents the last wins. */
function layersOf(job: YamlNode, entries: ReadonlyMap<string, YamlEntry>, known: Layers): readonly YamlNode[] {
  const seen = known.get(job);
  if (seen) return seen;
  const layers: YamlNode[] = [];
  known.set(job, layers);
  const waiting = [job];
  for (let node = waiting.pop(); node && layers.length < MAX_EXTENDS; node = waiting.pop()) {
    if (layers.includes(node)) continue;
    layers.push(node);
    for (const parent of asStrings(get(node, "extends")).slice(0, MAX_EXTENDS)) {
      const found = entries.get(parent.value)?.value;
      if (found) waiting.push(found);
    }
  }
  return layers;
}

export function firstOf(layers: readonly (YamlNode | null)[], key: string): YamlNode | null {
  for (const layer of layers) {
    const found = get(layer, key);
    if (found) return found;
  }
  return null;
}

function variablesOf(node: YamlNode | null, above: Variables): Variables {
  if (node?.kind !== "map") return above;
  const found = new Map(above);
  for (const [name, { value }] of node.entries) {
    const text = asString(value.kind === "map" ? get(value, "value") : value) ?? "";
    found.set(name, /\$(?!\$)/.test(text) ? null : text);
  }
  return found;
}

/** Where jobs say that schedules are theirs: the first place, or null. */
export function scheduleMarks(pipeline: GitlabPipeline): SourcePlace | null {
  for (const [name, { value }] of pipeline.entries) {
    if (KEYWORDS.has(name) || value.kind !== "map") continue;
    for (const rule of asList(get(value, "rules"))) {
      const condition = get(rule, "if");
      const text = asString(condition) ?? "";
      if (condition && /\$CI_PIPELINE_SOURCE\s*==\s*["']schedule["']/.test(text) && asString(get(rule, "when")) !== "never")
        return condition.place;
    }
    const only = get(value, "only");
    for (const ref of [...asStrings(only), ...asStrings(get(only, "refs"))]) if (ref.value === "schedules") return ref.place;
  }
  return null;
}
