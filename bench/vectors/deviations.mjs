// Where the rules differ on purpose from what another tool is tested for, and why: deviations.json, a list of
// { rule, reason }, rule one name or several, with what narrows it down: `expect`, what the other tool says; `matches`, a regular expression for
// the text; `case`, a hash of the rule and the text; `beyond`, a rule of ours that finds more than the other tool's check.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const deviations = JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8")).map((one) => ({
  ...one,
  rules: [one.rule].flat(),
  pattern: one.matches ? new RegExp(one.matches, "im") : null,
}));
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
  const ofRule = deviations.filter(({ rules }) => rules.includes(rule));
  const own = ofRule.find((one) => one.case === id);
  const general = ofRule.find(
    (one) => !one.case && !one.beyond && (!one.expect || one.expect === expected) && (!one.pattern || one.pattern.test(text)),
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
