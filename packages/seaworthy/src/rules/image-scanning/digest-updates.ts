import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { newDependabot, withDocker } from "../../models/ci/written-dependabot.js";
import { isOnGithub } from "../../models/project/new-workflow.js";
import { folderOf } from "../../models/project/paths.js";
import { updatesFolder } from "../../models/project/update-bots.js";
import { yamlText } from "../../models/yaml/edit/yaml-text.js";
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
    const other = bots[0];
    if (!other) return no(finding("neither Renovate nor Dependabot keeps the base image fresh", from));
    return no(finding(`${other.tool} is set up, but does not look at this Dockerfile`, other.place));
  },
  fix(service, _options, { read }) {
    const { ci, images } = service.project;
    const how = { safety: "safe", order: "line" } as const;
    const missing = images
      .map((one) => one.dockerfile)
      .filter((path) => !ci.bots.some((bot) => bot.covers.includes("dockerfile") && updatesFolder(bot, path)));
    const folders = [...new Set(missing.map((path) => `/${folderOf(path)}`.replace(/^\/\.$/, "/")))].sort();
    if (folders.length === 0) return [];
    const title = "let Dependabot propose newer base images every week";
    for (const path of [".github/dependabot.yml", ".github/dependabot.yaml"]) {
      const text = read(path);
      if (text === null) continue;
      const edit = withDocker(yamlText(path, text), folders);
      return typeof edit === "string" ? [{ because: edit }] : [{ ...how, title, edits: [edit] }];
    }
    if (ci.bots.length > 0)
      return [{ because: `${ci.bots[0]?.tool} is set up in another way: its own settings say what it leaves out` }];
    if (!isOnGithub(service)) return [{ because: "Dependabot works on GitHub alone" }];
    return [{ ...how, title, edits: [{ create: ".github/dependabot.yml", text: newDependabot(folders) }] }];
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
