import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { ACCOUNT_FILES, userOf } from "../../models/image/accounts.js";
import { settingPlace } from "../../models/image/place.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { isRootUser } from "../../models/project/uid.js";
import { accountsOf } from "../../models/shell/users.js";
import { defineRule } from "../../rule.js";

/** Accounts that the distributions ship in their own passwd (base-passwd of Debian, alpine-baselayout, setup of Fedora). */
const SYSTEM_ACCOUNTS = new Set([
  "nobody",
  "daemon",
  "bin",
  "www-data",
  "sys",
  "games",
  "mail",
  "news",
  "backup",
  "list",
  "ftp",
  "guest",
  "operator",
]);

export default defineRule({
  id: "non-root-user/user-exists",
  claim: "the user that USER names exists in the image",
  why: "A name that is not in the image's passwd fails at start: `unable to find user`. From scratch and distroless there is often no passwd at all.",
  todo: "Create the user in the same stage before USER, or name it by number: a uid needs no entry.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/named-identity-in-passwdless-stage"],
  needs: { files: ACCOUNT_FILES },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { user } = stage.facts;
    const name = user.value.split(":")[0] ?? "";
    if (user.source !== "instruction" || !user.place || isRootUser(user.value) !== false)
      return notApplicable("no user is named");
    if (/^\d+$/.test(name)) return yes("a number needs no entry in passwd");
    const { runs, copies } = stage.facts;
    if (runs.some(({ script }) => script && accountsOf(script).some((made) => made.kind === "user" && made.name === name)))
      return yes(`${name} is created in the image`);
    if (copies.some((copied) => copied.destination?.startsWith("/etc")))
      return unknown("files are copied into /etc: passwd may be among them");
    const { base } = stage;
    if (base.kind === "scratch")
      return no(finding(`USER names ${name}, but an image from scratch has no passwd that would know it`, user.place));
    const facts = factsOfBase(stage);
    if (facts?.unprivilegedUser?.name === name || facts?.user === name) return yes(`${facts.name} has the user ${name}`);
    const word = new RegExp(`(?:^|[^\\w-])${name.replace(/[^\w-]/g, "\\$&")}(?:$|[^\\w-])`);
    const mentioned = runs.some(({ instruction }) => word.test(instruction.text));
    if (!facts || mentioned || SYSTEM_ACCOUNTS.has(name) || facts.purpose !== "os")
      return unknown(`whether the base has a user ${name} is not known`, user.place);
    return no(finding(`USER names ${name}, which neither ${facts.name} nor a RUN creates`, user.place));
  },
  image(image) {
    const name = (image.config.user.split(":")[0] ?? "").trim();
    if (image.form === "rootfs" || image.platform.os === "windows" || isRootUser(name) !== false)
      return notApplicable("no user is named");
    const user = userOf(image);
    if (user.uid !== null)
      return yes(user.name === name ? `${name} is uid ${user.uid} in the image's passwd` : "a number needs no entry in passwd");
    if (user.because === "unread") return unknown("the image's passwd could not be read", settingPlace("User"));
    const where = user.because === "no passwd" ? "the image has no passwd" : "the image's passwd does not know it";
    return no(finding(`USER names ${name}, but ${where}: the container cannot start`, settingPlace("User")));
  },
  examples: [
    { title: "created before it is used", says: "yes", files: "FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER app\n" },
    { title: "never created", says: "no", files: "FROM alpine:3.22\n«USER app»\n" },
  ],
});
