import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { appBuilds, hiddenBuild, toolName } from "../../models/project/app-builds.js";
import { buildStages } from "../../models/project/build-stages.js";
import { splitStage } from "../../models/project/split/split.js";
import { defineRule } from "../../rule.js";

const MAY_COMPILE = /\brun\b|mvn|gradle|ts-node|tsx/;
/** Programs that compile the source each time they start it. */
const COMPILES_AT_START =
  /^(?:\S*\/)?(?:(?:npx|pnpm exec|yarn|bunx)\s+)?(go run|cargo run|dotnet run|mvnw? |gradlew? |ts-node|ts-node-dev|tsx(?= ))\b/;

export default defineRule({
  id: "multi-stage-build/uses-stages",
  claim: "an app that must be built is built in a stage of its own",
  why: "With one stage the image is the workshop: sources, compilers and development dependencies all ship. A second stage leaves them behind and often makes the image less than half as large.",
  todo: "Split the file: one stage that builds (`FROM … AS build`), and a last one on a small runtime image that copies only the result with `COPY --from=build`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/prefer-multi-stage-build"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const others = buildStages(dockerfile, stage).filter((one) => one !== stage && !stage.lineage.includes(one));
    if (others.length > 0)
      return yes(`takes its files from ${others.map(({ name, index }) => name ?? `stage ${index}`).join(", ")}`);
    const { entrypoint, cmd } = stage.facts;
    const start = [...(entrypoint?.words ?? []), ...(cmd?.words ?? [])].join(" ");
    const compiler = MAY_COMPILE.test(start) ? COMPILES_AT_START.exec(start)?.[1] : undefined;
    const from = (): SourcePlace => placeOf(dockerfile, stage.from);
    if (compiler)
      return no(finding(`\`${compiler.trim()}\` compiles the app at each start: it needs a stage that builds it`, from()));
    const build = appBuilds(stage)[0]?.build;
    if (build) return no(finding(`the only stage builds the app (\`${toolName(build)}\`) and ships all that this took`, from()));
    const hidden = hiddenBuild(stage);
    if (hidden) return unknown("a RUN may build the app: what it calls was not read", placeOf(dockerfile, hidden.instruction));
    return notApplicable("nothing is built from source here");
  },
  fix(service, _, { read }) {
    const split = splitStage(service, read);
    return [typeof split === "string" ? { because: split } : { ...split, safety: "review", order: "structure" }];
  },
  examples: [
    {
      title: "a stage that builds",
      says: "yes",
      files:
        "FROM rust:1.90 AS build\nRUN cargo build --release\nFROM debian:13-slim\nCOPY --from=build /target/release/app /app\n",
    },
    { title: "one stage for all", says: "no", files: "«FROM node:24-slim»\nCOPY . .\nRUN npm ci && npm run build\n" },
  ],
});
