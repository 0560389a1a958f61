import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { kept } from "../../core/kept.js";
import { secretFile } from "../../knowledge/secret-files.js";
import { appPlaces } from "../../models/project/app-places.js";
import { broadCopies } from "../../models/project/broad-copies.js";
import { credentialFileAt, isAsideFile } from "../../models/project/credential-files.js";
import { keepOut } from "../../models/project/ignore-edit.js";
import { joinPath } from "../../models/project/paths.js";
import { copyFinder, isSent, keepOutPlace, standIn } from "../../models/project/sent-paths.js";
import { defineRule } from "../../rule.js";

/** What turns up beside a program on the first day somebody runs it outside of a container. */
const WOULD_BE = [".env", ".env.local", ".env.production"];
const MOST = 20;

export default defineRule({
  id: "dockerignore/excludes-secrets",
  claim: "no file that holds credentials goes into the build with a whole folder",
  why: "`COPY . .` takes an .env file like any other: it lies in the layer for everybody who can pull the image, also when a later RUN deletes it.",
  todo: "Write `.env`, `.env.*` and `!.env.example` into the ignore file (with `**/` in front where programs lie below the root), and the names of keys and credentials that lie in the folder.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  source({ dockerfile, stage, context, project }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const { broad, unclear } = broadCopies(dockerfile, stage, context);
    const copies = broad.flatMap(({ copy }) => (copy ? [copy] : []));
    if (copies.length === 0) {
      if (unclear) return unknown("what this source takes is not known", unclear);
      return notApplicable("the build takes named files and source folders alone");
    }
    const find = copyFinder(copies);
    const findings: Finding[] = [];
    const seen = new Set<string>();
    const because = context.ignore ? `${context.ignore.path} does not keep it out` : "there is no ignore file";
    const catchPath = (path: string, extra: { level?: "error" | "warning" | "info" }, what: string): void => {
      const copy = seen.has(path) || !isSent(context, path) ? null : find(path);
      seen.add(path);
      if (copy && findings.length < MOST)
        findings.push(finding(`${path} ${what}: ${because}`, keepOutPlace(dockerfile, context, copy, path), extra));
    };
    const symfony = context.files.includes("symfony.lock") || context.files.includes("bin/console");
    for (const path of secretFilesAmong(context.files)) {
      const settings = /(?:^|\/)\.env[^/]*$/.test(path);
      // A link to a file that is not there brings nothing along.
      if (settings && !credentialFileAt(project.credentialFiles, joinPath(context.root, path))) continue;
      // The keys of a test guard nothing.
      if ((symfony && path === ".env") || (!settings && isAsideFile(path))) continue;
      // Frameworks that build for the browser read tracked .env files; only the content could tell.
      catchPath(path, settings ? { level: "warning" } : {}, "is in the repository and goes into the build");
    }
    for (const path of context.untracked) {
      if (path.endsWith("/") || secretFile(path) !== "secret") continue;
      catchPath(standIn(path), {}, "lies in the folder and goes into the build");
    }
    const folders = new Set([
      ...broad.filter(({ copy }) => copy !== null).map(({ folder }) => folder),
      ...appPlaces(context).flatMap(({ folder, language }) => (language === "dotnet" ? [] : [folder])),
    ]);
    const likely = [...folders].flatMap((folder) => {
      if (symfony && folder === ".") return [];
      const paths = folder === "." ? WOULD_BE : WOULD_BE.map((name) => joinPath(folder, name));
      const path = paths.find((one) => isSent(context, one) && !seen.has(one) && find(one));
      return path === undefined ? [] : [path];
    });
    const first = likely[0];
    const copy = first === undefined ? null : find(first);
    if (first !== undefined && copy) {
      const more = likely.length > 1 ? ` (and ${likely.length - 1} more: ${likely.slice(1, 4).join(", ")})` : "";
      findings.push(
        finding(`${first}${more} would go into the build: ${because}`, keepOutPlace(dockerfile, context, copy, first), {
          level: "warning",
        }),
      );
    }
    return noOr(findings, () =>
      yes(context.ignore ? `${context.ignore.path} keeps .env files out` : "no COPY takes files with credentials"),
    );
  },
  fix(service, _options, seen) {
    return keepOut(service, "secrets", seen);
  },
  examples: [
    {
      title: "kept out, the template let through",
      says: "yes",
      files: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        ".dockerignore": "node_modules\n.git\n.env*\n!.env.example\n",
        ".env.example": "PORT=3000\n",
      },
    },
    {
      title: "not named",
      says: "no",
      files: { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n", ".dockerignore": "«»node_modules\n.git\n" },
    },
  ],
});

/** Contexts of one root share their list of files. */
const secretFilesAmong = kept((files: readonly string[]): readonly string[] =>
  files.filter((path) => secretFile(path) === "secret"),
);
