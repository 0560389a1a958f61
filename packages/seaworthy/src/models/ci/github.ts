import type { OffsetMap } from "../dockerfile/ast.js";
import { offsetsFrom, offsetsThrough } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import type { Command } from "../shell/script.js";
import { asList, asString, asStrings, get, isNull, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";
import { evaluate, interpolate, isKnown, pieces, type Scope, truth, type Value } from "./expression.js";
import { positionsOf } from "./offsets.js";
import { all, type Decision, type ShellMode, type Task, type Trigger, YES } from "./task.js";
import type { GithubFiles, Workflow } from "./workflow.js";

const MAX_NESTING = 6;
const MAX_TASKS = 5000;
/** Jobs and steps looked at for one trigger, calls included: workflows that call each other many times over must end. */
const MAX_VISITS = 20_000;

/** The steps that a trigger of this workflow runs, those of the local workflows and actions it calls included. */
export function tasksOf(workflow: Workflow, trigger: Trigger, files: GithubFiles): readonly Task[] {
  const tasks: Task[] = [];
  new Expansion(files, trigger, tasks).workflow(workflow, null, YES, YES, 0);
  return tasks;
}

interface Frame {
  readonly path: string;
  readonly text: string;
  /** Inputs that the caller gave; null: started by an event. */
  readonly inputs: ReadonlyMap<string, Value> | null;
  readonly env: ReadonlyMap<string, Value>;
  readonly matrix: YamlNode | null;
  readonly shell: string | null;
  readonly folder: string;
}

class Expansion {
  readonly #files: GithubFiles;
  readonly #trigger: Trigger;
  readonly #tasks: Task[];
  #visits = 0;

  constructor(files: GithubFiles, trigger: Trigger, tasks: Task[]) {
    this.#files = files;
    this.#trigger = trigger;
    this.#tasks = tasks;
  }

  workflow(workflow: Workflow, inputs: ReadonlyMap<string, Value> | null, runs: Decision, fails: Decision, depth: number): void {
    const { root, path, text } = workflow;
    const given = inputs ? withDefaults(inputs, get(root, "on", "workflow_call", "inputs")) : null;
    const frame = this.#enter({ path, text, inputs: given, env: new Map(), matrix: null, shell: null, folder: "" }, root);
    const jobs = get(root, "jobs");
    if (jobs?.kind !== "map") return;
    const decided = new Map<string, Decision>();
    for (const [id, job] of jobs.entries) {
      const mayRun = all(runs, this.#jobRuns(id, jobs, frame, decided, 0));
      this.#job(job.value, frame, mayRun, fails, depth);
    }
  }

  /** A job runs when its `if` holds and the jobs it needs have run. */
  #jobRuns(id: string, jobs: YamlMap, frame: Frame, decided: Map<string, Decision>, depth: number): Decision {
    const known = decided.get(id);
    if (known) return known;
    decided.set(id, YES);
    const job = jobs.entries.get(id)?.value ?? null;
    const condition = get(job, "if");
    const own = this.#condition(condition, { ...frame, matrix: get(job, "strategy", "matrix") });
    const regardless = /\b(?:always|cancelled|failure)\s*\(/.test(asString(condition) ?? "");
    const needed = regardless || depth > MAX_TASKS ? [] : asStrings(get(job, "needs"));
    const decision = all(
      own,
      ...needed.slice(0, 100).map((one) => (depth > 100 ? YES : this.#jobRuns(one.value, jobs, frame, decided, depth + 1))),
    );
    decided.set(id, decision);
    return decision;
  }

  #job(job: YamlNode, outer: Frame, runs: Decision, outerFails: Decision, depth: number): void {
    if (++this.#visits > MAX_VISITS) return;
    const frame = this.#enter({ ...outer, matrix: get(job, "strategy", "matrix") }, job);
    const fails = all(outerFails, this.#tolerance(get(job, "continue-on-error"), frame, "job"));
    const called = asString(get(job, "uses"));
    if (called !== null) this.#call(called, job, frame, runs, fails, depth);
    else for (const step of asList(get(job, "steps"))) this.#step(step, frame, runs, fails, depth);
  }

  #call(called: string, job: YamlNode, frame: Frame, runs: Decision, fails: Decision, depth: number): void {
    if (!called.startsWith("./")) {
      this.#files.outside.add(called);
      return;
    }
    const workflow = this.#files.workflows.get(called.slice(2));
    if (workflow && depth < MAX_NESTING) this.workflow(workflow, this.#given(get(job, "with"), frame), runs, fails, depth + 1);
  }

  #step(step: YamlNode, outer: Frame, jobRuns: Decision, jobFails: Decision, depth: number): void {
    if (this.#tasks.length >= MAX_TASKS || ++this.#visits > MAX_VISITS) return;
    const frame = this.#enter(outer, step);
    const runs = all(jobRuns, this.#condition(get(step, "if"), frame));
    const fails = all(jobFails, this.#tolerance(get(step, "continue-on-error"), frame, "step"));
    const uses = get(step, "uses");
    const run = get(step, "run");
    if (uses?.kind === "scalar" && !isNull(uses)) this.#action(uses, step, frame, runs, fails, depth);
    else if (run?.kind === "scalar" && !isNull(run)) this.#script(run, step, frame, runs, fails);
  }

  #action(uses: YamlScalar, step: YamlNode, frame: Frame, runs: Decision, fails: Decision, depth: number): void {
    const inputs = this.#given(get(step, "with"), frame);
    if (uses.text.startsWith("./")) {
      const action = this.#files.actions.get(uses.text.slice(2).replace(/\/+$/, "") || ".");
      const steps = action ? asList(get(action.root, "runs", "steps")) : [];
      if (!action || depth >= MAX_NESTING) return;
      const given = withDefaults(inputs, get(action.root, "inputs"));
      const inner: Frame = { ...frame, path: action.path, text: action.text, inputs: given };
      for (const one of steps) this.#step(one, inner, runs, fails, depth + 1);
      return;
    }
    this.#tasks.push({
      file: frame.path,
      place: uses.place,
      trigger: this.#trigger,
      runs,
      fails,
      action: uses.text.replace(/@[^@]*$/, "").toLowerCase(),
      inputs: plain(inputs),
      env: plain(frame.env),
      commands: [],
      shell: { errexit: true, pipefail: false },
      folder: frame.folder,
    });
  }

  #script(run: YamlScalar, step: YamlNode, frame: Frame, runs: Decision, fails: Decision): void {
    const shell = asString(get(step, "shell")) ?? frame.shell;
    this.#tasks.push({
      file: frame.path,
      place: run.place,
      trigger: this.#trigger,
      runs,
      fails,
      action: null,
      inputs: new Map(),
      env: plain(frame.env),
      commands: this.#commands(run, frame),
      shell: shellMode(shell),
      folder: frame.folder,
    });
  }

  #commands(run: YamlScalar, frame: Frame): readonly Command[] {
    const { text, positions } = this.#literal(run, frame);
    const key = `${frame.path}:${run.place.range[0]}:${text}`;
    const known = this.#files.scripts.get(key);
    if (known) return known;
    const offsets: OffsetMap = offsetsThrough(offsetsFrom(0), positions);
    const { commands } = parseScript(text, offsets);
    this.#files.scripts.set(key, commands);
    return commands;
  }

  /** The script with every `${{ }}` replaced by its value, or by a variable that stands for the unknown. */
  #literal(run: YamlScalar, frame: Frame): { readonly text: string; readonly positions: number[] } {
    const all = positionsOf(run, frame.text);
    let text = "";
    const positions: number[] = [];
    for (const piece of pieces(run.text)) {
      const value = piece.expression ? evaluate(piece.text, this.#scope(frame)) : piece.text;
      const put = isKnown(value) ? String(value ?? "") : "${EXPRESSION}";
      for (let at = 0; at < put.length; at++) positions.push(all[piece.expression ? piece.start : piece.start + at] ?? 0);
      text += put;
    }
    positions.push(all.at(-1) ?? 0);
    return { text, positions };
  }

  #enter(frame: Frame, node: YamlNode): Frame {
    const env = new Map(frame.env);
    const own = get(node, "env");
    // All of a level see the levels above, not each other.
    if (own?.kind === "map") for (const [name, value] of this.#given(own, frame)) env.set(name, value);
    const shell = asString(get(node, "defaults", "run", "shell")) ?? frame.shell;
    const folder =
      asString(get(node, "working-directory")) ?? asString(get(node, "defaults", "run", "working-directory")) ?? frame.folder;
    return { ...frame, env, shell, folder };
  }

  #given(node: YamlNode | null, frame: Frame): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    if (node?.kind !== "map") return values;
    for (const [name, entry] of node.entries) {
      const text = asString(entry.value);
      values.set(name.toLowerCase(), text === null ? "" : interpolate(text, this.#scope(frame)));
    }
    return values;
  }

  #condition(node: YamlNode | null, frame: Frame): Decision {
    const text = asString(node)?.trim() ?? "";
    if (text === "") return YES;
    // A bare expression and one in braces mean the same; more text around braces is a non-empty string.
    const bare = /^\$\{\{([\s\S]*)\}\}$/.exec(text)?.[1];
    const value =
      bare !== undefined && !bare.includes("${{")
        ? evaluate(bare, this.#scope(frame))
        : text.includes("${{")
          ? interpolate(text, this.#scope(frame))
          : evaluate(text, this.#scope(frame));
    const is = truth(value);
    if (is !== null)
      return is ? YES : { says: false, because: `\`if: ${shorten(text)}\` keeps it from running${onEvent(this.#trigger, text)}` };
    const switches = isKnown(value) ? [] : value.switches;
    // A branch or an earlier step's result is part of how the pipeline works; a setting may be off for good.
    return switches.length === 0 ? YES : { says: null, because: `it can be switched off by ${switches.join(", ")}` };
  }

  #tolerance(node: YamlNode | null, frame: Frame, level: string): Decision {
    const text = asString(node);
    if (text === null) return YES;
    const value = node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : interpolate(text, this.#scope(frame));
    const is = value === "false" ? false : truth(value);
    if (is === false) return YES;
    if (is === true) return { says: false, because: `\`continue-on-error\` of the ${level} lets it pass` };
    return { says: null, because: `\`continue-on-error: ${shorten(text)}\` may let it pass` };
  }

  #scope(frame: Frame): Scope {
    const { event, cron } = this.#trigger;
    return (path) => {
      const [context = "", ...rest] = path.split(".");
      const name = rest.join(".");
      if (path === "github.event_name") return event;
      // What is judged is the repository itself, not somebody's copy of it.
      if (path === "github.event.repository.fork") return false;
      if (path === "github.event.schedule") return cron ?? "";
      if (context === "inputs" || path.startsWith("github.event.inputs.")) {
        const input = context === "inputs" ? name : path.slice("github.event.inputs.".length);
        if (context === "inputs" && frame.inputs) return frame.inputs.get(input) ?? "";
        return event === "workflow_dispatch" || event === "workflow_call" ? { switches: [`inputs.${input}`] } : "";
      }
      if (context === "vars" || context === "secrets") return { switches: [path] };
      if (context === "env") return frame.env.get(name) ?? { switches: [path] };
      if (context === "matrix") return only(get(frame.matrix, ...rest));
      return { switches: [] };
    };
  }
}

/** The value of a matrix key with one entry. */
function only(node: YamlNode | null): Value {
  const items = asList(node);
  const text = items.length === 1 ? asString(items[0]) : null;
  return text !== null && !text.includes("${{") ? text : { switches: [] };
}

function withDefaults(given: ReadonlyMap<string, Value>, declared: YamlNode | null): ReadonlyMap<string, Value> {
  if (declared?.kind !== "map") return given;
  const values = new Map(given);
  for (const [name, entry] of declared.entries) {
    const key = name.toLowerCase();
    const fallback = get(entry.value, "default");
    if (!values.has(key)) values.set(key, fallback?.kind === "scalar" ? fallback.value : "");
    // A caller's text for a boolean or number is typed by the declaration.
    const value = values.get(key);
    if (asString(get(entry.value, "type")) === "boolean" && typeof value === "string" && value !== "")
      values.set(key, value === "true");
  }
  return values;
}

function plain(values: ReadonlyMap<string, Value>): ReadonlyMap<string, string | null> {
  return new Map([...values].map(([name, value]) => [name, isKnown(value) ? String(value ?? "") : null]));
}

/** What the runner does with the word behind `shell:`; the default is `bash -e`. */
function shellMode(shell: string | null): ShellMode {
  if (shell === null || shell === "sh") return { errexit: true, pipefail: false };
  if (shell === "bash") return { errexit: true, pipefail: true };
  if (!shell.includes("{0}")) return { errexit: false, pipefail: false };
  return { errexit: /\s-[a-z]*e|errexit/.test(shell), pipefail: shell.includes("pipefail") };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

function onEvent(trigger: Trigger, text: string): string {
  return /github\.event|inputs\./.test(text) ? ` on ${trigger.event}` : "";
}
