import {
  type Assignment,
  type CommandNode,
  type CompoundList,
  forEachChild,
  type HereDoc,
  type ParsedScript,
  type PipelineNode,
  type Statement,
  type SyntaxNode,
  type Command as UnbashCommand,
  type Word,
} from "unbash";
import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import { assignmentsOf, NO_ASSIGNMENTS, NO_REDIRECTS, redirection } from "./attachments.js";
import { NO_WORDS, ReadCommand } from "./command.js";
import { Frame, HOLDS_SCRIPT } from "./frame.js";
import { offsetsFrom, offsetsThrough, offsetsWithin } from "./offsets.js";
import { peel, programName } from "./prefixes.js";
import type { Command, ShellWord } from "./script.js";
import { type ShellCall, setOptions, shellCall } from "./shells.js";
import { assignmentWord, literalOf, shellWord, toldValue } from "./words.js";

type Place = Command["inside"][number];

/** Deeper syntax than this is left out, with an error. */
export const MAX_DEPTH = 200;
/** `sh -c "sh -c …"` is followed this far. */
const MAX_SHELLS = 8;

/** Collects the simple commands of a parsed text. `parse` must not throw. */
export class Commands {
  readonly list: Command[] = [];
  readonly errors: { message: string; range: Range }[] = [];
  errexit = false;
  pipefail = false;
  readonly #parse: (text: string) => ParsedScript;

  constructor(parse: (text: string) => ParsedScript) {
    this.#parse = parse;
  }

  addText(text: string, offsets: OffsetMap): void {
    this.#script(this.#parse(text), Frame.outermost(offsets, text));
  }

  #script(script: ParsedScript, frame: Frame): void {
    const { text } = frame;
    for (const { message, pos } of script.errors ?? []) {
      const end = text === null ? pos + 1 : Math.min(pos + 1, text.length);
      this.errors.push({ message, range: frame.offsets.range(Math.min(pos, end), end) });
    }
    this.#statements(script.commands, frame);
  }

  #statements(statements: readonly Statement[], frame: Frame): void {
    let after = frame.after;
    let at = frame;
    for (let index = 0; index < statements.length; index++) {
      const statement = statements[index] as Statement;
      const background = statement.background === true;
      const isBehind = frame.background || background;
      // Most stand where the one before stood.
      if (at.after !== after || at.background !== isBehind) at = frame.following(after, isBehind);
      this.#statement(statement.command, at);
      after = background ? "&" : ";";
    }
  }

  #statement(node: Statement["command"], frame: Frame): void {
    if (node.type !== "AndOr") {
      this.#pipeline(node, frame);
      return;
    }
    const { commands, operators } = node;
    let at = frame;
    for (let index = 0; index < commands.length; index++) {
      const after = index === 0 ? frame.after : (operators[index - 1] ?? "&&");
      if (at.after !== after) at = frame.following(after);
      this.#pipeline(commands[index] as PipelineNode, at);
    }
  }

  #pipeline(node: PipelineNode, frame: Frame): void {
    if (node.type !== "Pipeline") {
      if (node.type === "Command" && frame.depth < MAX_DEPTH) this.#command(node, frame);
      else this.#node(node, frame);
      return;
    }
    const length = node.commands.length;
    const negations = node.prefixes.filter((prefix) => prefix.type === "Negation").length;
    node.commands.forEach((command, index) => {
      // A group that is alone in its pipeline is in that of the group around it.
      const pipe = length === 1 ? frame.pipe : { index, length };
      const negated = frame.negated !== (negations % 2 === 1);
      const timed = frame.timed || (index === 0 && node.prefixes.some((prefix) => prefix.type === "Time"));
      this.#node(command, frame.piped(index === 0 ? frame.after : "|", pipe, negated, timed));
    });
  }

  #node(node: CommandNode | CompoundList, outer: Frame): void {
    if (outer.depth >= MAX_DEPTH) {
      this.errors.push({ message: `nested deeper than ${MAX_DEPTH} levels`, range: outer.offsets.range(node.pos, node.end) });
      return;
    }
    if (node.type === "Command") {
      this.#command(node, outer);
      return;
    }
    const frame = outer.deeper();
    switch (node.type) {
      case "CompoundList":
        this.#statements(node.commands, frame);
        return;
      case "Redirected":
        this.#node(node.command, frame);
        this.#scripts(node.redirects, frame);
        return;
      case "If":
        this.#list(node.clause, frame, "condition", frame.after);
        this.#list(node.then, frame, "branch");
        for (const branch of node.elif) {
          this.#list(branch.clause, frame, "condition");
          this.#list(branch.then, frame, "branch");
        }
        if (node.else) this.#list(node.else, frame, "branch");
        return;
      case "While":
        this.#list(node.clause, frame, "condition", frame.after);
        this.#list(node.body, frame, "loop");
        return;
      case "For":
      case "Select":
        this.#scripts(node.wordlist ?? [], frame);
        this.#list(node.body, frame, "loop");
        return;
      case "ArithmeticFor":
        this.#list(node.body, frame, "loop");
        return;
      case "Case":
        this.#scripts([node.word], frame);
        for (const item of node.items) this.#list(item.body, frame, "branch");
        return;
      case "Function":
        this.#node(node.body, frame.called());
        return;
      case "Subshell":
        this.#list(node.body, frame, "subshell", frame.after);
        return;
      case "BraceGroup":
        this.#statements(node.body.commands, frame);
        return;
      case "Coproc":
        this.#node(node.body, frame.following(frame.after, true));
        return;
      case "TestCommand":
      case "ArithmeticCommand":
        this.#scripts([node], frame);
    }
  }

  #list(list: CompoundList, frame: Frame, place: Place, after: Command["after"] = "start"): void {
    this.#node(list, frame.within(place, after));
  }

  #command(node: UnbashCommand, outer: Frame): void {
    const { offsets } = outer;
    const { args } = node;
    const written: ShellWord[] = node.name ? [shellWord(node.name, offsets)] : [];
    let assigns = node.prefix.length > 0;
    for (let index = 0; index < args.length; index++) {
      const word = args[index] as Word | Assignment;
      if (word.type === "Word") written.push(shellWord(word, offsets));
      else {
        written.push(assignmentWord(word, offsets));
        assigns = true;
      }
    }
    const first = programName(written[0]);
    const { count, prefixes, assignments } = peel(written, first);
    const words = count === 0 ? written : written.slice(count);
    const name = count === 0 ? first : programName(words[0]);
    if (name === "export" || assignments.length > 0) assigns = true;
    const command = new ReadCommand(
      name,
      words,
      outer.timed ? ["time", ...prefixes] : prefixes,
      count === 0 ? NO_WORDS : written.slice(0, count),
      assigns ? assignmentsOf(node, written, count, name, assignments, offsets) : NO_ASSIGNMENTS,
      node.redirects.length === 0 ? NO_REDIRECTS : node.redirects.map((redirect) => redirection(redirect, offsets)),
      outer,
      node,
    );
    this.list.push(command);
    if (name === "set") this.#options(words, outer);
    if (outer.substitutes && mayHoldScripts(node)) {
      const frame = outer.deeper();
      this.#scripts(node.prefix, frame);
      if (node.name) this.#scripts([node.name], frame);
      this.#scripts(node.args, frame);
      for (const redirect of node.redirects) if (!node.prefix.includes(redirect)) this.#scripts([redirect], frame);
    }
    const call = shellCall(name, words);
    if (call) this.#shell(call, command, rawWord(node, count + (call.script ?? 0)), node, outer.deeper());
  }

  #options(words: readonly ShellWord[], frame: Frame): void {
    if (frame.inside.some((place) => place !== "shell-c")) return;
    const [errexit, pipefail] = setOptions(words);
    this.errexit ||= errexit;
    this.pipefail ||= pipefail;
  }

  /** The scripts in substitutions below the nodes. */
  #scripts(nodes: readonly SyntaxNode[], frame: Frame): void {
    for (const node of nodes) {
      if ((node.type === "Word" || node.type === "Assignment") && !HOLDS_SCRIPT.test(node.text)) continue;
      this.#substitutions(node, frame);
    }
  }

  #substitutions(node: SyntaxNode, frame: Frame): void {
    if (frame.depth >= MAX_DEPTH) return;
    if (node.type === "CommandExpansion" || node.type === "ProcessSubstitution" || node.type === "ArithmeticCommandExpansion") {
      const script = node.script;
      if (script === undefined) return;
      // A backtick script with escapes was decoded: its own offsets point nowhere in this text.
      const offsets = script.source === undefined ? frame.offsets : offsetsWithin(frame.offsets.range(node.pos, node.end));
      this.#script(script, frame.script("substitution", offsets, null));
      return;
    }
    const deeper = frame.deeper();
    forEachChild(node, (child) => this.#substitutions(child, deeper));
  }

  /** The text of `sh -c` and of a heredoc that a shell reads. */
  #shell(call: ShellCall, command: Command, word: Word | Assignment | undefined, node: UnbashCommand, frame: Frame): void {
    let text: string | null = null;
    let offsets = frame.offsets;
    if (call.script !== null && word?.type === "Word") {
      const literal = literalOf(word);
      // What a substitution prints is not known, and its own commands are in the list already.
      if (literal.substitutes || (literal.expands && /^\$\{?\w+\}?$|^\$[@*]$/.test(literal.value.trim()))) return;
      text = literal.value;
      offsets = offsetsThrough(frame.offsets, literal.positions);
    } else if (call.stdin) {
      const heredoc = node.redirects.find((redirect): redirect is HereDoc => redirect.type === "HereDoc");
      if (heredoc === undefined || (!heredoc.delimiter?.quoted && HOLDS_SCRIPT.test(heredoc.body.text))) return;
      const { body } = heredoc;
      text = body.text;
      const exact = body.end - body.pos === text.length;
      offsets = exact ? shifted(frame.offsets, body.pos) : offsetsWithin(frame.offsets.range(body.pos, body.end));
    }
    if (text === null) return;
    if (frame.inside.every((place) => place === "shell-c") && command.after === "start") {
      this.errexit ||= call.errexit;
      this.pipefail ||= call.pipefail;
    }
    if (frame.shells >= MAX_SHELLS) {
      this.errors.push({ message: `more than ${MAX_SHELLS} shells inside one another`, range: command.range });
      return;
    }
    this.#script(this.#parse(text), frame.script("shell-c", offsets, text));
  }
}

/** Whether a substitution may stand in a command. */
function mayHoldScripts(node: UnbashCommand): boolean {
  if (node.prefix.length > 0 || node.redirects.length > 0) return true;
  return (node.name !== undefined && mayHoldScript(node.name)) || node.args.some(mayHoldScript);
}

function mayHoldScript(word: Word | Assignment): boolean {
  // Nothing stands in a word whose value was told with it.
  return !(word.type === "Word" && typeof toldValue(word) === "string") && HOLDS_SCRIPT.test(word.text);
}

/** The name and the arguments of a command as one list, by index. */
function rawWord(node: UnbashCommand, index: number): Word | Assignment | undefined {
  if (!node.name) return node.args[index];
  return index === 0 ? node.name : node.args[index - 1];
}

function shifted(outer: OffsetMap, by: number): OffsetMap {
  const shift = offsetsFrom(by);
  return { at: (index) => outer.at(shift.at(index)), range: (start, end) => outer.range(shift.at(start), shift.at(end)) };
}
