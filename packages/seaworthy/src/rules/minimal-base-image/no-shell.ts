import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const SHELLS: readonly string[] = [
  "/bin/sh",
  "/bin/bash",
  "/bin/ash",
  "/bin/dash",
  "/usr/bin/sh",
  "/usr/bin/bash",
  "/busybox/sh",
];
const MANAGERS: readonly string[] = [
  "/usr/bin/apt-get",
  "/usr/bin/dpkg",
  "/sbin/apk",
  "/usr/bin/apk",
  "/usr/bin/dnf",
  "/usr/bin/yum",
  "/usr/bin/microdnf",
  "/usr/bin/rpm",
  "/usr/bin/zypper",
  "/usr/bin/pacman",
  "/usr/bin/tdnf",
];

export default defineRule({
  id: "minimal-base-image/no-shell",
  claim: "the image has neither a shell nor a package manager of its system",
  why: "Nearly every attack on a service goes on with a shell, and installs what it lacks. An image that has the app and its libraries alone gives it nothing to stand on, and a scan little to report.",
  todo: "Take a distroless or chiseled base, or scratch for a static program; look inside with a debug container (`docker debug`, `kubectl debug`).",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const found = [...SHELLS, ...MANAGERS].flatMap((path) => {
      const entry = image.files.resolve(path);
      return entry?.type === "file" && (entry.mode & 0o111) !== 0 ? [{ path, entry }] : [];
    });
    const [first] = found;
    const names = [...new Set(found.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)))];
    const findings = first
      ? [
          finding(
            `${names.join(", ")} ${names.length > 1 ? "are" : "is"} in the image`,
            filePlace(image, { ...first.entry, path: first.path }),
          ),
        ]
      : [];
    return noOr(findings, () =>
      image.unread.length > 0 ? unknown("not all of the image could be read") : yes("no shell and no package manager"),
    );
  },
  examples: [
    { title: "distroless", says: "yes", image: { files: { "/app": { mode: 0o755 } } } },
    { title: "a system", says: "no", image: { files: { "/bin/sh": { mode: 0o755 }, "/sbin/apk": { mode: 0o755 } } } },
  ],
});
