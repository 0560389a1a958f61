import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { membershipsOf } from "../../models/shell/memberships.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/supplementary-groups",
  claim: "a USER that the image adds to other groups is named without a group",
  why: "`USER app:app` gives the process that one group: the groups that the user was added to are dropped, and the files that it was to reach stay closed.",
  todo: "Write `USER app`, so that its groups are read from /etc/group.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/user-explicit-group-drops-supplementary-groups"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { user } = stage.facts;
    if (user.source !== "instruction" || !user.place) return notApplicable("no USER is set");
    const [name = "", group] = user.value.split(":");
    const groups = stage.facts.runs
      .flatMap(({ script }) => (script ? membershipsOf(script) : []))
      .flatMap((one) => (one.user === name ? one.groups : []));
    if (groups.length === 0) return notApplicable(`the image adds ${name} to no group`);
    const dropped = groups.filter((one) => one !== group);
    const findings =
      group === undefined || dropped.length === 0
        ? []
        : [finding(`${name} runs without ${dropped[0]}, to which the image adds it: USER names ${group}`, user.place)];
    return noOr(findings, () => yes(`${name} runs with its groups`));
  },
  examples: [
    { title: "by name alone", says: "yes", files: "FROM debian:13-slim\nRUN useradd -G video app\nUSER app\n" },
    { title: "one group", says: "no", files: "FROM debian:13-slim\nRUN useradd -G video app\n«USER app:app»\n" },
  ],
});
