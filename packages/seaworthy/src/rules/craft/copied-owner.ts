import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { CopyInstruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { isRootUser } from "../../models/project/uid.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copied-owner",
  claim: "what is copied below a USER names its owner",
  why: "COPY and ADD make files of root whatever USER says. That keeps the app from changing its own code; it surprises only where the app, or a RUN below, has to write there.",
  todo: "Write `COPY --chown=app:app …` where the app writes, `COPY --chown=root:root …` where it shall not, or put the COPY above USER.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/copy-after-user-without-chown"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const copies = copiesOfUsers(dockerfile);
    if (copies.length === 0) return notApplicable("nothing is copied below a USER");
    const findings = copies
      .filter(({ copy }) => !copy.flags.some(({ name }) => name === "chown"))
      .map(({ copy, user }) =>
        finding(`the files will belong to root, not to ${user}`, placeOf(dockerfile, { range: copy.keywordRange })),
      );
    return noOr(findings, () => yes("every owner is named"));
  },
  examples: [
    { title: "with its owner", says: "yes", files: "FROM node:24-alpine\nUSER node\nCOPY --chown=node app.js .\n" },
    { title: "without", says: "no", files: "FROM node:24-alpine\nUSER node\n«COPY» app.js .\n" },
  ],
});

/** The COPYs and ADDs that stand below a USER of the file that is not root. */
function copiesOfUsers(dockerfile: Dockerfile): readonly { readonly copy: CopyInstruction; readonly user: string }[] {
  const ends = new Map<Stage, string | null>();
  const found: { copy: CopyInstruction; user: string }[] = [];
  for (const stage of dockerfile.stages) {
    let user = stage.parent ? (ends.get(stage.parent) ?? null) : null;
    for (const each of stage.instructions) {
      if (each.keyword === "USER") user = isRootUser(each.text) === false ? each.text : null;
      else if ((each.keyword === "COPY" || each.keyword === "ADD") && user !== null) found.push({ copy: each, user });
    }
    ends.set(stage, user);
  }
  return found;
}
