import type { CommandNode, CompoundList, ParsedScript, Statement, Command as UnbashCommand } from "unbash";
import { offsetsFrom } from "./offsets.js";
import { peel, programName } from "./prefixes.js";
import { shellCall } from "./shells.js";
import { parseSyntax } from "./syntax.js";
import { literalOf, shellWord } from "./words.js";

/** How one way through a script ends. Offsets are those of the script's own text. */
export interface Ending {
  /**
   * `exec`: the shell is replaced; `child`: a command runs as a child of the shell; `wait`: the shell waits for what it put into the
   * background; `unknown`: it cannot be told (a sourced file, eval); `none`: nothing runs (an exit, an empty branch).
   */
  readonly kind: "exec" | "child" | "wait" | "unknown" | "none";
  readonly pos: number;
  readonly end: number;
}

interface Reading {
  readonly functions: ReadonlyMap<string, CommandNode | CompoundList>;
  /** The endings of the functions that were called, at most one of a kind. */
  readonly known: Map<string, readonly Ending[]>;
  readonly depth: number;
  /** In a branch an `exit 0` is the end of a side way; at the end of the script it only hands on what ran before. */
  readonly branch: boolean;
}

const MAX_DEPTH = 60;
const HERE = offsetsFrom(0);

/** The ways in which a script can end, in the order of its text. */
export function endingsOf(script: ParsedScript): readonly Ending[] {
  const functions = new Map<string, CommandNode | CompoundList>();
  for (const { command } of script.commands) if (command.type === "Function") functions.set(command.name.text, command.body);
  return ofList(script.commands, { functions, known: new Map(), depth: 0, branch: false });
}

function ofList(statements: readonly Statement[], reading: Reading): readonly Ending[] {
  // Nothing after an unconditional exec is ever reached.
  const reached = statements.findIndex(
    ({ command, background }) => !background && command.type === "Command" && ofCommand(command, reading)[0]?.kind === "exec",
  );
  for (let index = reached < 0 ? statements.length - 1 : reached; index >= 0; index -= 1) {
    const statement = statements[index];
    if (statement === undefined) break;
    const endings = ofStatement(statement, reading);
    if (endings.some(({ kind }) => kind !== "none")) return endings;
    if (endings.length > 0 && reading.branch) return endings;
  }
  return [];
}

function ofStatement({ command, background, pos, end }: Statement, reading: Reading): readonly Ending[] {
  if (background) return [{ kind: "child", pos, end }];
  return ofNode(command, { ...reading, depth: reading.depth + 1 });
}

function ofNode(node: Statement["command"] | CompoundList, reading: Reading): readonly Ending[] {
  const { pos, end } = node;
  if (reading.depth > MAX_DEPTH) return [{ kind: "unknown", pos, end }];
  const deeper = { ...reading, depth: reading.depth + 1 };
  const branch = { ...deeper, branch: true };
  switch (node.type) {
    case "Command":
      return ofCommand(node, reading);
    case "CompoundList":
      return ofList(node.commands, deeper);
    case "BraceGroup":
      return ofList(node.body.commands, deeper);
    case "Redirected":
      return ofNode(node.command, deeper);
    case "AndOr": {
      // `test && exec x || exec y`: what execs decides; without any, the last that runs something.
      const ways = node.commands.map((command) => ofNode(command, branch));
      const execs = ways.flat().filter(({ kind }) => kind === "exec");
      if (execs.length > 0) return execs;
      return ways.filter((way) => way.some(({ kind }) => kind !== "none")).at(-1) ?? [];
    }
    case "Pipeline": {
      const [only] = node.commands;
      return node.commands.length === 1 && only ? ofNode(only, deeper) : [{ kind: "child", pos, end }];
    }
    case "If": {
      const lists = [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
      return lists.flatMap((list) => ofNode(list, branch));
    }
    case "Case":
      return node.items.flatMap((item) => ofNode(item.body, branch));
    case "Function":
      return [];
    default:
      // Loops, subshells, tests: the shell stays above what runs in them.
      return [{ kind: "child", pos, end }];
  }
}

function ofCommand(node: UnbashCommand, reading: Reading): readonly Ending[] {
  const { pos, end } = node;
  if (node.name === undefined) return [];
  const raw = [node.name, ...node.args.filter((argument) => argument.type === "Word")];
  const written = raw.map((word) => shellWord(word, HERE));
  const peeled = peel(written);
  const words = written.slice(peeled.count);
  const name = programName(words[0]);
  if (peeled.prefixes.includes("exec")) {
    const call = shellCall(name, words);
    const text = call?.script == null ? undefined : raw[peeled.count + call.script];
    if (text === undefined) return [{ kind: "exec", pos, end }];
    return [{ kind: nestedKind(literalOf(text).value, reading), pos, end }];
  }
  switch (name) {
    case "exec": // only redirects
    case "set":
    case "trap":
    case "cd":
    case "export":
    case "unset":
    case "umask":
    case "ulimit":
    case ":":
    case "true":
    case "shift":
      return [];
    case "exit":
    case "return":
    case "false": {
      const status = words[1];
      // A branch that hands on the status of what ran before it is judged by that.
      return reading.branch && status?.value === null ? [] : [{ kind: "none", pos, end }];
    }
    case "wait":
    case "fg":
      return [{ kind: "wait", pos, end }];
    case ".":
    case "source":
      return [{ kind: "unknown", pos, end }];
    case "eval":
      return [{ kind: /^["']?\s*exec\s/.test(words[1]?.text ?? "") ? "exec" : "unknown", pos, end }];
  }
  const body = name === null || peeled.count > 0 ? undefined : reading.functions.get(name);
  if (body === undefined) return [{ kind: "child", pos, end }];
  return ofFunction(name ?? "", body, reading).map(({ kind }) => ({ kind, pos, end }));
}

/** Each function is read once: calls of calls would multiply. One that calls itself cannot be told. */
function ofFunction(name: string, body: CommandNode | CompoundList, reading: Reading): readonly Ending[] {
  const known = reading.known.get(name);
  if (known !== undefined) return known;
  reading.known.set(name, [{ kind: "unknown", pos: body.pos, end: body.end }]);
  const endings = ofNode(body, { ...reading, depth: reading.depth + 10, branch: false });
  const kinds = endings.filter(({ kind }, index) => endings.findIndex((other) => other.kind === kind) === index);
  reading.known.set(name, kinds);
  return kinds;
}

/** `exec sh -c '…'`: the inner shell may stay above the app as well. */
function nestedKind(text: string, reading: Reading): Ending["kind"] {
  if (reading.depth > MAX_DEPTH) return "unknown";
  const script = parseSyntax(text);
  const single = script.commands.length === 1 && script.commands[0]?.command.type === "Command";
  const kinds = ofList(script.commands, { ...reading, depth: reading.depth + 10 }).map(({ kind }) => kind);
  if (kinds.length > 0 && kinds.every((kind) => kind === "exec")) return "exec";
  // Whether a shell replaces itself for its only command differs between shells.
  return single || kinds.length === 0 || kinds.includes("exec") ? "unknown" : "child";
}
