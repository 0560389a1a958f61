import type { PlacedComment } from "../dockerfile/leading-comments.js";
import { isBuilderCheck } from "./buildkit.js";
import { type ForeignPragma, namesIn, nextInstruction } from "./pragma.js";

const RULES = "([\\w,\\s/.-]+?)";
const IGNORE = new RegExp(`^tally\\s+(global\\s+)?ignore\\s*=\\s*${RULES}(?:;reason\\s*=\\s*(.*))?$`, "i");
/** tally reads hadolint's comment too, with a reason that hadolint itself does not know. */
const HADOLINT_WITH_REASON = new RegExp(`^hadolint\\s+(global\\s+)?ignore\\s*=\\s*${RULES};reason\\s*=\\s*(.*)$`, "i");

/** `# tally ignore=hadolint/DL3002;reason=…`: the next instruction, also where the comment interrupts one; `global`: the file. */
export function tallyPragma(placed: PlacedComment): ForeignPragma | null {
  const { comment } = placed;
  const match = IGNORE.exec(comment.text) ?? HADOLINT_WITH_REASON.exec(comment.text);
  const written = namesIn(match?.[2] ?? "");
  if (!match || written.length === 0) return null;
  return {
    tool: "tally",
    names: written.flatMap(namesOf),
    reason: match[3]?.trim() || null,
    until: null,
    reach: match[1] ? null : nextInstruction(placed),
    range: comment.range,
    line: comment.line,
  };
}

/** The name that stands for every rule that tally has. */
export const ALL_OF_TALLY = "tally/*";

/** Its names carry the tool that a rule is from, or leave it out. */
function namesOf(name: string): readonly string[] {
  if (name === "all") return [ALL_OF_TALLY];
  const plain = name.replace(/^(?:hadolint|buildkit|shellcheck)\//, "");
  // Only its own rules are called in lower case.
  return /^[a-z0-9/-]+$/.test(plain) && !plain.startsWith("tally/") ? [plain, `tally/${plain}`] : [plain];
}

/** Whether another name of a rule or finding is that of one of tally's: hadolint's, the builder's, ShellCheck's and its own. */
export function isOfTally(alias: string): boolean {
  return /^(?:DL|SC)\d{4}$/.test(alias) || alias.startsWith("tally/") || isBuilderCheck(alias);
}
