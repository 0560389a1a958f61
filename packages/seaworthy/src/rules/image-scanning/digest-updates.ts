import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { updatesFolder } from "../../models/project/update-bots.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "image-scanning/digest-updates",
  claim: "a bot proposes newer base images",
  why: "A pinned base stays as it is until somebody changes the line: without a bot that is when something has happened.",
  todo: "Switch on Dependabot (`package-ecosystem: docker`) or Renovate for the folder of the Dockerfile.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.stages.every((one) => one.base.kind === "scratch")) return notApplicable("there is no base to update");
    const { bots } = service.project.ci;
    const bot = bots.find((one) => one.covers.includes("dockerfile") && updatesFolder(one, dockerfile.path));
    if (bot) return yes(`${bot.tool} updates the base images`);
    const from = placeOf(dockerfile, stage.from);
    const [other] = bots;
    if (!other) return no(finding("neither Renovate nor Dependabot keeps the base image fresh", from));
    return no(finding(`${other.tool} is set up, but does not look at this Dockerfile`, other.place));
  },
  examples: [
    {
      title: "Dependabot for Docker",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/dependabot.yml":
          "version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule:\n      interval: weekly\n",
      },
    },
    { title: "no bot", says: "no", files: "«FROM alpine:3.22»\n" },
  ],
});
