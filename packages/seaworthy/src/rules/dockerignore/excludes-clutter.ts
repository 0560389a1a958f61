import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { wouldBeOf } from "../../models/dockerignore/would-be.js";
import { appPlaces } from "../../models/project/app-places.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { keepOut } from "../../models/project/ignore-edit.js";
import { copyFinder, isSent, keepOutPlace } from "../../models/project/sent-paths.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "dockerignore/excludes-clutter",
  claim: "tests, documentation, caches and settings of tools stay out of the build",
  why: "They make the image larger and break the cache: a word in the README builds every layer below `COPY . .` again.",
  todo: "Name them in the ignore file: `*.md`, `tests`, `.github`, `.vscode`, `.idea`, `docker-compose*.yml`, `Dockerfile*`, `coverage`, `.pytest_cache`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { broad, unclear } = broadCopies(dockerfile, stage, context);
    const whole = broad.flatMap(({ copy, folder }) => (copy && folder === "." ? [copy] : []));
    const first = whole[0];
    if (!first) {
      if (broad.length === 0 && unclear) return unknown("what this source takes is not known", unclear);
      return notApplicable("no COPY takes the context whole");
    }
    const find = copyFinder(whole);
    const ecosystems = new Set(
      appPlaces(context)
        .filter(({ folder }) => folder === ".")
        .map(({ language }) => language),
    );
    const named = wouldBeOf({ holdsGit: false, ecosystems })
      .filter(({ group }) => group === "clutter" || group === "caches")
      .filter(({ samples }) => samples.every((path) => isSent(context, path) && find(path) !== null))
      .map(({ name }) => name);
    const findings: Finding[] =
      named.length === 0
        ? []
        : [
            finding(
              `${named.join(", ")} would go into the build: ${context.ignore ? `${context.ignore.path} does not name them` : "there is no ignore file"}`,
              keepOutPlace(dockerfile, context, first, "README.md"),
            ),
          ];
    return noOr(findings, () => yes(`${context.ignore?.path ?? "the COPY"} keeps them out`));
  },
  fix(service, _options, seen) {
    return keepOut(service, "clutter", seen);
  },
  examples: [
    {
      title: "named",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\nCOPY . .\n",
        ".dockerignore": ".github\n.vscode\n.idea\n*.md\ntests\ndocker-compose*.yml\nDockerfile*\n",
      },
    },
    {
      title: "sent",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": "«».git\n" },
    },
  ],
});
