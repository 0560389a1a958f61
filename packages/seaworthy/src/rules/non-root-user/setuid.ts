import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { isKnownSetuid } from "../../knowledge/setuid.js";
import type { FileEntry } from "../../models/image/file-index.js";
import { instructionOf } from "../../models/image/instruction.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const MOST = 20;

export default defineRule({
  id: "non-root-user/setuid",
  claim: "no program of the image runs with the rights of another user (setuid, setgid)",
  why: "Whoever takes over the app, as an unprivileged user, finds in each such program a way to root: a fault in it is enough. A container that runs one service needs none of them.",
  todo: "Take the bits away in the last stage: `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +`, and run with `no-new-privileges`, which makes them harmless. Programs that must keep theirs go into the option `allow`.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  aliases: ["CIS-DI-0008"],
  options: {
    allow: { type: "strings", default: [], description: "Paths of programs that keep their bits on purpose." },
  },
  image(image, { allow }) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const found = image.files.privileged.filter(({ path }) => !allow.includes(path));
    const findings: Finding[] = found
      .filter(({ path }) => !isKnownSetuid(path))
      .slice(0, MOST)
      .map((entry) => {
        const by = instructionOf(image, entry.layer);
        return finding(`${describe(entry)}${by ? `, made by ${by}` : ""}`, filePlace(image, entry), { level: "warning" });
      });
    const known = found.filter(({ path }) => isKnownSetuid(path));
    const [first, ...more] = known;
    if (first) {
      const others = more.length > 0 ? ` and ${more.length} more` : "";
      findings.push(finding(`${describe(first)}${others}, as the distribution ships them`, filePlace(image, first)));
    }
    return noOr(findings, () =>
      image.unread.length > 0 ? unknown("not all of the image could be read") : yes("no file has setuid or setgid"),
    );
  },
  examples: [
    { title: "without such programs", says: "yes", image: { files: { "/app": { mode: 0o755 } } } },
    {
      title: "a program that runs as root for everyone",
      says: "no",
      image: { files: { "/usr/local/bin/helper": { mode: 0o4755 } } },
    },
  ],
});

function describe({ path, mode, uid, gid }: FileEntry): string {
  const bits = [...((mode & 0o4000) !== 0 ? [`uid ${uid}`] : []), ...((mode & 0o2000) !== 0 ? [`gid ${gid}`] : [])];
  return `${path} runs as ${bits.join(" and ")} for everyone who starts it`;
}
