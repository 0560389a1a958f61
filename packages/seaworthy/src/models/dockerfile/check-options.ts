import type { Comment, Instruction } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";
import { keptText, leadingComments } from "./leading-comments.js";

/** The build argument that takes the place of the directive `# check=`. */
export const CHECK_ARGUMENT = "BUILDKIT_DOCKERFILE_CHECK";

/** What the builder is told about its own checks; names are case-sensitive there. */
export interface CheckOptions {
  readonly skip: readonly string[] | "all";
  readonly experimental: readonly string[] | "all";
  /** The build fails where a check finds anything. */
  readonly error: boolean;
}

const NOTHING: CheckOptions = { skip: [], experimental: [], error: false };
const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);
/** Settings beyond the third are part of its value. */
const MOST_SETTINGS = 3;

/** Reads `skip=A,B;error=true;experimental=C` as the builder does; a text says what it refuses, and then it uses none of it. */
export function parseCheckOptions(value: string): CheckOptions | string {
  if (value.trim() === "") return NOTHING;
  const split = value.trim().split(";");
  const parts = [...split.slice(0, MOST_SETTINGS - 1), split.slice(MOST_SETTINGS - 1).join(";")].slice(0, split.length);
  let { skip, experimental, error } = NOTHING;
  for (const part of parts) {
    const [key = "", ...rest] = part.split("=");
    const given = rest.join("=").trim();
    const name = key.trim();
    if (rest.length === 0) return `\`${part}\` is no setting: write skip=…, error=… or experimental=…`;
    if (name === "skip") skip = skip === "all" ? skip : namesOf(given);
    else if (name === "experimental") experimental = experimental === "all" ? experimental : namesOf(given);
    else if (name !== "error") return `\`${name}\` is none of skip, error, experimental`;
    else if (TRUE.has(given)) error = true;
    else if (FALSE.has(given)) error = false;
    else return `error is true or false, not \`${given}\``;
  }
  return { skip, experimental, error };
}

function namesOf(list: string): readonly string[] | "all" {
  return list === "all" ? "all" : list.split(",").map((name) => name.trim());
}

/** What holds for the whole file: the build argument if it is given, else the directive; a text where the builder refuses it. */
export function fileCheckOptions(dockerfile: Dockerfile, argument: string | null): CheckOptions | string {
  if (argument !== null) return parseCheckOptions(argument);
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  return directive ? parseCheckOptions(settingsOf(directive.value).settings) : NOTHING;
}

const COMMENT = /^check\s*=\s*(\S.*)$/i;

/** What a comment above an instruction says for it alone, and the words behind it; null for any other comment. */
export function commentCheckOptions(
  dockerfile: Dockerfile,
  comment: Comment,
): { readonly options: CheckOptions | string; readonly reason: string | null } | null {
  const match = COMMENT.exec(keptText(dockerfile, comment));
  if (!match) return null;
  const { settings, reason } = settingsOf(match[1] ?? "");
  return { options: parseCheckOptions(settings), reason };
}

/** The settings end at the first space; what follows is for people. */
export function settingsOf(value: string): { readonly settings: string; readonly reason: string | null } {
  const space = value.indexOf(" ");
  if (space < 0) return { settings: value, reason: null };
  const words = value
    .slice(space)
    .trim()
    .replace(/^(?:\/\/|--|#)\s*/, "");
  return { settings: value.slice(0, space), reason: words || null };
}

/** Whether an experimental check is asked of an instruction: for the whole file, or by a comment above it. */
export function isSwitchedOn(check: string, dockerfile: Dockerfile, instruction: Instruction, argument: string | null): boolean {
  const above = (leadingComments(dockerfile).get(instruction) ?? []).flatMap(
    (comment) => commentCheckOptions(dockerfile, comment)?.options ?? [],
  );
  return [fileCheckOptions(dockerfile, argument), ...above.slice(0, 1)].some(
    (options) => typeof options !== "string" && (options.experimental === "all" || options.experimental.includes(check)),
  );
}
