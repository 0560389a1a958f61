import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "non-root-user/no-sudo",
  claim: "the shipped stage neither installs nor uses sudo",
  why: "sudo in an image is a ready way back to root, and it swallows signals and terminals when it starts programs.",
  todo: "Do privileged steps as root before the USER instruction; where a start script must drop rights, use setpriv or gosu.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3004", "DS-0010"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const file = dockerfile.path;
    const findings = stage.facts.runs.flatMap(({ installs, script }) => [
      ...installs
        .filter((install) => install.system)
        .flatMap((install) => install.packages)
        .filter((one) => one.name === "sudo")
        .map((one) => finding("sudo is installed in the shipped image", { file, range: one.word.range })),
      ...(script?.commands ?? [])
        .filter((command) => command.prefixes.includes("sudo"))
        .map((command) =>
          finding("sudo runs during the build: a RUN already has the rights of its USER", { file, range: command.range }),
        ),
    ]);
    return noOr(findings, () => yes("no sudo in the shipped stage"));
  },
  examples: [
    {
      title: "root before USER",
      says: "yes",
      files: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl\nUSER 1000\n",
    },
    {
      title: "sudo installed",
      says: "no",
      files: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y «sudo»\nUSER 1000\n",
    },
  ],
});
