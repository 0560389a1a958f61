import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { CLUTTER_NAMES, clutterKind, isPackaged } from "../../knowledge/clutter.js";
import { unreadPart } from "../../models/image/build-tools.js";
import { broughtBy, instructionOf } from "../../models/image/instruction.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const MOST = 20;
/** Folders of tests beside the app's own code. */
const TESTS: readonly string[] = ["test", "tests", "__tests__", "spec", "e2e", "cypress", "fixtures", "__snapshots__"];
/** What a user's home holds after a build was not in the context. */
const HOME = /^\/(?:root|home\/[^/]+)\/\.(?:cache|npm|gradle|aws|azure|gcp|kube)(?:\/|$)/;

export default defineRule({
  id: "dockerignore/no-clutter-in-image",
  claim: "no tests, build files, editor's folders or tools' caches came into the image",
  why: "What only developers and pipelines use makes every pull slower, breaks the build's cache when it changes, and tells an intruder how the system is built.",
  todo: "Name them in .dockerignore (`tests`, `Dockerfile*`, `compose*.yaml`, `.github`, `.vscode`, `.idea`), or copy only the folders that the app needs.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  aliases: ["DKL-LI-0003"],
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const findings: Finding[] = [];
    let above = "";
    for (const entry of image.files.named([...CLUTTER_NAMES, ...TESTS])) {
      const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
      const folder = entry.type === "directory";
      const tests = folder && TESTS.includes(name) && broughtBy(image, entry.layer) === "copy";
      const kind = clutterKind(name, folder) ?? (tests ? "a folder of tests" : null);
      if (!kind || (!folder && entry.type !== "file") || isPackaged(`${entry.path}/`) || HOME.test(entry.path)) continue;
      const by = broughtBy(image, entry.layer);
      if (by === "base" || by === "run" || (above !== "" && entry.path.startsWith(above))) continue;
      if (folder && image.files.children(entry.path).length === 0) continue;
      if (folder) above = `${entry.path}/`;
      const source = instructionOf(image, entry.layer);
      findings.push(finding(`${entry.path} is ${kind}${source ? `, brought by ${source}` : ""}`, filePlace(image, entry)));
    }
    return noOr(findings.slice(0, MOST), () => {
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("nothing of the kind is in the image");
    });
  },
  examples: [
    { title: "the app alone", says: "yes", image: { files: { "/app/server.js": "" } } },
    {
      title: "the whole project",
      says: "no",
      image: { files: { "/app/server.js": "", "/app/Dockerfile": "", "/app/.vscode/settings.json": "" } },
    },
  ],
});
