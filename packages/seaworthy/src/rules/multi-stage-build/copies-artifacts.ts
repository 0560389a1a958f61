import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { copiedEnvironment } from "../../models/project/copied-tree-edit.js";
import { copiedTrees } from "../../models/project/copied-trees.js";
import { defineRule } from "../../rule.js";

/** Their sources are what runs: a bundle for the browser may be built in the same folder. */
const INTERPRETED: ReadonlySet<string> = new Set(["python", "ruby", "php", "perl", "elixir", "r"]);

export default defineRule({
  id: "multi-stage-build/copies-artifacts",
  claim: "what is copied out of a build stage is its result, not its whole work tree",
  why: "A stage whose whole folder is copied on is multi-stage in name only: sources, build tools' files and development dependencies ship all the same.",
  todo: "Copy what the build made, by its path: `COPY --from=build /app/dist ./dist`, `COPY --from=build /app/target/app.jar /app.jar`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3067"],
  source(service) {
    const { dockerfile, stage, app } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    if (!stage.facts.copies.some(({ from }) => from.kind === "stage"))
      return notApplicable("nothing is copied out of another stage");
    const language = app && app.language !== "unknown" && app.language !== "static" ? app.language : factsOfBase(stage)?.language;
    const findings = copiedTrees(stage)
      .filter(({ kind }) => kind !== "workshop" || !INTERPRETED.has(language ?? ""))
      .map(({ kind, word, stage: from }) => {
        const name = from.name ?? `stage ${from.index}`;
        return finding(
          kind === "root"
            ? `the whole file system of ${name} is copied`
            : kind === "prefix"
              ? `${word.text} of ${name} holds its whole runtime, with all that the build put there`
              : `${word.text} of ${name} is the folder it builds in: its sources and tools come along`,
          { file: dockerfile.path, range: word.range },
          kind === "root" ? {} : { aliases: [] },
        );
      });
    return noOr(findings, () => yes("only results are copied out of build stages"));
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "copy the packages, not the runtime", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile && stage ? copiedEnvironment(dockerfile, stage, range) : null));
  },
  examples: [
    {
      title: "the result",
      says: "yes",
      files:
        "FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
    },
    {
      title: "the whole workshop",
      says: "no",
      files:
        "FROM gradle:9-jdk21 AS build\nWORKDIR /app\nCOPY . .\nRUN gradle installDist\nFROM eclipse-temurin:21-jre\nCOPY --from=build «/app» /app\n",
    },
  ],
});
