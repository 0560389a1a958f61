import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { RunFacts } from "../../models/dockerfile/dockerfile.js";
import { buildStages } from "../../models/project/build-stages.js";
import { dependenciesFirst } from "../../models/project/cache-order.js";
import { dependencySteps, takesApp, takesWhole } from "../../models/project/dependency-steps.js";
import type { Command } from "../../models/shell/script.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

const MOST = 20;
/** Programs of which it cannot be told what they fetch. */
const TASKS: ReadonlySet<string> = new Set("make gmake just task bazel bazelisk earthly rake ant nx turbo lerna".split(" "));

export default defineRule({
  id: "layer-caching/dependencies-first",
  claim: "an edit of the code installs no dependency anew",
  why: "A layer is built again when anything before it has changed. When the code is copied before the packages are installed, every commit fetches all of them again: minutes in each pipeline, for nothing.",
  todo: "Copy the manifest and its lockfile first (`COPY package*.json ./`), install (`RUN npm ci`), and copy the code after that (`COPY . .`). Compilers have a step that only fetches: `go mod download`, `mvn dependency:go-offline`, `dotnet restore`, `cargo chef cook`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { drills: ["rebuild"] },
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const conflict = dockerfile.problems.find(({ kind }) => kind === "merge-conflict");
    if (conflict) return unknown("the file holds merge-conflict markers: which half is meant decides", conflict.place);
    const file = dockerfile.path;
    const steps = dependencySteps(dockerfile, stage, context);
    const findings = steps
      .filter(({ spoiledBy, primed }) => spoiledBy && !primed)
      .slice(0, MOST)
      .map(({ tool, range, spoiledBy }) =>
        finding(`\`${tool}\` comes after \`${spoiledBy?.written}\`: every edit of the code installs the dependencies anew`, {
          file,
          range,
        }),
      );
    return noOr(findings, () => {
      const doubtful = steps.find(({ doubt, primed }) => doubt && !primed);
      if (doubtful?.doubt)
        return unknown(
          `it is not known whether \`${doubtful.doubt.written}\` brings code before \`${doubtful.tool}\``,
          doubtful.doubt.place,
        );
      const first = steps[0];
      if (first) {
        if (!takesApp(dockerfile, stage, context)) return notApplicable("the build takes no code from its context");
        return yes(
          steps.some(({ primed }) => primed === "mount")
            ? "packages are kept on a cache mount"
            : `\`${first.tool}\` comes before the code`,
        );
      }
      const stages = buildStages(dockerfile, stage);
      if (dockerfile.text.includes("jarmode") && stages.some(({ facts }) => facts.runs.some(takesJarApart)))
        return yes("the jar is taken apart, and its dependencies are a layer of their own");
      const copied = takesWhole(dockerfile, stage);
      if (copied === null) return notApplicable("the build installs nothing from a manifest");
      const opaque = stages
        .flatMap(({ facts }) => facts.runs)
        .find(
          ({ script, instruction }) =>
            instruction.range[0] > copied && (script ? script.commands.some(runsScript) : !instruction.json),
        );
      if (opaque)
        return unknown("a RUN starts a script that may install dependencies", { file, range: opaque.instruction.range });
      return notApplicable("the build installs nothing from a manifest");
    });
  },
  trial(trial) {
    return ofDrill(trial, "rebuild", ({ touched, installs }) => {
      if (installs.length === 0) return notApplicable("no step of the build installs dependencies");
      const again = installs.filter(({ reused }) => !reused);
      return noOr(
        again.map(({ step }) =>
          finding(`\`${step}\` ran again after an edit of ${touched}`, momentOf("rebuild", `after an edit of ${touched}`)),
        ),
        () => yes(`after an edit of ${touched} every step that installs was reused (${installs.length})`),
      );
    });
  },
  fix(service, _, { findings, read }) {
    const { dockerfile, stage, context } = service;
    const how = { title: "install the dependencies before the code comes", safety: "review", order: "instruction" } as const;
    const steps = dockerfile && stage ? dependencySteps(dockerfile, stage, context) : [];
    const done = new Set<number>();
    return fixEach(findings, how, ({ range }) => {
      const step = steps.find((one) => one.range[0] === range[0]);
      const spoiler = step?.spoiledBy?.place.range[0];
      // Two installs behind one COPY change places with it one after the other.
      if (!step || (spoiler !== undefined && done.has(spoiler))) return null;
      if (spoiler !== undefined) done.add(spoiler);
      return dependenciesFirst(service, step, read);
    });
  },
  examples: [
    {
      title: "an edit that installs nothing",
      says: "yes",
      trial: { drills: { rebuild: { touched: "src/server.js", installs: [{ step: "RUN npm ci", reused: true }] } } },
    },
    {
      title: "an edit that installs all anew",
      says: "no",
      trial: { drills: { rebuild: { touched: "src/server.js", installs: [{ step: "RUN npm install", reused: false }] } } },
    },
    {
      title: "the manifest first",
      says: "yes",
      files:
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n",
    },
    {
      title: "the code first",
      says: "no",
      files: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN «pip install -r requirements.txt»\n",
    },
    {
      title: "the manifest first, and the code right behind it",
      says: "no",
      files: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nCOPY . .\nRUN «npm ci»\n",
    },
  ],
});

function takesJarApart({ instruction }: RunFacts): boolean {
  return /-Djarmode=(?:layertools|tools)\b.*\bextract\b/.test(instruction.text);
}

function runsScript({ name, words }: Command): boolean {
  if (name === null || !(TASKS.has(name) || (name.includes(".") && /\.(sh|bash|py|js)$/.test(name)))) return false;
  return !/^\/(usr|opt|bin)\//.test(words[0]?.text ?? "");
}
