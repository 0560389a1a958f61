import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { type WouldBe, wouldBeOf } from "../../models/dockerignore/would-be.js";
import { type AppPlace, appPlaces, pnpmMembers } from "../../models/project/app-places.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { keepOut } from "../../models/project/ignore-edit.js";
import { joinPath } from "../../models/project/paths.js";
import { copyFinder, isSent, keepOutPlace } from "../../models/project/sent-paths.js";
import { defineRule } from "../../rule.js";

/** What each language's tools leave in the folder, by the manifests that lie there. One of each list has to be kept out. */
function outputsOf({ language, manifests }: AppPlace): readonly (readonly string[])[] {
  const has = (name: RegExp): boolean => manifests.some((each) => name.test(each));
  if (language === "node") return has(/^package\.json$/) ? [["node_modules"]] : [];
  // Many work with Python in containers alone: whoever names one of these has thought of it.
  if (language === "python") return [[".venv", "venv", "__pycache__"]];
  if (language === "rust") return [["target"]];
  if (language === "java") return has(/^pom\.xml$/) ? [["target"]] : [["build"]];
  if (language === "dotnet") return [["bin"], ["obj"]];
  return [];
}

export default defineRule({
  id: "dockerignore/excludes-dependencies",
  claim: "what is installed or built on the developer's machine stays out of the build",
  why: "Packages and builds of another machine, system or day overwrite those of the image, are sent with every build, and break the cache when nothing was changed.",
  todo: "Name them in the ignore file: `node_modules`, `__pycache__` and `.venv`, `target`, `bin` and `obj`; with `**/` in front where programs lie below the root of the context.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { broad, unclear, copies } = broadCopies(dockerfile, stage, context);
    if (broad.length === 0) {
      if (unclear) return unknown("what this source takes is not known", unclear);
      return notApplicable("the build takes named files and source folders alone");
    }
    const find = copyFinder(broad.flatMap(({ copy }) => (copy ? [copy] : [])));
    const named = copies.flatMap(({ sources }) => sources);
    const findings: Finding[] = [];
    let asked = 0;
    for (const app of appPlaces(context)) {
      const known = new Map(
        wouldBeOf({ holdsGit: false, ecosystems: new Set([app.language]) }).map((one) => [one.name, one] as const),
      );
      for (const names of outputsOf(app)) {
        const options = names.flatMap((name) => known.get(name) ?? []);
        const taken = options.flatMap((one) => takenOf(one, app.folder));
        const first = taken[0];
        if (!first) continue;
        // A COPY that names it needs it: the build was made outside.
        if (named.some((source) => source.split("/").some((part) => names.includes(part)))) continue;
        asked += 1;
        if (taken.every(({ sent }) => sent))
          findings.push(
            finding(
              `${joinPath(app.folder, first.one.name)} (${first.one.what}) would go into the build: ${context.ignore ? `${context.ignore.path} does not keep it out` : "there is no ignore file"}`,
              keepOutPlace(dockerfile, context, first.copy, first.path),
            ),
          );
      }
    }
    if (findings.length === 0) findings.push(...memberFindings());

    return noOr(findings, () =>
      asked === 0
        ? notApplicable("nothing of this context is known to be installed or built where a COPY takes it")
        : yes(`${context.ignore?.path ?? "the COPY"} keeps installed packages and earlier builds out`),
    );

    /** What pnpm installs in the members of a workspace, which a pattern for the root alone does not keep out. */
    function memberFindings(): readonly Finding[] {
      const [modules] = wouldBeOf({ holdsGit: false, ecosystems: new Set(["node"]) }).filter(
        ({ name }) => name === "node_modules",
      );
      if (!modules || !dockerfile || !context) return [];
      const taken = pnpmMembers(context).flatMap((folder) => takenOf(modules, folder).map((each) => ({ ...each, folder })));
      asked += taken.length;
      const [first, ...more] = taken.filter(({ sent }) => sent);
      if (!first) return [];
      const others = more.length > 0 ? ` and those of ${more.length} more` : "";
      return [
        finding(
          `${joinPath(first.folder, modules.name)} (${modules.what} of a workspace's package)${others} would go into the build: ${context.ignore ? `${context.ignore.path} does not keep it out` : "there is no ignore file"}`,
          keepOutPlace(dockerfile, context, first.copy, first.path),
        ),
      ];
    }

    function takenOf(one: WouldBe, folder: string) {
      const path = joinPath(folder, one.samples[0] ?? one.name);
      const copy = find(path);
      return copy && context ? [{ one, path, copy, sent: isSent(context, path) }] : [];
    }
  },
  fix(service, _options, seen) {
    return keepOut(service, "dependencies", seen);
  },
  examples: [
    {
      title: "kept out",
      says: "yes",
      files: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n",
        "package.json": "{}",
        ".dockerignore": "node_modules\n.git\n.env*\n",
      },
    },
    {
      title: "the developer's packages overwrite those of the image",
      says: "no",
      files: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n",
        "package.json": "{}",
        ".dockerignore": "«».git\n",
      },
    },
  ],
});
