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
  const valued = syntax.valued ?? new Set<string>();
  let index = 0;
  const next = (name: string): void => {
    const word = words[index + 1];
    if (word === undefined) options.push({ name, value: null, word: null });
    else {
      index += 1;
      options.push({ name, value: shown(word), word });
    }
  };
  const bare = (name: string): void => {
    const follower = syntax.booleans ? words[index + 1]?.value : null;
    if (follower === "true" || follower === "false") next(name);
    else options.push({ name, value: null, word: null });
  };
  for (; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    // An unknown word may still begin with known dashes: `--target=$X`.
    const text = shown(word);
    if (text === "--") return { options, operands, rest: words.slice(index + 1) };
    if (text.charCodeAt(0) !== 45 || !/^-./.test(text)) {
      operands.push(word);
      continue;
    }
    const equals = text.indexOf("=");
    if (text.startsWith("--") || syntax.clusters === false) {
      if (equals > 0) options.push({ name: text.slice(0, equals), value: text.slice(equals + 1), word });
      else if (valued.has(text)) next(text);
      else bare(text);
      continue;
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const name = `-${text[letter]}`;
      const tail = text.slice(letter + 1);
      if (tail.startsWith("=")) {
        options.push({ name, value: tail.slice(1), word });
        break;
      }
      if (!valued.has(name)) {
        if (tail === "") bare(name);
        else options.push({ name, value: null, word: null });
        continue;
      }
      if (tail === "") next(name);
      else options.push({ name, value: tail, word });
      break;
    }
  }
  return { options, operands, rest: [] };
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
