import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { RunFacts } from "../../models/dockerfile/dockerfile.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { buildStages } from "../../models/project/build-stages.js";
import { keepOut } from "../../models/project/ignore-edit.js";
import { copyFinder, isSent, keepOutPlace } from "../../models/project/sent-paths.js";
import { defineRule } from "../../rule.js";

const SAMPLES = [".git/config", ".git/objects/pack/pack-1.pack"];
/** Commands and plugins that read the history during a build. */
const READS_HISTORY = /\bgit\s+(?:-\S+\s+)*(?:describe|rev-parse|log|rev-list|show|tag|submodule)\b|\.git\/(?:HEAD|refs)\b/;

export default defineRule({
  id: "dockerignore/excludes-vcs",
  claim: "the repository's history stays out of the build",
  why: ".git holds every version of every file, also of those that were deleted because they held a password. It is often larger than the app, and each commit changes it, so that `COPY . .` never meets its cache.",
  todo: "Write `.git` into the ignore file. If the build needs a version, hand it in: `--build-arg VERSION=$(git describe)`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { broad, unclear, copies } = broadCopies(dockerfile, stage, context);
    if (!context.holdsGit) return notApplicable(`the context ${context.root} is not the root of the repository`);
    const find = copyFinder(copies);
    const taken = SAMPLES.find((path) => find(path) !== null);
    const copy = taken === undefined ? null : find(taken);
    if (taken === undefined || !copy) {
      const variable = unclear && dockerfile.text.slice(...unclear.range).includes("$");
      if (broad.length === 0 && variable) return unknown("what this source takes is not known", unclear);
      return notApplicable("no COPY takes the root of the repository");
    }
    const sent = SAMPLES.filter((path) => isSent(context, path));
    if (sent.length === 0) return yes(`${context.ignore?.path ?? "the ignore file"} keeps .git out`);
    const place = keepOutPlace(dockerfile, context, copy, taken);
    const wanted = context.ignore?.patterns.find(({ negated, pattern }) => negated && /^(?:\*\*\/)?\.git(?:\/|$)/.test(pattern));
    if (wanted) return notApplicable(`${context.ignore?.path} lets .git through on purpose (${wanted.written})`);
    if (copies.some(({ sources }) => sources.some((source) => source.includes(".git") && /(?:^|\/)\.git(?:\/|$)/.test(source))))
      return notApplicable("a COPY names .git: the build needs it");
    const reader =
      dockerfile.text.includes("git") && buildStages(dockerfile, stage).some(({ facts }) => facts.runs.some(readsHistory));
    if (reader) return notApplicable("a RUN of the build reads the repository's history");
    return no(
      finding(
        context.ignore
          ? `.git goes into the build: ${context.ignore.path} does not keep it out`
          : ".git goes into the build: there is no ignore file",
        place,
      ),
    );
  },
  fix(service, _options, seen) {
    return keepOut(service, "vcs", seen);
  },
  examples: [
    {
      title: "kept out",
      says: "yes",
      files: { Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n", ".dockerignore": ".git\n.env*\n__pycache__\n" },
    },
    {
      title: "sent with every build",
      says: "no",
      files: { Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n", ".dockerignore": "«»__pycache__\n" },
    },
  ],
});

function readsHistory({ instruction: { text, heredocs } }: RunFacts): boolean {
  return READS_HISTORY.test(heredocs.length === 0 ? text : `${text}\n${heredocs.map(({ body }) => body).join("\n")}`);
}
