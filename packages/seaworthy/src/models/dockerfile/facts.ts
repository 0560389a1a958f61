import type { Node, SourcePlace } from "../../core/place.js";
import { placeOf } from "../../core/place.js";
import { baseFacts } from "../../knowledge/bases.js";
import type { CopyInstruction, DockerfileTree, Instruction, PairsInstruction } from "./ast.js";
import { copySource, type StageFinder } from "./copied.js";
import { defaultShell } from "./default-shell.js";
import type { Copied, Effective, RunFacts, Stage, StageFacts, StartCommand } from "./dockerfile.js";
import { isAbsolute, joinPath } from "./paths.js";
import { changesSettings, runFacts } from "./run.js";
import { RunPlace } from "./run-place.js";
import { type BuildArgs, type GlobalScope, StageScope, valueIn } from "./scope.js";
import { startCommand } from "./start.js";
import { isLiteral } from "./substitute.js";

/** What is the same for every stage of a file. */
export interface FileContext {
  readonly file: DockerfileTree;
  readonly escape: string;
  readonly globals: GlobalScope;
  readonly buildArgs: BuildArgs;
  readonly windows: boolean;
  readonly find: StageFinder;
}

/** The facts at the end of a stage, and the variables that a stage built on it inherits. */
export interface StageEnd {
  readonly facts: StageFacts;
  readonly scope: StageScope;
  /** The RUNs that may change the settings of package managers. */
  readonly settings: readonly RunFacts[];
}

/** RUNs beyond this number that change settings are not carried on. */
const MAX_SETTINGS = 20;
/** Longer paths exist on no system that runs containers. */
const MAX_PATH = 4096;

/** Walks the instructions of one stage, from where its parent ends. */
export function readFacts(stage: Stage, parent: StageEnd | null, context: FileContext): StageEnd {
  const reader = new FactsReader(stage, parent, context);
  const { instructions } = stage;
  for (let index = 0; index < instructions.length; index++) reader.read(instructions[index] as Instruction, index);
  return reader.end();
}

class FactsReader {
  readonly #stage: Stage;
  readonly #context: FileContext;
  readonly #scope: StageScope;
  #at = 0;
  #user: Effective<string>;
  #workdir: Effective<string>;
  #knownWorkdir: string | null;
  #shell: Effective<readonly string[]>;
  #stopSignal: StageFacts["stopSignal"];
  #cmd: StartCommand | null;
  #cmdIsOwn = false;
  #entrypoint: StartCommand | null;
  #healthcheck: StageFacts["healthcheck"];
  #probe: StartCommand | null;
  readonly #exposed: { port: string; place: SourcePlace }[];
  readonly #volumes: { path: string; place: SourcePlace }[];
  readonly #env: Map<string, { value: string | null; place: SourcePlace }>;
  readonly #copies: Copied[];
  readonly #runs: RunFacts[];
  readonly #settings: RunFacts[];

  constructor(stage: Stage, parent: StageEnd | null, context: FileContext) {
    const from = parent?.facts;
    this.#stage = stage;
    this.#context = context;
    this.#scope = new StageScope(parent?.scope ?? null, stage.base.kind === "scratch");
    this.#user = from?.user ?? userOfBase(stage);
    this.#workdir = from?.workdir ?? { value: "/", place: null, source: "default" };
    this.#knownWorkdir = this.#workdir.value.includes("$") ? null : this.#workdir.value;
    this.#shell = from?.shell ?? { value: defaultShell(stage, context.file, context.windows), place: null, source: "default" };
    this.#stopSignal = from?.stopSignal ?? null;
    this.#cmd = from?.cmd ?? null;
    this.#entrypoint = from?.entrypoint ?? null;
    this.#healthcheck = from?.healthcheck ?? null;
    this.#probe = from?.probe ?? null;
    this.#exposed = from ? [...from.exposed] : [];
    this.#volumes = from ? [...from.volumes] : [];
    this.#env = from ? new Map(from.env) : new Map();
    this.#copies = from ? [...from.copies] : [];
    this.#runs = from ? [...from.runs] : [];
    this.#settings = parent ? [...parent.settings] : [];
  }

  end(): StageEnd {
    const facts: StageFacts = {
      user: this.#user,
      workdir: this.#workdir,
      shell: this.#shell,
      stopSignal: this.#stopSignal,
      cmd: this.#cmd,
      entrypoint: this.#entrypoint,
      healthcheck: this.#healthcheck,
      probe: this.#probe,
      exposed: this.#exposed,
      volumes: this.#volumes,
      env: this.#env,
      copies: this.#copies,
      runs: this.#runs,
    };
    return { facts, scope: this.#scope, settings: this.#settings };
  }

  read(instruction: Instruction, index: number): void {
    this.#at = index;
    switch (instruction.keyword) {
      case "ENV":
        this.#setEnv(instruction);
        break;
      case "ARG":
        this.#setArgs(instruction);
        break;
      case "USER":
        if (instruction.text !== "") this.#user = this.#effective(instruction.text, instruction);
        break;
      case "WORKDIR":
        if (instruction.text !== "") this.#setWorkdir(instruction.text, instruction);
        break;
      case "STOPSIGNAL":
        if (instruction.text !== "") this.#stopSignal = this.#effective(instruction.text, instruction);
        break;
      case "SHELL":
        if (instruction.json && instruction.words.length > 0) {
          const value = instruction.words.map((word) => word.text);
          this.#shell = { value, place: this.#place(instruction), source: "instruction" };
        }
        break;
      case "CMD":
        this.#cmd = startCommand(instruction, this.#shell.value);
        this.#cmdIsOwn = true;
        break;
      case "ENTRYPOINT":
        this.#entrypoint = startCommand(instruction, this.#shell.value);
        if (!this.#cmdIsOwn) this.#cmd = null;
        break;
      case "HEALTHCHECK":
        this.#healthcheck = instruction;
        this.#probe = instruction.command.length > 0 ? startCommand(instruction, this.#shell.value) : null;
        break;
      case "EXPOSE":
        for (const word of instruction.words) {
          const ports = this.#text(word.text).split(/\s+/).filter(Boolean);
          for (const port of ports) this.#exposed.push({ port, place: this.#place(word) });
        }
        break;
      case "VOLUME":
        for (const word of instruction.words) this.#volumes.push({ path: this.#text(word.text), place: this.#place(word) });
        break;
      case "COPY":
      case "ADD":
        this.#copies.push(this.#copied(instruction));
        break;
      case "RUN": {
        const settings = this.#settings;
        const { escape: escapeChar } = this.#context;
        const around = new RunPlace(
          this.#stage,
          this.#shell.value,
          this.#user,
          this.#knownWorkdir,
          this.#scope,
          index,
          settings,
          escapeChar,
        );
        const run = runFacts(instruction, around);
        this.#runs.push(run);
        if (settings.length < MAX_SETTINGS && changesSettings(instruction)) settings.push(run);
        break;
      }
    }
  }

  #place(node: Node): SourcePlace {
    return placeOf(this.#context.file, node);
  }

  /** The value after substitution; null where it is not known. */
  #value(text: string, at = this.#at): string | null {
    const { escape: escapeChar } = this.#context;
    return isLiteral(text, escapeChar) ? text : valueIn(this.#scope, text, at, escapeChar);
  }

  /** The value after substitution, or the text as written. */
  #text(text: string): string {
    return this.#value(text) ?? text;
  }

  #effective(text: string, instruction: Instruction): Effective<string> {
    const value = this.#value(text) || text;
    return { value, place: this.#place(instruction), source: "instruction" };
  }

  #setEnv(instruction: PairsInstruction): void {
    const at = this.#at;
    for (const pair of instruction.pairs) {
      const name = this.#text(pair.name);
      const value = this.#value(pair.value ?? "");
      // The map keeps the order in which names were first set, as the image's config does.
      this.#env.set(name, { value, place: this.#place(pair) });
      this.#scope.set(name, value, at);
    }
  }

  /** An ARG is seen from itself on, also by the words after it in the same instruction. */
  #setArgs(instruction: PairsInstruction): void {
    const { buildArgs, globals } = this.#context;
    const at = this.#at;
    for (const { name, value } of instruction.pairs) {
      const given = buildArgs.get(name);
      if (given !== undefined) this.#scope.set(name, given, at);
      else if (value !== null) this.#scope.set(name, this.#value(value, at + 1), at);
      else {
        const global = globals.lookup(name);
        if (global !== undefined || !this.#scope.has(name, at)) this.#scope.set(name, global, at);
      }
    }
  }

  #setWorkdir(text: string, instruction: Instruction): void {
    const value = this.#value(text);
    const { windows } = this.#context;
    const joined = joinPath(this.#workdir.value, value || text, windows);
    const path = joined.length > 1 && joined.endsWith("/") ? joined.slice(0, -1) : joined;
    const absolute = value !== null && isAbsolute(value, windows);
    this.#knownWorkdir = path.length > MAX_PATH || value === null || (this.#knownWorkdir === null && !absolute) ? null : path;
    this.#workdir = { value: path.length > MAX_PATH ? text : path, place: this.#place(instruction), source: "instruction" };
  }

  #copied(instruction: CopyInstruction): Copied {
    const sources = instruction.sources.map((word) => this.#text(word.text));
    const target = instruction.destination ? this.#value(instruction.destination.text) : null;
    const { windows, find } = this.#context;
    const absolute = target !== null && isAbsolute(target, windows);
    const base = absolute ? "/" : this.#knownWorkdir;
    return {
      instruction,
      stage: this.#stage,
      from: copySource(instruction, sources, find),
      sources,
      destination: target === null || base === null ? null : joinPath(base, target, windows),
    };
  }
}

/** The user of the base image by the table of known bases; root where it has none, since that is what an image without USER runs as. */
function userOfBase(stage: Stage): Effective<string> {
  const known = stage.base.kind === "image" ? baseFacts(stage.base.reference) : null;
  return known ? { value: known.user, place: null, source: "base" } : { value: "root", place: null, source: "default" };
}
