import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { mounted } from "../../models/dockerfile/edit/caches.js";
import { buildStages } from "../../models/project/build-stages.js";
import { cacheFolder, dependencySteps } from "../../models/project/dependency-steps.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "layer-caching/cache-mounts",
  claim: "installs from a manifest keep their downloads on a cache mount",
  why: "With one new line in the lockfile the whole layer is built again. A cache mount keeps what was downloaded before, so that only what is new is fetched, and it leaves no cache in the image.",
  todo: "Write `RUN --mount=type=cache,target=<the manager's cache> …`, for npm `/root/.npm`, for pip `/root/.cache/pip`, for Go `/go/pkg/mod`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/prefer-package-cache-mounts"],
  source({ dockerfile, stage, context }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const modern =
      dockerfile.directives.some(({ name }) => name === "syntax") ||
      buildStages(dockerfile, stage).some(({ effectiveInstructions }) =>
        effectiveInstructions.some(
          ({ flags, heredocs }) =>
            heredocs.length > 0 ||
            (flags.length > 0 && flags.some(({ name }) => /^(mount|link|parents|exclude|network|security)$/.test(name))),
        ),
      );
    if (!modern) return notApplicable("nothing shows that BuildKit builds this file");
    const steps = dependencySteps(dockerfile, stage, context).filter(({ primed }) => primed !== "earlier");
    if (steps.length === 0) return notApplicable("the build installs nothing from a manifest");
    const bare = steps.filter(({ run }) => !run.instruction.mounts.some(({ type }) => type === "cache"));
    return noOr(
      bare.slice(0, 20).map(({ tool, family, range }) =>
        finding(`\`${tool}\` keeps no cache between builds (\`--mount=type=cache,target=${cacheFolder(tool, family)}\`)`, {
          file: dockerfile.path,
          range,
        }),
      ),
      () => yes("downloads are kept on cache mounts"),
    );
  },
  fix({ dockerfile, stage, context }, _, { findings }) {
    const how = {
      title: "keep the downloads on a cache mount",
      safety: "safe",
      order: "instruction",
      changes: ["runs"],
    } as const;
    const done = new Set<number>();
    return fixEach(findings, how, ({ range }) => {
      const steps = dockerfile && stage ? dependencySteps(dockerfile, stage, context) : [];
      const step = steps.find((one) => one.range[0] === range[0]);
      if (!dockerfile || !step) return null;
      const { instruction, user } = step.run;
      if (!/^(?:root|0)(?::|$)/.test(user.value)) return "where this user keeps its cache is not known";
      if (done.has(instruction.range[0])) return null;
      done.add(instruction.range[0]);
      const target = cacheFolder(step.tool, step.family);
      return target === null ? null : mounted(dockerfile, step.run, target);
    });
  },
  examples: [
    {
      title: "kept",
      says: "yes",
      files:
        "# syntax=docker/dockerfile:1\nFROM node:22-slim\nCOPY package*.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
    },
    {
      title: "fetched again",
      says: "no",
      files: "# syntax=docker/dockerfile:1\nFROM node:22-slim\nCOPY package*.json ./\nRUN «npm ci»\n",
    },
  ],
});
