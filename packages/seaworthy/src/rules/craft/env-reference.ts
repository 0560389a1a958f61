import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { writtenInstructions, writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/env-reference",
  claim: "no ENV uses a variable that the same instruction sets",
  why: "All values of one ENV are expanded before any of them is set: the new variable is still empty there.",
  todo: "Split it into two: set the variable first, use it in the next ENV.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3044"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!writtenOf(dockerfile, "ENV").some(({ pairs }) => pairs.length > 1))
      return notApplicable("no ENV sets several variables");
    const findings: Finding[] = [];
    const defined = new Map<Stage | null, Set<string>>();
    let stage: Stage | null = null;
    for (const each of writtenInstructions(dockerfile)) {
      if (each.keyword === "FROM") stage = dockerfile.stages[each.stage] ?? null;
      if (each.keyword !== "ENV" && each.keyword !== "ARG") continue;
      const own: Stage | null = stage;
      const before = defined.get(own) ?? new Set(own?.parent ? defined.get(own.parent) : []);
      defined.set(own, before);
      if (each.keyword === "ENV" && each.pairs.length > 1 && each.text.includes("$")) {
        const names = new Map<string, number>();
        for (const { name } of each.pairs) names.set(name, (names.get(name) ?? 0) + 1);
        for (const pair of each.pairs) {
          // Every base image has a PATH: others may well mean the old one.
          const used = referencesIn(pair.value ?? "").find(
            (name) => names.has(name) && !before.has(name) && (name === pair.name ? (names.get(name) ?? 0) > 1 : name !== "PATH"),
          );
          if (used) findings.push(finding(`${used} is set by this very ENV and not yet there`, placeOf(dockerfile, pair)));
        }
      }
      for (const { name } of each.pairs) before.add(name);
    }
    return noOr(findings, () => yes("no ENV uses what it sets"));
  },
  examples: [
    { title: "two steps", says: "yes", files: "FROM alpine:3.23\nENV HOME_DIR=/srv LANG=C\nENV BIN=$HOME_DIR/bin\n" },
    { title: "one step", says: "no", files: "FROM alpine:3.23\nENV HOME_DIR=/srv «BIN=$HOME_DIR/bin»\n" },
  ],
});

/** The names of the variables that a value uses. */
function referencesIn(value: string): readonly string[] {
  if (!value.includes("$")) return [];
  const expanded = value.replace(/\\.|'[^']*'/g, (text) => (text.startsWith("'") && value.includes('"') ? text : " "));
  // `${NAME:-word}` reckons with a variable that is not there.
  return [...expanded.matchAll(/\$(?:\{([A-Za-z_]\w*)(?!\w|:?[-+])|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2] ?? "");
}
