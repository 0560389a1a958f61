import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { sourceInContext } from "../../models/project/copied-paths.js";
import { defineRule } from "../../rule.js";

const EVERYTHING: ReadonlySet<string> = new Set(["*", "**", "**/*"]);

export default defineRule({
  id: "craft/copied-ignored",
  claim: "no COPY or ADD of any stage has a source that the ignore file keeps out",
  why: "By the patterns alone, and in every stage: `dockerignore` looks at what is shipped, and at what lies in a folder. This one is for teams that want no such line at all.",
  todo: "Take the pattern out of the ignore file, or the source out of the COPY.",
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["CopyIgnoredFile"],
  source({ dockerfile, context }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { ignore } = context;
    if (!ignore) return notApplicable("there is no ignore file");
    if (ignore.patterns.some(({ negated }) => negated)) return notApplicable("the ignore file lets some paths in again");
    const keepsAll = ignore.patterns.find(({ pattern }) => EVERYTHING.has(pattern)) ?? null;
    const findings: Finding[] = [];
    let asked = 0;
    for (const stage of dockerfile.stages) {
      for (const { instruction, sources, from, stage: own } of stage.facts.copies) {
        if (own !== stage || (from.kind !== "context" && from.kind !== "heredoc")) continue;
        sources.forEach((source, index) => {
          const word = instruction.sources[index];
          if (!word || source.includes("$") || source.includes("://")) return;
          asked += 1;
          const path = sourceInContext(source);
          const by = path === "." ? keepsAll : ignore.decide(path).by;
          if (by)
            findings.push(
              finding(`${source} is kept out by \`${by.written}\` (${ignore.path}:${by.line})`, placeOf(dockerfile, word)),
            );
        });
      }
    }
    return noOr(findings.slice(0, 20), () =>
      asked > 0 ? yes("no source is kept out") : notApplicable("nothing is copied by name"),
    );
  },
  examples: [
    {
      title: "not kept out",
      says: "yes",
      files: { Dockerfile: "FROM alpine:3.23\nCOPY src /src\n", ".dockerignore": "*.md\n", "src/a.js": "" },
    },
    {
      title: "kept out",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.23\nCOPY «docs» /docs\n", ".dockerignore": "docs\n", "docs/a.md": "" },
    },
  ],
});
