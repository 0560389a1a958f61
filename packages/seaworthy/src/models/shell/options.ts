import type { ShellWord } from "./script.js";

/** How a program reads its command line. */
export interface OptionSyntax {
  /** Options that take a value, also as the next word: "-t", "--target". */
  readonly valued?: ReadonlySet<string>;
  /** `-yq` is `-y -q`, `-tx` is `-t x`. Default true; false where one dash starts a whole name (go, mvn). */
  readonly clusters?: boolean;
  /** Any option takes a following `true` or `false` as its value (npm, gem). */
  readonly booleans?: boolean;
}

export interface Option {
  /** With its dashes: "-y", "--target". */
  readonly name: string;
  readonly value: string | null;
  /** The word that holds the value, when it has one. */
  readonly word: ShellWord | null;
}

export interface Arguments {
  readonly options: readonly Option[];
  readonly operands: readonly ShellWord[];
  /** What follows `--`. */
  readonly rest: readonly ShellWord[];
}

/** The value of a word, or its text without quotes when the value is not known. */
export function shown(word: ShellWord): string {
  return word.value ?? word.text.replace(/["']/g, "");
}

/** Sorts the words behind a program into options and operands. No value of an option is ever an operand. */
export function readArguments(words: readonly ShellWord[], syntax: OptionSyntax): Arguments {
  const options: Option[] = [];
  const operands: ShellWord[] = [];
  const valued = syntax.valued ?? NONE_VALUED;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as ShellWord;
    // An unknown word may still begin with known dashes: `--target=$X`.
    const text = word.value ?? shown(word);
    if (text === "--") return { options, operands, rest: words.slice(index + 1) };
    if (text.charCodeAt(0) !== 45 || !/^-./.test(text)) {
      operands.push(word);
      continue;
    }
    if (text.startsWith("--") || syntax.clusters === false) {
      const equals = text.indexOf("=");
      if (equals > 0) options.push({ name: text.slice(0, equals), value: text.slice(equals + 1), word });
      else if (takesNext(text, words[index + 1], valued, syntax)) options.push(withNext(text, words[++index]));
      else options.push({ name: text, value: null, word: null });
      continue;
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const name = `-${text[letter]}`;
      const tail = text.slice(letter + 1);
      if (tail.startsWith("=")) {
        options.push({ name, value: tail.slice(1), word });
        break;
      }
      if (tail === "") {
        if (takesNext(name, words[index + 1], valued, syntax)) options.push(withNext(name, words[++index]));
        else options.push({ name, value: null, word: null });
        break;
      }
      if (valued.has(name)) {
        options.push({ name, value: tail, word });
        break;
      }
      options.push({ name, value: null, word: null });
    }
  }
  return { options, operands, rest: NO_REST };
}

const NONE_VALUED: ReadonlySet<string> = new Set();
const NO_REST: readonly ShellWord[] = Object.freeze([]);

function takesNext(name: string, next: ShellWord | undefined, valued: ReadonlySet<string>, syntax: OptionSyntax): boolean {
  return valued.has(name) || (syntax.booleans === true && (next?.value === "true" || next?.value === "false"));
}

function withNext(name: string, word: ShellWord | undefined): Option {
  return word === undefined ? { name, value: null, word: null } : { name, value: shown(word), word };
}

/** Whether one of the options is there and not switched off by `=false`. */
export function has(args: Arguments, ...names: readonly string[]): boolean {
  return args.options.some((option) => names.includes(option.name) && option.value !== "false" && option.value !== "0");
}

/** Whether one of the options is there and switched off by `=false`. */
export function denies(args: Arguments, ...names: readonly string[]): boolean {
  return args.options.some((option) => names.includes(option.name) && (option.value === "false" || option.value === "0"));
}

/** The values given to the options, in order. */
export function valuesOf(args: Arguments, ...names: readonly string[]): readonly string[] {
  return args.options.flatMap((option) => (names.includes(option.name) && option.value !== null ? [option.value] : []));
}

/** The options as they are listed in `Install.flags`. */
export function flagsOf(args: Arguments): readonly string[] {
  return args.options.map(({ name, value }) => (value === null ? name : `${name}=${value}`));
}
