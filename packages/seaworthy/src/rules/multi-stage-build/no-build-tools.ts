import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { buildEquipment, isBuildKit } from "../../models/project/build-equipment.js";
import { withoutBuildPackage } from "../../models/project/build-packages-edit.js";
import { splitStage } from "../../models/project/split/split.js";
import { startsInstaller } from "../../models/shell/started-scripts.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "multi-stage-build/no-build-tools",
  claim: "the shipped stage neither stands on an SDK nor keeps compilers or headers that it installs",
  why: "Compilers, SDKs and headers are hundreds of megabytes that production never calls, and they let an intruder build on the spot whatever is missing.",
  todo: "Compile in a stage of its own and copy the result into a runtime image: `FROM golang:1.26 AS build` … `FROM gcr.io/distroless/static-debian13` and `COPY --from=build /app /app`. Where one RUN must compile, remove the compiler in the same RUN.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/gpu/prefer-runtime-final-stage"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { base } = stage;
    const file = dockerfile.path;
    const facts = factsOfBase(stage);
    const { packages, unknown: open } = buildEquipment(stage);
    const kit = facts && isBuildKit(facts) && base.kind === "image";
    const findings = [
      ...(kit ? [finding(`${base.reference.written} is made for building, and ships`, base.place)] : []),
      ...packages
        .filter(({ kind }) => kind !== "jdk")
        .map(({ name, kind, range }) =>
          kind === "headers"
            ? finding(`${name} holds headers for compiling, and ships`, { file, range }, { level: "warning" })
            : finding(`${name} is a build tool, and ships`, { file, range }),
        ),
    ];
    return noOr(findings, () => {
      if (open) return unknown(`which packages ${open.name} stands for is not known`, { file, range: open.range });
      if (base.kind === "unresolved") return unknown(`the base \`${base.written}\` is not known: ${base.because}`, base.place);
      if (base.kind === "image" && !facts)
        return unknown(`whether ${base.reference.name} holds build tools is not in the table of known bases`, base.place);
      const hidden = stage.facts.runs.find(({ script }) => script?.commands.some(startsInstaller));
      if (hidden)
        return unknown(
          "a RUN of the shipped stage starts a script that was not read and may install some",
          placeOf(dockerfile, hidden.instruction),
        );
      return yes("no SDK, compiler or headers in the shipped stage");
    });
  },
  fix(service, _, { findings, read }) {
    const { dockerfile, stage } = service;
    const split = splitStage(service, read);
    if (typeof split !== "string") return [{ ...split, safety: "review", order: "structure" }];
    const how = { title: "leave out what only a build needs", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, ({ range }) =>
      dockerfile && stage && dockerfile.stages.length > 1 ? (withoutBuildPackage(dockerfile, stage, range) ?? split) : split,
    );
  },
  examples: [
    {
      title: "compiled elsewhere",
      says: "yes",
      files:
        'FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static-debian13\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
    { title: "the SDK ships", says: "no", files: 'FROM «golang:1.26»\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n' },
    {
      title: "a compiler stays",
      says: "no",
      files: "FROM python:3.14-slim\nRUN apt-get update && apt-get install -y «build-essential» «libpq-dev»\n",
    },
  ],
});
