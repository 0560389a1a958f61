import { type Edit, inserted, replaced } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile, StartCommand } from "../dockerfile/dockerfile.js";
import { execForm, meantArray } from "../dockerfile/edit/json-form.js";
import type { Command, ShellWord } from "../shell/script.js";
import type { Service } from "./service.js";
import { imageStart } from "./start.js";
import { chainOf } from "./start-chain.js";

/** Builtins that change the shell itself: no program of that name could do it. */
const BUILTINS: ReadonlySet<string> = new Set(
  "cd . source export set unset exec eval umask ulimit trap wait exit return alias read shift readonly local declare if while for case until".split(
    " ",
  ),
);

/** A shell form written so that the app takes the place of its shell: in exec form where no shell is needed, else with `exec` in front of the app; or why not. */
export function execStart(file: Dockerfile, part: StartCommand): readonly Edit[] | string {
  const { instruction, script } = part;
  const { textRange, text } = instruction;
  if (hasComment(file, textRange)) return "a comment stands inside the command";
  if (/^\s*\[/.test(text) && !/^\s*\[\[?\s/.test(text)) {
    const words = meantArray(text);
    return words ? [replaced(file.path, textRange, execForm(words))] : "what the array was meant to be cannot be told";
  }
  if (!script || script.errors.length > 0) return "its shell's language is not read";
  const plain = plainWords(script.commands);
  if (plain) return [replaced(file.path, textRange, execForm(plain))];
  const piped = teed(script.commands);
  if (piped) {
    const words = valuesOf(piped);
    return words
      ? [replaced(file.path, textRange, execForm(words))]
      : [replaced(file.path, textRange, `exec ${file.text.slice(piped.range[0], (piped.words.at(-1) as ShellWord).range[1])}`)];
  }
  const last = script.commands.findLast(({ inside }) => inside.length === 0);
  if (!last || last !== script.commands.at(-1) || last.pipe.length > 1 || last.background || last.negated)
    return "the command is a pipeline, or goes on behind the app";
  if (last.name !== null && BUILTINS.has(last.name)) return `${last.name} is a part of the shell`;
  if (last.name === null && !/^["']?\$/.test(last.words[0]?.text ?? "")) return "which program is started cannot be told";
  if (last.after === "||" || last.after === "&") return "the app is started only where something fails";
  const first = last.prefixWords[0] ?? last.words[0];
  return first ? [inserted(file.path, first.range[0], "exec ")] : "which program is started cannot be told";
}

/** The words of the only command of a script, where no shell is needed for any of them. */
function plainWords(commands: readonly Command[]): readonly string[] | null {
  const [only] = commands;
  if (!only || commands.length !== 1 || only.inside.length > 0 || only.pipe.length > 1 || only.negated || only.background)
    return null;
  return only.redirects.length === 0 ? valuesOf(only) : null;
}

function valuesOf(command: Command): readonly string[] | null {
  if (command.assignments.length > 0 || (command.name !== null && BUILTINS.has(command.name))) return null;
  const words = [...command.prefixWords.filter(({ value }) => value !== "exec"), ...command.words];
  if (words.some(({ value, text }) => value === null || /^~|[*?[\]{}]/.test(text) || /[\r\n]/.test(value))) return null;
  return words.map(({ value }) => value as string);
}

/** The app of `app 2>&1 | tee -a FILE`: a log goes to the streams, and whoever runs the container keeps it. */
function teed(commands: readonly Command[]): Command | null {
  const [app, tee] = commands;
  const isTee = commands.length === 2 && tee?.name === "tee" && tee.after === "|";
  if (!app || !isTee || app.inside.length > 0 || app.assignments.length > 0) return null;
  return app.redirects.every(({ operator }) => operator === "2>&" || operator === ">&") ? app : null;
}

function hasComment({ comments }: Dockerfile, [from, to]: Range): boolean {
  return comments.some(({ range }) => range[0] >= from && range[1] <= to);
}

/** The command of an image without the package manager in front of the app, or why it stays. */
export function unwrappedStart(service: Service): readonly Edit[] | string {
  const { dockerfile, stage, app } = service;
  if (!dockerfile || !stage) return "the shipped stage could not be read";
  const { entrypoint, cmd } = stage.facts;
  const start = imageStart(dockerfile, stage);
  const chain = chainOf(service, start);
  const wrapper = chain.steps.find(({ kind }) => kind === "wrapper");
  const part = cmd && wraps(cmd, wrapper) ? cmd : entrypoint && wraps(entrypoint, wrapper) ? entrypoint : null;
  if (!part || !wrapper) return "the command is not one of this file";
  if (hasComment(dockerfile, part.instruction.textRange)) return "a comment stands inside the command";
  if (part === entrypoint && (cmd?.words.length ?? 0) > 0) return "CMD gives it more words";
  if (!chain.app) return "what the package manager starts is not known";
  const other = chain.steps.find(
    ({ kind }) => kind !== "wrapper" && kind !== "shell" && kind !== "init" && kind !== "script" && kind !== "base script",
  );
  if (other) return `${"program" in other ? other.program : "something"} stands between it and the app`;
  const name = scriptName(part);
  const manifest = app?.manifests.find(({ kind }) => kind === "package.json");
  const text = name === null ? null : (manifest?.scripts.get(name) ?? null);
  if (name !== null) {
    if (text === null || manifest === undefined) return `the script ${name} is not known`;
    if (/[;&|<>$`*?]|(?:^|\s)\w+=|cross-env|dotenv/.test(text)) return `its script ${name} needs a shell: \`${text}\``;
    if (manifest.scripts.has(`pre${name}`) || manifest.scripts.has(`post${name}`))
      return `other scripts run before or after ${name}`;
  }
  const [program = "", ...rest] = chain.app;
  const isGlobal = /[/\\]/.test(program) || /^(?:node|bun|deno|python[\d.]*|java|ruby|php)$/.test(program);
  const words = [isGlobal ? program : `node_modules/.bin/${program}`, ...rest];
  if (words.some((word) => /[$`*?]/.test(word))) return "the app's words need a shell";
  return [replaced(dockerfile.path, part.instruction.textRange, execForm(words))];
}

function wraps(part: StartCommand, wrapper: { readonly kind: string } | undefined): boolean {
  if (!wrapper || !("program" in wrapper) || typeof wrapper.program !== "string") return false;
  const [first = ""] = part.form === "exec" ? part.words : [part.script?.commands[0]?.name ?? ""];
  const single = part.form === "exec" ? true : part.script?.commands.length === 1;
  return single && first.slice(first.lastIndexOf("/") + 1) === wrapper.program.split(" ")[0];
}

/** The script of the manifest that `npm start`, `yarn serve`, `pnpm run x` means; null where the command names a program itself. */
function scriptName(part: StartCommand): string | null {
  const words = part.form === "exec" ? part.words : (part.script?.commands[0]?.words.map(({ value }) => value ?? "") ?? []);
  const [program = "", ...rest] = words.map((word) => word).filter((word, index) => index === 0 || !word.startsWith("-"));
  if (!/(?:^|\/)(?:npm|yarn|pnpm|bun)$/.test(program)) return null;
  const [verb = "start", target] = rest;
  if (verb === "exec" || verb === "dlx") return null;
  return verb === "run" || verb === "run-script" ? (target ?? null) : verb;
}
