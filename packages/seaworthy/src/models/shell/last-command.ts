import { remembered } from "../../core/kept.js";
import type { SourcePlace } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import { type Ending, endingsOf } from "./endings.js";
import { offsetsFrom } from "./offsets.js";
import { MAX_TEXT, parseScript } from "./parse.js";
import type { Command, Script, ShellWord } from "./script.js";
import { parseSyntax } from "./syntax.js";

const HERE = offsetsFrom(0);

/** How a script hands over to the app. */
export interface Handover {
  /**
   * True: however the script ends, its last command replaces the shell. False: it runs as a child. Null: it cannot be told: the ways
   * differ, a trap and `wait` pass signals on by hand, or the script does not parse.
   */
  readonly execs: boolean | null;
  /** Programs that drop privileges: gosu, su-exec, setpriv, runuser, su, sudo, chroot, s6-setuidgid, setuidgid, chpst. */
  readonly drops: readonly string[];
  /** The command that decides: the first that does not exec, else the last that does. */
  readonly command: Command | null;
}

export interface EntryReading extends Handover {
  readonly path: string;
  readonly text: string;
  /** Of the command that decides; the start of the file when there is none. */
  readonly place: SourcePlace;
}

/** Reads a script file that starts a container. */
export function readEntryScript(path: string, text: string): EntryReading {
  const marked = text.startsWith("\uFEFF");
  const handover = handoverOf(marked ? text.slice(1) : text, offsetsFrom(marked ? 1 : 0));
  return { path, text, ...handover, place: { file: path, range: handover.command?.range ?? [0, 0] } };
}

/** Reads how a script, such as the text of `sh -c`, hands over to the app. Never throws. */
export function handoverOf(text: string, offsets: OffsetMap): Handover {
  return handoverIn(parseScript(text, offsets), text, offsets);
}

/** A text that a shell is given with -c, parsed and followed. */
export interface ReadText extends Handover {
  /** Its offsets count from the beginning of the text. */
  readonly script: Script;
}

/** The same of a text by itself, such as a start command: several questions are asked of one, and many services start alike. */
export const readText = remembered(
  (text: string): ReadText => {
    const script = parseScript(text, HERE);
    return { script, ...handoverIn(script, text, HERE) };
  },
  30,
  2000,
);

/** The same of a text that is parsed already. */
export function handoverIn(script: Script, text: string, offsets: OffsetMap): Handover {
  const drops = dropsOf(script);
  if (text.length > MAX_TEXT || script.errors.length > 0) return { execs: null, drops, command: null };
  let endings: readonly Ending[];
  try {
    endings = endingsOf(parseSyntax(text)).filter(({ kind }) => kind !== "none");
  } catch {
    return { execs: null, drops, command: null };
  }
  const execs = verdict(endings, script);
  const deciding = endings.find(({ kind }) => kind !== "exec") ?? endings.at(-1);
  return { execs, drops, command: deciding ? commandAt(script, offsets.range(deciding.pos, deciding.end)) : null };
}

function verdict(endings: readonly Ending[], script: Script): boolean | null {
  if (endings.length === 0 || endings.some(({ kind }) => kind === "unknown")) return null;
  const execs = endings.filter(({ kind }) => kind === "exec").length;
  if (execs === endings.length) return true;
  if (execs > 0) return null;
  const trapped = script.commands.some(({ name, words }) => name === "trap" && words.length > 2);
  // A shell that traps signals and waits, maybe in a loop, passes them on by hand.
  return trapped && script.commands.some(({ name }) => name === "wait") ? null : false;
}

function commandAt(script: Script, range: readonly [number, number]): Command | null {
  const inside = script.commands.filter((command) => command.range[0] >= range[0] && command.range[1] <= range[1]);
  return inside.find((command) => !command.inside.includes("substitution")) ?? inside[0] ?? null;
}

/** The programs in a script that start another one as a lesser user. */
export function dropsOf(script: Script): readonly string[] {
  const drops = new Set<string>();
  for (const { prefixWords, words, prefixes, name } of script.commands) {
    for (const prefix of prefixes) if (isDrop(prefix, prefixWords)) drops.add(prefix);
    // `su app -c …` and `chroot` without a command are no prefixes.
    if (name === "su" || name === "runuser") if (switchesUser(words)) drops.add(name);
    const variable = name === null ? /^["']?\$\{?(\w+)(?:\[@\])?\}?["']?$/.exec(words[0]?.text ?? "")?.[1] : undefined;
    if (variable) for (const drop of dropsIn(script.text, variable)) drops.add(drop);
  }
  return [...drops];
}

/** `step="gosu $user"`, for a script that says `exec $step app`: what the values of a variable start with, where that drops privileges. */
function* dropsIn(text: string, variable: string): Generator<string> {
  for (const [, value = ""] of text.matchAll(new RegExp(`(?:^|[\\s;])${variable}=\\(?["']?([^\\n"')]*)`, "g"))) {
    const [program = "", ...rest] = value.trim().split(/\s+/);
    const name = program.slice(program.lastIndexOf("/") + 1);
    const words = [name, ...rest].map(
      (word): ShellWord => ({ text: word, value: word.includes("$") ? null : word, range: [0, 0] }),
    );
    if (name === "su" || name === "runuser" ? switchesUser(words) : isDrop(name, words)) yield name;
  }
}

function isDrop(prefix: string, words: readonly ShellWord[]): boolean {
  const own = words.slice(words.findIndex((word) => (word.value ?? "").endsWith(prefix)) + 1);
  switch (prefix) {
    case "gosu":
    case "su-exec":
    case "setuidgid":
    case "s6-setuidgid":
      return !isRoot(own.find((word) => !word.text.startsWith("-")));
    case "setpriv":
      return own.some((word) => /^--(reuid|ruid|euid)\b/.test(word.text));
    case "chroot":
      return own.some((word) => word.text.startsWith("--userspec"));
    case "chpst":
      return own.some((word) => /^-[uU]/.test(word.text));
    case "sudo":
    case "doas":
    case "runuser": {
      const at = own.findIndex((word) => /^(-[A-Za-z]*u|--user\b)/.test(word.text));
      const inline = own[at]?.text.startsWith("--user=");
      return at >= 0 && (inline ? !/=root$/.test(own[at]?.text ?? "") : !isRoot(own[at + 1]));
    }
    default:
      return false;
  }
}

function switchesUser(words: readonly ShellWord[]): boolean {
  let user: ShellWord | undefined;
  for (let index = 1; index < words.length; index += 1) {
    const text = words[index]?.text ?? "";
    if (/^(-[a-z]*[cs]|--command|--shell|-[gGw])$/.test(text)) index += 1;
    else if (!text.startsWith("-")) user ??= words[index];
  }
  return user !== undefined && !isRoot(user);
}

function isRoot(word: ShellWord | undefined): boolean {
  return /^(root|0)(:|$)/.test(word?.value ?? "");
}
