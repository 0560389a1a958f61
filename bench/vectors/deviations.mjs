// Where the rules differ on purpose from what another tool is tested for, and why: deviations.json, a list of
// { rule, reason } with what narrows it down: `case`, a hash of the rule and the text; `expect`, what the other tool says;
// `severalStages`, a text with more than one FROM; `beyond`, a rule of ours that finds more than the other tool's check.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const deviations = JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8"));
const used = new Set();

/** Names a case in deviations.json. */
export function idOf(rule, text) {
  return createHash("sha256").update(`${rule}\n${text}`).digest("hex").slice(0, 12);
}

/**
 * The reason why this case differs, or null: one of its own, else one of its rule. `beyond`: the rules of ours that say too much, if that is
 * all the difference.
 */
export function reasonFor({ rule, text, expected, beyond = [] }) {
  const id = idOf(rule, text);
  const several = (text.match(/^\s*FROM\s/gim) ?? []).length > 1;
  const ofRule = deviations.filter((one) => one.rule === rule);
  const own = ofRule.find((one) => one.case === id);
  const general = ofRule.find(
    (one) => !one.case && !one.beyond && (!one.expect || one.expect === expected) && (!one.severalStages || several),
  );
  const more = beyond.map((ours) => ofRule.find((one) => one.beyond === ours));
  const fitting = own ? [own] : general ? [general] : more;
  if (fitting.length === 0 || fitting.includes(undefined)) return null;
  for (const one of fitting) used.add(one);
  return [...new Set(fitting.map((one) => one.reason))].join("; ");
}

/** Deviations of single cases that no case has needed since the start. */
export function unneeded() {
  return deviations.filter((one) => one.case && !used.has(one));
}
