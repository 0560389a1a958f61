import { ITEM_IDS } from "../checklist.js";
import { nearest } from "../core/nearest.js";
import { ALL_OF_TALLY, isOfTally } from "../models/pragma/tally.js";
import type { AnyRule } from "../rule.js";

type Named = Pick<AnyRule, "id" | "aliases" | "aliasForm">;

/** Whether a name that a person wrote means this rule: its id, its group, or an alias in any case. */
export function namesRule(name: string, rule: Named): boolean {
  if (name === "*" || name === rule.id || rule.id.startsWith(`${name}/`)) return true;
  return isAlias(name, rule);
}

/** Whether a name is one that another tool has for a rule, or for some of its findings. */
export function isAlias(name: string, { aliases = [], aliasForm }: Named): boolean {
  if (name === ALL_OF_TALLY) return aliases.some(isOfTally);
  const plain = plainName(name);
  return aliases.some((alias) => alias.toLowerCase() === plain) || isOfForm(plain, aliasForm);
}

/** Whether a name has a rule's open form of aliases: each stands for some of its findings. */
export function isOfForm(name: string, form: string | undefined): boolean {
  if (form === undefined) return false;
  const plain = plainName(name);
  return (
    plain.length === form.length &&
    [...form.toLowerCase()].every((unit, at) => unit === (unit === "#" ? digit(plain[at]) : plain[at]))
  );
}

function digit(unit = ""): string {
  return unit >= "0" && unit <= "9" ? "#" : "";
}

/** What tools write in several ways, in one: Trivy's `AVD-DS-0002` and `DS002`, a linter's name before its code. */
function plainName(name: string): string {
  const lower = name.toLowerCase().replace(/^(?:hadolint|buildkit|shellcheck)\//, "");
  const number = /^(?:avd-)?ds-?0*(\d+)$/.exec(lower)?.[1];
  return number === undefined ? lower : `ds-${number.padStart(4, "0")}`;
}

/** The rules that a name means: an id, an alias, or every rule of an item. */
export function rulesNamed<R extends Named>(name: string, rules: readonly R[]): readonly R[] {
  return name === "*" ? [] : rules.filter((rule) => namesRule(name, rule));
}

/** A one-line complaint about a name that means no rule. */
export function unknownRule(name: string, rules: readonly Named[]): string {
  const candidates = [...ITEM_IDS, ...rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])])];
  const short = rules.find((rule) => rule.id.endsWith(`/${name}`))?.id;
  const meant = short ?? nearest(name, candidates);
  return `no rule or item is named \`${name}\`${meant ? `: did you mean \`${meant}\`?` : ": `seaworthy rules` lists them"}`;
}

/** Whether a name is a finding's fingerprint, which no table lists. */
export function isFingerprint(name: string): boolean {
  return /^[0-9a-f]{16}$/.test(name);
}
