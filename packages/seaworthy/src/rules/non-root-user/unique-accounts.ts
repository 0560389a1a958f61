import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { ACCOUNT_FILES, accountsOf, groupsOf } from "../../models/image/accounts.js";
import type { Image } from "../../models/image/image.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "non-root-user/unique-accounts",
  claim: "no two accounts or groups of the image share a number or a name",
  why: "The kernel knows numbers alone: two names of one number are one user, and what one of them may do the other may too. A second name for 0 is a second root.",
  todo: "Give each its own number: `adduser --uid 10001`, `addgroup --gid 10001`.",
  weight: "advised",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  aliases: ["DKL-LI-0002"],
  needs: { files: ACCOUNT_FILES },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const accounts = accountsOf(image);
    const groups = groupsOf(image);
    if (accounts === null && groups === null) {
      const there = image.files.resolve("/etc/passwd") ?? image.files.resolve("/etc/group");
      return there || image.unread.length > 0
        ? unknown("passwd and group could not be read")
        : notApplicable("the image has no accounts");
    }
    const findings = [
      ...shared(image, "/etc/passwd", "uid", accounts?.map(({ name, uid, line }) => ({ name, number: uid, line })) ?? []),
      ...shared(image, "/etc/group", "gid", groups?.map(({ name, gid, line }) => ({ name, number: gid, line })) ?? []),
    ];
    return noOr(findings, () => yes("every account and every group has a number of its own"));
  },
  examples: [
    {
      title: "one number each",
      says: "yes",
      image: { files: { "/etc/passwd": "root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/:/bin/sh\n" } },
    },
    {
      title: "a second root",
      says: "no",
      image: { files: { "/etc/passwd": "root:x:0:0::/root:/bin/sh\napp:x:0:0::/:/bin/sh\n" } },
    },
  ],
});

interface Named {
  readonly name: string;
  readonly number: number;
  readonly line: number;
}

function shared(image: Image, file: string, kind: "uid" | "gid", entries: readonly Named[]): readonly Finding[] {
  const place = filePlace(image, image.files.resolve(file) ?? { path: file, layer: -1 });
  const numbers = new Map<number, Named>();
  const names = new Map<string, Named>();
  return entries.flatMap((entry) => {
    const twin = numbers.get(entry.number);
    const namesake = names.get(entry.name);
    if (!twin) numbers.set(entry.number, entry);
    if (!namesake) names.set(entry.name, entry);
    if (namesake) return [finding(`${entry.name} stands twice in ${file}, in lines ${namesake.line} and ${entry.line}`, place)];
    if (!twin) return [];
    const level = kind === "uid" && entry.number === 0 ? ({ level: "error" } as const) : {};
    return [finding(`${twin.name} and ${entry.name} are both ${kind} ${entry.number} in ${file}`, place, level)];
  });
}
