import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { ACCOUNT_FILES, accountsOf, passwordless } from "../../models/image/accounts.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

/** Programs that let someone in who knows the password, where they have the rights for it. */
const LETS_IN = /\/(?:su|login|bbsuid|busybox|sudo|doas)$/;
const NO_LOGIN = /\/(?:nologin|false|sync|halt|shutdown)$/;

export default defineRule({
  id: "non-root-user/no-empty-password",
  claim: "no account of the image that can log in has an empty password",
  why: "An empty password is one that everybody knows: whoever takes over the app becomes that user with `su`, also root.",
  todo: "Lock the account: `RUN passwd -l root` (a `!` or `*` in the second field of /etc/shadow), and update the base: those of distributions have been locked for years.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  aliases: ["DKL-LI-0001"],
  needs: { files: ACCOUNT_FILES },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const accounts = accountsOf(image);
    if (accounts === null) {
      if (image.files.resolve("/etc/passwd") || image.unread.length > 0) return unknown("the image's passwd could not be read");
      return notApplicable("the image has no accounts");
    }
    const door = image.files.privileged.find(({ path }) => LETS_IN.test(path));
    const findings = passwordless(image).flatMap(({ name, file, line }) => {
      const account = accounts.find((one) => one.name === name);
      if (!account || NO_LOGIN.test(account.shell)) return [];
      const who = account.uid === 0 ? `${name} (uid 0)` : name;
      const how = door ? `: ${door.path} makes everyone ${account.uid === 0 ? "root" : name}` : "";
      const place = filePlace(image, image.files.resolve(file) ?? { path: file, layer: -1 });
      return [finding(`${who} has an empty password in ${file}, line ${line}${how}`, place, door ? {} : { level: "warning" })];
    });
    return noOr(findings, () => {
      const shadow = image.files.resolve("/etc/shadow");
      if (shadow && image.text("/etc/shadow") === null) return unknown("the image's shadow could not be read");
      return yes("every account that can log in is locked or has a password");
    });
  },
  examples: [
    {
      title: "locked",
      says: "yes",
      image: { files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n", "/etc/shadow": "root:*:19000:0:99999:7:::\n" } },
    },
    {
      title: "root without a password, and su",
      says: "no",
      image: {
        files: {
          "/etc/passwd": "root:x:0:0:root:/root:/bin/ash\n",
          "/etc/shadow": "root:::0:::::\n",
          "/bin/bbsuid": { mode: 0o4111 },
        },
      },
    },
  ],
});
