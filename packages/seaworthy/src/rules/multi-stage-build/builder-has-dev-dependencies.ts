import { type Answer, finding, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { App } from "../../models/app/app.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { appBuilds } from "../../models/project/app-builds.js";
import { buildStages } from "../../models/project/build-stages.js";
import { neededForProgram, neededForScript } from "../../models/project/build-tools.js";
import { dependencyTrees } from "../../models/project/dependency-trees.js";
import { defineRule } from "../../rule.js";

/** No honest stage builds more often; a hostile one must not cost more. */
const MAX_BUILDS = 50;
const SCRIPT = /^(?:npm|pnpm|yarn|bun) run (\S+)$/;
const NO_ANSWERS: readonly Answer[] = Object.freeze([]);

function answersOf(file: string, stage: Stage, app: App | null): readonly Answer[] {
  const builds = appBuilds(stage).filter(({ build }) => build.ecosystem === "node" && build.tool !== "bun build");
  if (builds.length === 0) return NO_ANSWERS;
  return builds.slice(0, MAX_BUILDS).flatMap(({ build }): Answer[] => {
    const trees = dependencyTrees(stage, build.range[0]).filter(({ kind }) => kind === "node");
    const place = { file, range: build.range };
    const [lean] = trees.filter(({ production }) => production === true);
    // What a stage with all dependencies builds has what it needs, as far as an install can give it.
    if (trees.some(({ production }) => production === false)) return [yes("installs all dependencies before it builds")];
    if (!lean)
      return trees.length > 0
        ? [unknown("whether development dependencies are installed depends on what is not known", place)]
        : [];
    const manifests = app?.manifests.filter(({ kind }) => kind === "package.json") ?? [];
    const script = SCRIPT.exec(build.tool)?.[1];
    const needed = manifests.map((manifest) =>
      script ? neededForScript(manifest, script) : neededForProgram(manifest, build.tool.split(" ")[0] ?? ""),
    );
    const known = needed.filter((one) => one !== null);
    if (known.length === 0)
      return [
        unknown(
          `what \`${build.tool}\` starts was not read: its tools may be development dependencies, which are left out before it`,
          place,
        ),
      ];
    const [missing] = known.filter((one) => one.length > 0);
    if (!missing) return [yes(`what \`${build.tool}\` needs is among the production dependencies`)];
    const told = `\`${build.tool}\` needs ${missing.slice(0, 3).join(", ")}: development dependencies, which the install before it leaves out`;
    return [{ says: "no", because: told, findings: [finding(told, place)] }];
  });
}

export default defineRule({
  id: "multi-stage-build/builder-has-dev-dependencies",
  claim: "a stage that builds has installed the development dependencies that its build needs",
  why: "Compilers and bundlers are development dependencies: after an install for production the build fails, or it works only because something else brings the tool in an unknown version.",
  todo: "Install everything in the build stage (`npm ci`), and leave development dependencies out where the app runs: `npm prune --omit=dev` after the build, or `npm ci --omit=dev` in a stage of its own.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage, app } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const answers = buildStages(dockerfile, stage).flatMap((one) => answersOf(dockerfile.path, one, app));
    return worst(answers) ?? notApplicable("no build of a Node project follows an install here");
  },
  examples: [
    {
      title: "everything where it is built",
      says: "yes",
      files:
        "FROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
    },
    {
      title: "built without its compiler",
      says: "no",
      files: {
        Dockerfile:
          "FROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --only=production\nCOPY . .\nRUN «npm run build»\nFROM node:24-slim\nCOPY --from=build /app/dist /app/dist\n",
        "package.json": '{"scripts":{"build":"tsc -p ."},"devDependencies":{"typescript":"5.9.2"}}',
        "index.ts": "",
      },
    },
  ],
});
