import type { Instruction } from "../../dockerfile/ast.js";
import type { Stage } from "../../dockerfile/dockerfile.js";
import { accountsOf } from "../../shell/users.js";

/**
 * The name of a user or group that some instructions make and others speak of, which will stand in another stage: `COPY --chown=app`, `chown -R app`, USER.
 * null: there is none.
 */
export function madeElsewhere({ facts }: Stage, makers: readonly Instruction[], others: readonly Instruction[]): string | null {
  const names = facts.runs.flatMap(({ instruction, script }) =>
    script && makers.includes(instruction) ? accountsOf(script).map(({ name }) => name) : [],
  );
  return [...new Set(names)].find((name) => others.some((one) => speaksOf(one, name))) ?? null;
}

function speaksOf({ keyword, text, flags }: Instruction, name: string): boolean {
  const isOwner = (owner: string): boolean => owner.split(":").includes(name);
  if (keyword === "USER") return isOwner(text.trim());
  if (keyword === "COPY" || keyword === "ADD") return flags.some((flag) => flag.name === "chown" && isOwner(flag.value ?? ""));
  return keyword === "RUN" && text.split(/[\s"';&|()]+/).some(isOwner);
}
