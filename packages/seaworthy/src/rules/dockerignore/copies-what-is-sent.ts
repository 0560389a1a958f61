import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { sourceInContext } from "../../models/project/copied-paths.js";
import { belowFolder, isWithin } from "../../models/project/paths.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "dockerignore/copies-what-is-sent",
  claim: "no COPY or ADD names what the ignore file keeps out",
  why: "The build stops with `not found` although the file is there, or, with a wildcard, goes on without it.",
  todo: "Take the path out of the ignore file, let it in again with a `!` line behind the pattern, or take it out of the COPY.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["CopyIgnoredFile"],
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { ignore, files } = context;
    if (!ignore) return notApplicable("there is no ignore file");
    const { copies } = broadCopies(dockerfile, stage, context);
    const findings: Finding[] = [];
    let asked = 0;
    for (const { sources, instruction } of copies) {
      sources.forEach((source, index) => {
        const path = sourceInContext(source);
        const word = instruction.sources[index];
        if (!word || path === "." || /[$*?[]/.test(path)) return;
        asked += 1;
        const { ignored, by } = ignore.decide(path);
        if (!ignored || !by) return;
        // Part of a folder may be let in again.
        const inside = belowFolder(files, path);
        const letIn = ignore.patterns.some(
          ({ negated, pattern }) => negated && (isWithin(path, pattern) || pattern.startsWith("**")),
        );
        if (inside.length > 0 ? inside.some((one) => !ignore.decide(one).ignored) : letIn) return;
        findings.push(
          finding(`${path} is kept out by \`${by.written}\` (${ignore.path}:${by.line})`, {
            file: dockerfile.path,
            range: word.range,
          }),
        );
      });
    }
    return noOr(findings.slice(0, 20), () =>
      asked === 0 ? notApplicable("no COPY names a file or folder of the context") : yes("what is copied by name is sent"),
    );
  },
  examples: [
    {
      title: "let in again",
      says: "yes",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY src ./src\n", ".dockerignore": "*\n!src\n", "src/a.js": "" },
    },
    {
      title: "kept out",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY «README.md» .\n", ".dockerignore": "*.md\n", "README.md": "" },
    },
  ],
});
