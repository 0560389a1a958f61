import { amount } from "../../core/amount.js";
import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { isPackaged } from "../../knowledge/clutter.js";
import type { FileEntry } from "../../models/image/file-index.js";
import type { Image } from "../../models/image/image.js";
import { instructionOf } from "../../models/image/instruction.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

/** Folders in which programs log. */
const FOLDERS: readonly string[] = ["/var/log", "/logs", "/log"];
const NAMES: readonly string[] = ["log", "logs"];
/** What packages write when they are installed: leftovers of a build, no logs of an app. */
const OF_INSTALLS =
  /^\/var\/log\/(?:apt\/|dpkg\.log|alternatives\.log|bootstrap\.log|faillog|lastlog|btmp|wtmp|tallylog|fontconfig\.log|dnf[.\w-]{0,30}\.log|yum\.log|hawkey\.log|zypp\/|zypper\.log|pacman\.log|README|private|journal|apk\.log|anaconda|supervisor$)/;
const LOG = /\.log(?:\.\d{1,3}|\.gz)?$|\/(?:access|error)_log$/;
const MOST = 10;

export default defineRule({
  id: "structured-logging/no-log-files",
  claim: "no log of a program lies in the image",
  why: "A log that came along with the project may hold addresses and tokens of real users; one that a program wrote during the build shows that it logs into a file, where `docker logs` does not see it.",
  todo: "Name `*.log` and `logs/` in .dockerignore, and let the program log to stdout; where it insists on a file, link that to /dev/stdout.",
  weight: "advised",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const findings = [...logsOf(image)].slice(0, MOST).map((entry): Finding => {
      const by = instructionOf(image, entry.layer);
      return finding(`${entry.path} (${amount(entry.size)}) is a log${by ? `, brought by ${by}` : ""}`, filePlace(image, entry));
    });
    return noOr(findings, () =>
      image.unread.length > 0 ? unknown("not all of the image could be read") : yes("no log file is in the image"),
    );
  },
  examples: [
    {
      title: "a link to the stream",
      says: "yes",
      image: { files: { "/var/log/nginx/access.log": { type: "symlink", target: "/dev/stdout" } } },
    },
    { title: "the developer's own log", says: "no", image: { files: { "/app/logs/development.log": "GET /\n" } } },
  ],
});

function* logsOf(image: Image): Generator<FileEntry> {
  const folders = [
    ...FOLDERS,
    ...image.files
      .named(NAMES)
      .filter(({ type, path }) => type === "directory" && !FOLDERS.includes(path))
      .map(({ path }) => path),
  ];
  const queue = [...new Set(folders.filter((path) => !isPackaged(`${path}/`)))];
  for (let count = 0; queue.length > 0 && count < 2000; count++) {
    for (const entry of image.files.children(queue.shift() as string)) {
      if (entry.type === "directory") queue.push(entry.path);
      if (entry.type !== "file" || entry.size === 0 || image.layers[entry.layer]?.fromBase === true) continue;
      const inSystem = entry.path.startsWith("/var/log/");
      if (inSystem ? !OF_INSTALLS.test(entry.path) : LOG.test(entry.path)) yield entry;
    }
  }
  for (const entry of image.files.named([
    "npm-debug.log",
    "yarn-error.log",
    "yarn-debug.log",
    "debug.log",
    "error.log",
    "access.log",
  ])) {
    if (entry.type !== "file" || entry.size === 0 || isPackaged(entry.path) || image.layers[entry.layer]?.fromBase === true)
      continue;
    if (!/\/logs?\//.test(entry.path)) yield entry;
  }
}
