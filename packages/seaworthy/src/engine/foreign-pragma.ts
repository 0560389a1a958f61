import type { Range } from "../core/place.js";
import type { Comment, Directive, Instruction } from "../models/dockerfile/ast.js";
import type { Dockerfile } from "../models/dockerfile/dockerfile.js";

/** null: the whole file; else the stretches that are covered. */
export type Reach = readonly Range[] | null;

export interface ForeignPragma {
  readonly tool: "hadolint" | "buildkit" | "tally" | "trivy";
  readonly names: readonly string[];
  readonly reason: string | null;
  readonly until: string | null;
  readonly reach: Reach;
}

const HADOLINT = /^hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*([^#]*?)\s*(?:#\s*(.*))?$/;
const TALLY = /^tally\s+(?:(global)\s+)?ignore\s*=\s*([^;]*)(?:;\s*reason\s*=\s*(.*))?$/;
const CHECK = /^check\s*=\s*(.*)$/;
/** What `skip=all` skips: BuildKit's own checks (its reference of build checks, August 2026), and nothing that it does not know of. */
const BUILDKIT_CHECKS: readonly string[] = (
  "StageNameCasing FromAsCasing NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName " +
  "JSONArgsRecommended MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar MultipleInstructionsDisallowed " +
  "LegacyKeyValueFormat RedundantTargetPlatform SecretsUsedInArgOrEnv InvalidDefaultArgInFrom FromPlatformFlagConstDisallowed " +
  "CopyIgnoredFile InvalidDefinitionDescription ExposeProtoCasing ExposeInvalidFormat InvalidBaseImagePlatform"
).split(" ");
const TRIVY = /^trivy:ignore:(\S+)/;

/** Reads the comment of another tool, with the reach that the tool gives it; null when it is none. */
export function foreignPragma(text: string, dockerfile: Dockerfile, comment: Comment | Directive): ForeignPragma | null {
  const hadolint = HADOLINT.exec(text);
  if (hadolint) {
    const names = list(hadolint[2] ?? "");
    // hadolint reads codes of these characters alone; one other token voids the pragma.
    if (names.length === 0 || names.some((name) => !/^[DLSC0-9]+$/.test(name))) return null;
    const reach =
      hadolint[1] === "global" ? null : hadolint[1] === "stage" ? stageAfter(dockerfile, comment) : next(dockerfile, comment);
    return { tool: "hadolint", names, reason: hadolint[3]?.trim() || null, until: null, reach };
  }
  const tally = TALLY.exec(text);
  if (tally) {
    const names = list(tally[2] ?? "").map((name) => (name === "all" ? "*" : name.replace(/^(hadolint|buildkit|tally)\//, "")));
    return {
      tool: "tally",
      names,
      reason: tally[3]?.trim() || null,
      until: null,
      reach: tally[1] ? null : next(dockerfile, comment),
    };
  }
  const check = CHECK.exec(text);
  if (check) {
    const [settings = "", ...reason] = (check[1] ?? "").split(/\s+\/\/\s+/);
    const skip = settings.split(";").find((setting) => setting.trim().startsWith("skip="));
    if (!skip) return null;
    const names = list(skip.trim().slice("skip=".length)).flatMap((name) => (name === "all" ? BUILDKIT_CHECKS : [name]));
    const atTop = "name" in comment;
    return {
      tool: "buildkit",
      names,
      reason: reason.join(" ").trim() || null,
      until: null,
      reach: atTop ? null : next(dockerfile, comment),
    };
  }
  const trivy = TRIVY.exec(text);
  if (trivy) {
    const [name = "", ...options] = (trivy[1] ?? "").split(":");
    const until = options[0] === "exp" ? (options[1] ?? null) : null;
    return { tool: "trivy", names: trivyNames(name), reason: null, until, reach: next(dockerfile, comment) };
  }
  return null;
}

/** Trivy knows its checks as `DS-0002`, `DS002` and `AVD-DS-0002`. */
function trivyNames(name: string): readonly string[] {
  const number = /^(?:AVD-)?DS-?0*(\d+)$/i.exec(name)?.[1];
  return number ? [`DS-${number.padStart(4, "0")}`] : [name];
}

function list(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The first instruction that starts after an offset. */
export function instructionAfter(dockerfile: Dockerfile, offset: number): Instruction | null {
  return dockerfile.instructions.find((instruction) => instruction.range[0] >= offset) ?? null;
}

function next(dockerfile: Dockerfile, comment: Comment | Directive): readonly Range[] {
  const instruction = instructionAfter(dockerfile, comment.range[1]);
  return instruction ? [instruction.range] : [];
}

/** A stage pragma covers the stage whose FROM follows it. */
function stageAfter(dockerfile: Dockerfile, comment: Comment | Directive): readonly Range[] {
  const first = instructionAfter(dockerfile, comment.range[1]);
  if (first?.keyword !== "FROM") return [];
  return dockerfile.instructions.filter((one) => one.stage === first.stage).map((one) => one.range);
}
