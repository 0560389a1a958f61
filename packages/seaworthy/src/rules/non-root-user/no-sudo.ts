import { type Finding, finding, no, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { withoutSudo } from "../../models/dockerfile/edit/sudo.js";
import { writtenBehind } from "../../models/dockerfile/written.js";
import { askHistory } from "../../models/image/history-file.js";
import { filePlace } from "../../models/image/place.js";
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
  aliases: ["DL3004", "DS-0010", "DKL-DI-0001"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return noOr(findingsIn(dockerfile, stage), () => yes("no sudo in the shipped stage"));
  },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const found = image.files.named(["sudo"]).find((entry) => /\/s?bin\/sudo$/.test(entry.path) && entry.type === "file");
    if (found) return no(finding("sudo is in the image", filePlace(image, found)));
    const history = askHistory(image, (dockerfile, stage) => noOr(findingsIn(dockerfile, stage), () => yes("no sudo")));
    if (history?.says === "no") return history;
    return yes("no sudo in the image, and none in its history");
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "leave sudo out", safety: "review", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? withoutSudo(dockerfile, range) : null));
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

function findingsIn(dockerfile: Dockerfile, stage: Stage): readonly Finding[] {
  const { path: file } = dockerfile;
  const called = writtenBehind(dockerfile, "sudo").length > 0;
  const findings: Finding[] = [];
  for (const { installs, script } of stage.facts.runs) {
    for (const { system, packages } of installs) {
      if (!system) continue;
      for (const { name, word } of packages) {
        if (name !== "sudo") continue;
        findings.push(finding("sudo is installed in the shipped image", { file, range: word.range }, { aliases: [] }));
      }
    }
    if (!called || script === null) continue;
    for (const { prefixes, range } of script.commands) {
      if (prefixes.includes("sudo"))
        findings.push(finding("sudo runs during the build: a RUN already has the rights of its USER", { file, range }));
    }
  }
  return findings;
}
