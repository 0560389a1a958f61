import { type Assignment, type Command, type DoubleQuotedChild, parse, type Statement, type Word, type WordPart } from "unbash";
import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import type { PlainWord } from "./plain-words.js";
import type { ShellWord } from "./script.js";

/** The place in the text of a literal and the literal itself: `positions[i]` is where its unit `i` stands, one more for the end. */
export interface Literal {
  readonly value: string;
  readonly positions: readonly number[];
  /** An expansion stands in it, kept as written. */
  readonly expands: boolean;
  /** A command or process substitution stands in it. */
  readonly substitutes: boolean;
}

/** A word that finds its place in the file when it is asked for: most never are. */
class PlacedWord implements ShellWord {
  readonly text: string;
  readonly value: string | null;
  readonly pos: number;
  readonly end: number;
  readonly #offsets: OffsetMap;

  constructor(text: string, value: string | null, offsets: OffsetMap, pos: number, end: number) {
    this.text = text;
    this.value = value;
    this.pos = pos;
    this.end = end;
    this.#offsets = offsets;
  }

  get range(): Range {
    return this.#offsets.range(this.pos, this.end);
  }
}

/** A word of a command. Globs and braces stay as they are written. */
export function shellWord(word: Word, offsets: OffsetMap): ShellWord {
  return new PlacedWord(word.text, knownValue(word), offsets, word.pos, word.end);
}

/** `A=b` where a word is expected, such as an argument of export. */
export function assignmentWord(assignment: Assignment, offsets: OffsetMap): ShellWord {
  const known = assignedValue(assignment);
  const value = known === null ? null : `${assignment.name}${assignment.append ? "+" : ""}=${known}`;
  return new PlacedWord(assignment.text, value, offsets, assignment.pos, assignment.end);
}

/** The value of an assignment; null when it expands something, is an array, or is appended to what is there. */
export function assignedValue(assignment: Assignment): string | null {
  if (assignment.append || assignment.index || assignment.value.type === "ArrayValue") return null;
  return knownValue(assignment.value);
}

/** What `readPlain` tells of the value of a word; undefined for one that the parser read. */
export function toldValue(word: Word): string | null | undefined {
  return (word as Partial<PlainWord>).known;
}

/** `$NAME` or `${NAME}` in a word where no quote, escape or glob can make it something else. */
const SURELY_EXPANDED = /^[^'\\[`<>()]*\$(?:[A-Za-z_]|\{[A-Za-z_]\w*\})[^'\\[`<>()]*$/;

/** The value of a word without quotes and escapes; null when only running it would tell. */
function knownValue(word: Word): string | null {
  const told = toldValue(word);
  if (told !== undefined) return told;
  // The parts are made on first use: most words need none.
  if (!/[$`<>]/.test(word.text)) return word.value;
  if (SURELY_EXPANDED.test(word.text)) return null;
  return word.parts?.some(expands) ? null : word.value;
}

function expands(part: WordPart | DoubleQuotedChild): boolean {
  switch (part.type) {
    case "SimpleExpansion":
    case "ParameterExpansion":
    case "CommandExpansion":
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
    case "BraceExpansion":
    case "ExtendedGlob":
      return part.parts?.some(expands) ?? false;
    default:
      return false;
  }
}

/** The text that a quoted word hands on, unit by unit with its position in the source; expansions are kept as written. */
export function literalOf(word: Word): Literal {
  if (toldValue(word) !== undefined && (word.parts !== undefined || word.text !== word.value)) return literalParsed(word);
  const literal = { value: "", positions: [] as number[], expands: false, substitutes: false };
  const parts = word.parts;
  if (parts === undefined) add(literal, word.text, word.pos, "\n", true);
  else for (const part of parts) addPart(literal, part);
  literal.positions.push(word.end);
  return literal;
}

/** Where the letters stand in a word that `readPlain` read is asked of the parser. */
function literalParsed({ text, pos }: Word): Literal {
  const [statement] = parse(`: ${text}`).commands as readonly [Statement];
  const [word] = (statement.command as Command).args as readonly [Word];
  const { positions, ...literal } = literalOf(word);
  return { ...literal, positions: positions.map((at) => pos + at - 2) };
}

type OpenLiteral = { value: string; positions: number[]; expands: boolean; substitutes: boolean };

function addPart(literal: OpenLiteral, part: WordPart): void {
  switch (part.type) {
    case "SingleQuoted":
      add(literal, part.value, part.pos + 1, null, false);
      return;
    case "AnsiCQuoted":
      // Its escapes change lengths: every unit stands at the whole.
      for (const unit of part.value.split("")) {
        literal.value += unit;
        literal.positions.push(part.pos);
      }
      return;
    case "DoubleQuoted":
    case "LocaleString":
      for (const child of part.parts) {
        if (child.type === "Literal") add(literal, child.text, child.pos, '$`"\\\n', false);
        else addExpansion(literal, child);
      }
      return;
    case "Literal":
      add(literal, part.text, part.pos, "", true);
      return;
    default:
      if (expands(part)) addExpansion(literal, part);
      else add(literal, part.text, part.pos, null, false);
  }
}

function addExpansion(literal: OpenLiteral, part: WordPart | DoubleQuotedChild): void {
  literal.expands = true;
  if (part.type === "CommandExpansion" || part.type === "ProcessSubstitution") literal.substitutes = true;
  add(literal, part.text, part.pos, null, false);
}

/** `escapable`: the characters that a backslash stands before; null: none; `any`: all of them. */
function add(literal: OpenLiteral, text: string, pos: number, escapable: string | null, any: boolean): void {
  for (let index = 0; index < text.length; index += 1) {
    const next = text[index + 1];
    if (escapable !== null && text[index] === "\\" && next !== undefined && (any || escapable.includes(next))) {
      index += 1;
      if (next === "\n") continue;
    }
    literal.value += text[index];
    literal.positions.push(pos + index);
  }
}
