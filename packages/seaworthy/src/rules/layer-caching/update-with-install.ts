import { noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { buildStages } from "../../models/project/build-stages.js";
import { joinedUpdates } from "../../models/project/list-edit.js";
import { listUpdates } from "../../models/project/list-updates.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "layer-caching/update-with-install",
  claim: "package lists are fetched in the RUN that installs from them",
  why: "A RUN that only fetches the lists is cached for weeks, while the one that installs is built again: it then asks for versions that the mirrors have dropped, or installs old ones with known holes.",
  todo: "Join them: `RUN apt-get update && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*`; with apk write `apk add --no-cache …`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DS-0017", "CIS-DI-0007"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { findings, joined } = listUpdates(dockerfile, buildStages(dockerfile, stage));
    return noOr(findings, () =>
      joined > 0 ? yes("lists are fetched where they are used") : notApplicable("no RUN fetches package lists"),
    );
  },
  fix({ dockerfile, stage }, _, { findings }) {
    if (!dockerfile || !stage) return [];
    const how = { title: "fetch the package lists where they are used", safety: "review", order: "instruction" } as const;
    const stages = dockerfile.stages.filter(({ instructions, from }) => {
      const [start, end] = [from.range[0], instructions.at(-1)?.range[1] ?? from.range[1]];
      return findings.some(({ place }) => "file" in place && place.range[0] >= start && place.range[1] <= end);
    });
    return stages.map((one) => {
      const edits = joinedUpdates(dockerfile, one);
      return typeof edits === "string" ? { because: edits } : { ...how, edits };
    });
  },
  examples: [
    {
      title: "in one RUN",
      says: "yes",
      files:
        "FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      title: "in a RUN of its own",
      says: "no",
      files: "FROM debian:13-slim\nRUN «apt-get update»\nRUN apt-get install -y --no-install-recommends tini\n",
    },
  ],
});
