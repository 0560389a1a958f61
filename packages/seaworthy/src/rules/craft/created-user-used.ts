import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { privilegeDrop } from "../../models/project/privilege-drop.js";
import type { Service } from "../../models/project/service.js";
import { isRootUser } from "../../models/project/uid.js";
import { accountsOf, type MadeAccount } from "../../models/shell/users.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/created-user-used",
  claim: "a user that the image creates is used",
  why: "A user was made for the app, and the app runs as root all the same: USER was forgotten, or stands in another stage.",
  todo: "Add `USER name` below the instructions that need root, or do not create the user.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/user-created-but-never-used"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const made = stage.facts.runs.flatMap(({ script }) =>
      script ? accountsOf(script).filter(({ kind }) => kind === "user") : [],
    );
    if (made.length === 0) return notApplicable("no user is created");
    const isRoot = isRootUser(stage.facts.user.value);
    if (isRoot === false) return yes(`the image runs as ${stage.facts.user.value}`);
    if (isRoot === null)
      return unknown("USER depends on a variable whose value is not known", stage.facts.user.place ?? undefined);
    if (!stage.facts.cmd && !stage.facts.entrypoint && !service.deployments.length)
      return unknown("the image starts nothing itself: the user may be there for images that build on it");
    const drop = privilegeDrop(service);
    if (drop) return unknown(`${drop.by} may switch to it`, drop.place);
    const findings: Finding[] = [];
    for (const account of made.slice(0, MAX_USERS)) {
      if (account.name.includes("$") || isMentioned(account, stage, service)) continue;
      findings.push(finding(`${account.name} is created, but nothing runs as ${account.name}`, placeOf(dockerfile, account)));
    }
    return noOr(findings, () => unknown("what the files that name the user make of it is not known"));
  },
  examples: [
    { title: "created and used", says: "yes", files: "FROM alpine:3.23\nRUN adduser -D -u 10001 app\nUSER 10001\n" },
    { title: "created in vain", says: "no", files: 'FROM alpine:3.23\nRUN «adduser -D app»\nCMD ["/app"]\n' },
  ],
});

/** No honest image makes more. */
const MAX_USERS = 20;

/** Whether anything but the making of the user speaks of it: an owner of files, a start command, a script, a deployment. */
function isMentioned({ name, command, id }: MadeAccount, stage: Stage, service: Service): boolean {
  const names = id === null ? [name] : [name, String(id)];
  const speaks = (text: string): boolean => names.some((one) => holdsWord(text, one));
  if (service.deployments.some(({ user }) => user !== null)) return true;
  if (service.entryScripts.some(({ text }) => speaks(text))) return true;
  return stage.effectiveInstructions.some((each) => {
    if (each.keyword === "FROM" || each.keyword === "USER") return false;
    if (each.range[0] > command.range[0] || each.range[1] < command.range[1])
      return (
        speaks(each.text) || each.flags.some(({ value }) => speaks(value ?? "")) || each.heredocs.some(({ body }) => speaks(body))
      );
    const run = stage.facts.runs.find(({ instruction }) => instruction === each);
    return (run?.script?.commands ?? []).some(
      (other) => other !== command && !MAKES.has(other.name ?? "") && other.words.some((word) => speaks(word.text)),
    );
  });
}

/** Commands that belong to the making of a user. */
const MAKES: ReadonlySet<string> = new Set([
  "groupadd",
  "addgroup",
  "useradd",
  "adduser",
  "usermod",
  "passwd",
  "chpasswd",
  "echo",
]);

/** A part of a path is no mention: `/srv/app` stands for a folder. */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w/.-]/.test(text[at - 1] ?? " ") && !/[\w/.-]/.test(text[at + word.length] ?? " ")) return true;
  }
  return false;
}
