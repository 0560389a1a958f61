import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { appBuilds, hiddenBuild, toolName } from "../../models/project/app-builds.js";
import { buildStages } from "../../models/project/build-stages.js";
import { splitStage } from "../../models/project/split/split.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "multi-stage-build/no-build-step",
  claim: "the app is not built in the stage that ships",
  why: "What a build needs and leaves behind (sources, compilers, development dependencies, intermediate files) stays in the layers of the stage it runs in, and ships with it.",
  todo: "Move the build into a stage of its own (`FROM … AS build`) and take only its result: `COPY --from=build /app/dist ./dist`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const file = dockerfile.path;
    const findings = appBuilds(stage).map(({ build }) =>
      finding(`\`${toolName(build)}\` runs in the stage that ships`, { file, range: build.range }),
    );
    return noOr(findings, () => {
      const hidden = hiddenBuild(stage);
      if (hidden)
        return unknown(
          "a RUN of the shipped stage may build: what it calls was not read",
          placeOf(dockerfile, hidden.instruction),
        );
      const builder = buildStages(dockerfile, stage).find((one) => one !== stage && appBuilds(one).length > 0);
      if (builder) return yes(`built in ${builder.name ? `the stage ${builder.name}` : "another stage"}`);
      return notApplicable("nothing is built from source here");
    });
  },
  fix(service, _, { read }) {
    const split = splitStage(service, read);
    return [typeof split === "string" ? { because: split } : { ...split, safety: "review", order: "structure" }];
  },
  examples: [
    {
      title: "built apart",
      says: "yes",
      files:
        'FROM node:24-slim AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24-slim\nCOPY --from=build /app/dist /app/dist\nCMD ["node", "/app/dist/server.js"]\n',
    },
    {
      title: "built where it runs",
      says: "no",
      files: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && «npm run build»\nCMD ["node", "dist/server.js"]\n',
    },
  ],
});
