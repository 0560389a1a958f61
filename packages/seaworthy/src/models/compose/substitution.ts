/** A text with its `${…}` filled in as Compose does it. */
export interface Substituted {
  readonly text: string;
  /** A variable with a value took part. */
  readonly filled: boolean;
  /** Variables without a value that became the empty string. */
  readonly missing: readonly string[];
  /** Variables that the text demands with `?` and that have no value, with the message written there. */
  readonly required: readonly { readonly name: string; readonly message: string }[];
  /** A `${` that is no valid reference, or nesting beyond reason. */
  readonly broken: boolean;
}

const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const MAX_NESTING = 20;
/** Each unclosed brace costs a look through the rest of the text. */
const MAX_UNCLOSED = 20;

/**
 * `$A` `${A}` `${A:-x}` `${A-x}` `${A:?m}` `${A?m}` `${A:+x}` `${A+x}`, nested, and `$$` for a dollar sign.
 * A `$` before anything else stands for itself, as in Docker Compose.
 */
export function substitute(text: string, env: ReadonlyMap<string, string>): Substituted {
  if (!text.includes("$")) return { text, filled: false, missing: [], required: [], broken: false };
  const state: State = { env, filled: false, missing: new Set(), required: [], broken: false, unclosed: 0 };
  const result = expand(text, state, 0);
  return { text: result, filled: state.filled, missing: [...state.missing], required: state.required, broken: state.broken };
}

interface State {
  readonly env: ReadonlyMap<string, string>;
  readonly missing: Set<string>;
  readonly required: { name: string; message: string }[];
  filled: boolean;
  broken: boolean;
  unclosed: number;
}

function expand(text: string, state: State, depth: number): string {
  if (depth > MAX_NESTING) {
    state.broken = true;
    return text;
  }
  let out = "";
  let at = 0;
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", at)) {
    out += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === "$") {
      out += "$";
      at = dollar + 2;
    } else if (next === "{") {
      const end = state.unclosed > MAX_UNCLOSED ? -1 : closing(text, dollar + 1);
      if (end < 0) state.unclosed++;
      const filled = end < 0 ? null : reference(text.slice(dollar + 2, end), state, depth);
      if (filled === null) state.broken = true;
      out += filled ?? text.slice(dollar, dollar + 2);
      at = filled === null ? dollar + 2 : end + 1;
    } else {
      const name = nameAt(text, dollar + 1);
      out += name === null ? "$" : lookUp(name, state);
      at = dollar + 1 + (name?.length ?? 0);
    }
  }
  return out + text.slice(at);
}

/** The inside of one `${…}`; null when it is none. */
function reference(inside: string, state: State, depth: number): string | null {
  const name = nameAt(inside, 0);
  if (name === null) return null;
  const rest = inside.slice(name.length);
  if (rest === "") return lookUp(name, state);
  const operator = /^:?[-+?]/.exec(rest)?.[0];
  if (!operator || rest.includes("\n")) return null;
  const word = rest.slice(operator.length);
  const value = state.env.get(name);
  const present = value !== undefined && (value !== "" || !operator.startsWith(":"));
  switch (operator.at(-1)) {
    case "-":
      // An empty default says that the value comes from elsewhere.
      if (!present && word === "") state.missing.add(name);
      return present ? lookUp(name, state) : expand(word, state, depth + 1);
    case "+":
      // The word stands in the file, but whether it counts is for the environment to say.
      if (present) state.filled = true;
      return present ? expand(word, state, depth + 1) : "";
    default:
      if (present) return lookUp(name, state);
      state.required.push({ name, message: word });
      state.missing.add(name);
      return "";
  }
}

function lookUp(name: string, state: State): string {
  const value = state.env.get(name);
  if (value === undefined) state.missing.add(name);
  else state.filled = true;
  return value ?? "";
}

function nameAt(text: string, at: number): string | null {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0] ?? null;
}

/** The offset of the brace that closes the one at `open`, or -1. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return -1;
}
