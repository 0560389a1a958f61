// Outcomes as lines: how many agree, rule by rule where any does not, then each case that differs.
import { idOf } from "./deviations.mjs";

/**
 * An outcome: `rule`, `text` of the case, `expected` and `got` as words, `reason` why it differs on purpose or null.
 * Returns how many differ for no reason. `brief`: totals and what differs alone; `reasons`: also what is explained; `cases`: that and the texts.
 */
export function printOutcomes(title, outcomes, { note = "", brief = false, reasons = false, cases = false } = {}) {
  const marked = outcomes.map((one) => ({
    ...one,
    is: one.got === one.expected ? "agrees" : one.reason ? "explained" : "differs",
  }));
  const count = (list, is) => list.filter((one) => one.is === is).length;
  const share = (list) =>
    `${count(list, "agrees")} of ${list.length} agree, ${count(list, "explained")} explained, ${count(list, "differs")} differ`;
  console.log(`${title}: ${share(marked)}${note}`);
  if (!brief) {
    for (const rule of [...new Set(marked.map((one) => one.rule))].sort()) {
      const own = marked.filter((one) => one.rule === rule);
      if (own.some((one) => one.is !== "agrees")) console.log(`  ${rule}: ${share(own)}`);
    }
  }
  for (const one of marked) {
    if (one.is === "agrees" || (one.is === "explained" && !reasons && !cases)) continue;
    const because = one.reason ? `: ${one.reason}` : "";
    console.log(`  ${one.is} ${one.rule} ${idOf(one.rule, one.text)}: expected ${one.expected}, got ${one.got}${because}`);
    if (cases) console.log(`    ${JSON.stringify(one.text)}`);
  }
  return count(marked, "differs");
}
