import { SH_OF } from "../../knowledge/base-os.js";
import { INITS, WRAPPER_SUBCOMMANDS, WRAPPERS } from "../../knowledge/tools.js";
import { handoverOf, readText } from "../shell/last-command.js";
import { offsetsFrom } from "../shell/offsets.js";
import { isPrefix, peel } from "../shell/prefixes.js";
import type { Command, ShellWord } from "../shell/script.js";
import { isShell, shellCall } from "../shell/shells.js";
import { behindRunner } from "./runners.js";
import type { EntryScript, Service } from "./service.js";
import { ofStart, type Start, startsOf } from "./start.js";
import { groundOf, type StartGround } from "./start-ground.js";

/** One program between the engine and the app, outermost first. */
export type StartStep =
  /** Reaps, and passes signals on. */
  | { readonly kind: "init"; readonly program: string }
  /** Replaces itself by what follows it. */
  | { readonly kind: "prefix"; readonly program: string }
  /** A command line given to a shell. `replaced`: whether its last command takes the shell's place; null: it depends or cannot be told. */
  | {
      readonly kind: "shell";
      readonly program: string;
      readonly text: string;
      readonly replaced: boolean | null;
      readonly lines: number;
    }
  /** A script whose text is known: of the project, or of the built image. */
  | { readonly kind: "script"; readonly script: EntryScript; readonly replaced: boolean | null }
  /** A script of a known base image; those hand over by exec. */
  | { readonly kind: "base script"; readonly program: string }
  /** A script by its name whose text is not known. */
  | { readonly kind: "lost script"; readonly program: string }
  /** Stays above the app and keeps signals from it, or ends before it. */
  | { readonly kind: "wrapper"; readonly program: string; readonly because: string }
  /** Stays above the app; whether it passes signals on depends on its version or settings. */
  | { readonly kind: "parent"; readonly program: string };

/** Whether nothing but a shell for a person is started. */
export function isBareShell({ app }: StartChain): boolean {
  return app !== null && isShellName(programOf(app[0] ?? "")) && app.slice(1).every((word) => /^-[il]+$|^--login$/.test(word));
}

/** Whether a service is a box of tools: whoever runs it gets a shell. */
export function startsShellAlone(service: Service): boolean {
  const starts = startsOf(service);
  // Where only the base names a shell, what is started may be given with each run.
  return (
    starts.length > 0 &&
    starts.every((start) => start.by !== "base" && start.entrypointKnown && isBareShell(chainOf(service, start)))
  );
}

export interface StartChain {
  readonly steps: readonly StartStep[];
  /** The program that is the app, as its words; null when it could not be followed so far. */
  readonly app: readonly string[] | null;
}

const MOST_STEPS = 16;
const HERE = offsetsFrom(0);

/** Follows a start of a service from the engine to the app. */
export function chainOf(service: Service, start: Start): StartChain {
  const known = knownOf(start);
  if (known.chain === null) {
    const ofBase = start.by === "base" || (start.by === "image" && !service.stage?.facts.entrypoint);
    // A start belongs to one service.
    known.chain = followStart(groundOf(service), start.argv, { init: start.init, ofBase });
  }
  return known.chain;
}

const knownOf = ofStart((): { chain: StartChain | null } => ({ chain: null }));

/**
 * Follows what an engine executes to the app: inits and prefixes peeled, shells and entry scripts read, package scripts looked up.
 * `ofBase`: the words begin with those of the base's own ENTRYPOINT.
 */
export function followStart(
  ground: StartGround,
  argv: readonly string[] | null,
  { init, ofBase }: { readonly init: boolean; readonly ofBase: boolean },
): StartChain {
  const steps: StartStep[] = init ? [{ kind: "init", program: "docker-init" }] : [];
  let words: readonly string[] | null = argv;
  let first = ofBase;
  for (let count = 0; words !== null && words.length > 0; count++) {
    if (count > MOST_STEPS) return { steps, app: null };
    const next = stepOf(ground, words, first);
    if (next === null) return { steps, app: words };
    steps.push(...next.steps);
    words = next.words;
    first = false;
  }
  return { steps, app: null };
}

interface Next {
  readonly steps: readonly StartStep[];
  readonly words: readonly string[] | null;
}

/** `first`: the words are those of the base's own ENTRYPOINT. */
function stepOf(ground: StartGround, words: readonly string[], first: boolean): Next | null {
  const written = words[0] ?? "";
  const name = programOf(written);
  // What s6-svscan is given is a folder, whose scripts start the app.
  if (isInit(name, words))
    return { steps: [{ kind: "init", program: name }], words: name === "s6-svscan" ? null : afterInit(words) };
  if (written.includes("$") && /^["']?\$[@*]["']?$/.test(written)) return { steps: [], words: null };
  // Most are neither shells nor what stands before another program.
  if (!isShell(name) && name !== "su" && !isPrefix(name))
    return scriptStep(ground, words, first) ?? wrapperStep(ground, name, words);
  const shown = words.map(shownWord);
  const call = shellCall(name, shown);
  if (call && call.script !== null) return shellStep(ground, name, words, call.script);
  if (name === "su" || name === "sudo" || name === "doas" || name === "runuser" || name === "timeout" || name === "xvfb-run") {
    const peeled = peel(shown);
    return { steps: [{ kind: "parent", program: name }], words: peeled.count > 0 ? words.slice(peeled.count) : null };
  }
  const peeled = peel(shown);
  if (peeled.count > 0) {
    const [outer] = peeled.prefixes;
    const inner = words.findIndex((word, index) => index > 0 && index < peeled.count && peeled.prefixes[1] === programOf(word));
    const count = inner > 0 ? inner : peeled.count;
    return { steps: [{ kind: "prefix", program: outer ?? name }], words: words.slice(count) };
  }
  if (isShellName(name) && words.length > 1) {
    const at = words.findIndex((word, index) => index > 0 && !/^[-+]/.test(word));
    return at < 0 ? null : (scriptStep(ground, words.slice(at), first) ?? lost(words[at] ?? ""));
  }
  return scriptStep(ground, words, first) ?? wrapperStep(ground, name, words);
}

function shellStep(ground: StartGround, shell: string, words: readonly string[], at: number): Next {
  const text = words[at] ?? "";
  const { script, execs, command } = readText(text);
  const commands = script.commands.filter((one) => !one.inside.includes("substitution"));
  const bash = shell === "bash" || (shell === "sh" && ground.family !== null && SH_OF.get(ground.family) === "bash");
  const could = execs === false && (bash ? leavesNothing(text, commands) : handsOver(commands));
  const replaced = could ? implicitly(ground.family, shell, commands.length) : execs;
  const step: StartStep = { kind: "shell", program: shell, text, replaced, lines: commands.length };
  return { steps: [step], words: followed(command, words.slice(at + 2)) };
}

/** A list of plain commands whose last one could take the shell's place. */
function handsOver(commands: readonly Command[]): boolean {
  return commands.every((one) => isPlain(one) && /^(?:start|&&)$/.test(one.after));
}

function isPlain({ inside, pipe, background, negated }: Command): boolean {
  return inside.length === 0 && pipe.length === 1 && !background && !negated;
}

/** Whether a bash has nothing of its own to do after the last command: no redirection to undo, no trap, no job (measured). */
function leavesNothing(text: string, commands: readonly Command[]): boolean {
  const last = commands.at(-1);
  if (!last || !isPlain(last) || last.redirects.length > 0 || last.after === "||") return false;
  if (commands.length > 1 && /^(?:echo|printf|exit|return|wait|true|cd|export|set|kill)$/.test(last.name ?? "")) return false;
  if (commands.some(({ name, background }) => background || name === "trap")) return false;
  return /^\s*;?\s*$/.test(text.slice(last.range[1]));
}

/** bash replaces itself by the last command of what -c holds; dash, the sh of Debian and Ubuntu, does not (both measured). */
function implicitly(family: string | null, shell: string, commands: number): boolean | null {
  if (shell === "bash") return true;
  if (shell === "dash") return false;
  if (shell !== "sh") return null;
  const sh = family === null ? undefined : SH_OF.get(family);
  // An older bash does it for a single command only.
  if (sh === "bash") return commands === 1 ? true : null;
  return commands > 1 || sh === "dash" ? false : null;
}

function scriptStep(ground: StartGround, words: readonly string[], first: boolean): Next | null {
  const written = words[0] ?? "";
  const script = ground.script(written);
  if (script) {
    const { command } = handoverOf(script.text.replace(/^\uFEFF/, " "), HERE);
    // Where its ways differ, the one command that decides how it ends is not what every start leads to.
    const next = script.execs === null ? null : (followed(command, words.slice(1)) ?? behindDashes(script, words));
    return { steps: [{ kind: "script", script, replaced: script.execs }], words: next };
  }
  const behind = ground.baseScript(words, first);
  if (behind) return { steps: [{ kind: "base script", program: written }], words: behind };
  return ground.isLostScript(written) ? lost(written) : null;
}

/** `wait-for host:port -- command`: a script that hands over to what it keeps in a variable takes it from behind the dashes. */
function behindDashes(script: EntryScript, words: readonly string[]): readonly string[] | null {
  const dashes = words.indexOf("--");
  return script.execs === true && dashes > 0 && dashes + 1 < words.length ? words.slice(dashes + 1) : null;
}

function lost(program: string): Next {
  return { steps: [{ kind: "lost script", program }], words: null };
}

function wrapperStep(ground: StartGround, name: string, words: readonly string[]): Next | null {
  const inner = behindRunner(name, words);
  if (inner !== undefined) return { steps: [{ kind: "parent", program: name }], words: inner };
  if (name === "poetry" || name === "pipenv" || name === "bundle" || name === "bundler") {
    const verb = name.startsWith("bundle") ? "exec" : "run";
    const at = words.indexOf(verb);
    return at < 0 || at + 1 >= words.length
      ? null
      : { steps: [{ kind: "prefix", program: `${name} ${verb}` }], words: words.slice(at + 1) };
  }
  if (name === "uv")
    return operandOf(words) === "run"
      ? { steps: [{ kind: "parent", program: "uv run" }], words: afterOptions(words, "run") }
      : null;
  if (name === "bun" && operandOf(words) === "run" && isFile(words[words.indexOf("run", 1) + 1])) return null;
  if (name === "pm2" && words.includes("--no-daemon"))
    return { steps: [{ kind: "parent", program: "pm2 --no-daemon" }], words: null };
  const subcommands = WRAPPER_SUBCOMMANDS.get(name);
  const subcommand = subcommands ? words.slice(1, 5).find((word) => subcommands.has(word)) : undefined;
  const because = WRAPPERS.get(name) ?? (subcommand ? "starts the app as a child" : undefined);
  if (because === undefined) return null;
  const program = subcommand ? `${name} ${subcommand}` : name;
  return { steps: [{ kind: "wrapper", program, because }], words: behindWrapper(ground, name, words) };
}

/** The first word behind a program that is no option. */
function operandOf(words: readonly string[]): string {
  return words.slice(1).find((word) => !word.startsWith("-")) ?? "";
}

/** What a package manager starts: the script of the manifest, or the program that it is told. */
function behindWrapper(ground: StartGround, name: string, words: readonly string[]): readonly string[] | null {
  const rest = words.slice(1).filter((word) => !word.startsWith("-") || word === "--run");
  if (name === "npx" || name === "bunx" || name === "pnpx") return rest.length > 0 ? rest : null;
  if (name === "corepack") return rest.length > 0 ? rest : null;
  if (!/^(?:npm|yarn|yarnpkg|pnpm|bun|node)$/.test(name)) return null;
  const [verb = "", target = ""] = rest;
  if (verb === "exec" || verb === "dlx") return rest.length > 1 ? rest.slice(1) : null;
  const script = /^(?:run|run-script|--run)$/.test(verb) ? target : verb;
  const text = ground.manifestScript(script);
  if (text === null) return /^(?:yarn|pnpm)/.test(name) && verb !== "" && verb !== "run" ? rest : null;
  const { command } = readText(text);
  return followed(command, []);
}

/** The words of the command that a script hands over to, `"$@"` replaced by the arguments. */
function followed(command: Command | null, args: readonly string[]): readonly string[] | null {
  if (!command) return null;
  const prefixes = command.prefixWords.filter((word) => word.value !== "exec");
  const words = [...prefixes, ...command.words].flatMap(({ value, text }) => {
    if (/^["']?\$(?:[@*]|\{[@*]\})["']?$/.test(text)) return args;
    return [value ?? text];
  });
  // A variable as the program: what it holds is not known.
  return words.length === 0 || /^["']?\$(?:\w+|\{\w+(?:\[[@*\d]+\])?\})["']?$/.test(words[0] ?? "") ? null : words;
}

function programOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

function shownWord(word: string): ShellWord {
  return { text: word, value: word, range: [0, 0] };
}

function isShellName(name: string): boolean {
  return /^(?:sh|bash|dash|ash|ksh|zsh)$/.test(name);
}

function isFile(word: string | undefined): boolean {
  return word !== undefined && /[./]/.test(word);
}

function isInit(name: string, words: readonly string[]): boolean {
  return INITS.has(name) && words.length > 0;
}

/** The command behind an init: after its options, or after `--`. */
function afterInit(words: readonly string[]): readonly string[] | null {
  const dashes = words.indexOf("--");
  const peeled = peel(words.map(shownWord));
  const rest = peeled.prefixes.length > 0 ? words.slice(skipped(words)) : dashes >= 0 ? words.slice(dashes + 1) : words.slice(1);
  return rest.length > 0 && !rest[0]?.startsWith("-") ? rest : null;
}

const VALUED = /^(?:-p|-e|-r|--rewrite)$/;

function skipped(words: readonly string[]): number {
  let at = 1;
  while (at < words.length && words[at]?.startsWith("-")) {
    if (words[at] === "--") return at + 1;
    at += VALUED.test(words[at] ?? "") ? 2 : 1;
  }
  return at;
}

function afterOptions(words: readonly string[], verb: string): readonly string[] | null {
  let at = words.indexOf(verb) + 1;
  while (at < words.length && words[at]?.startsWith("-"))
    at += /^--(?:with|env-file|project|directory|python|extra|group)$|^-p$/.test(words[at] ?? "") ? 2 : 1;
  return at < words.length ? words.slice(at) : null;
}
