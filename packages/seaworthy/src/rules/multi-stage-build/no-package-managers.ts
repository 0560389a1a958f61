import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { isLanguageManager, LANGUAGE_MANAGERS } from "../../knowledge/build-programs.js";
import { unreadPart } from "../../models/image/build-tools.js";
import { filePlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "multi-stage-build/no-package-managers",
  claim: "the image holds no package manager of a language",
  why: "npm, pip and their like fetch and run code of others: an intruder finds them ready, and each brings dozens of packages of its own, whose vulnerabilities every scan reports.",
  todo: "Take a base without them (distroless, or an edition that leaves them out), or remove them in the last stage: `RUN rm -rf /usr/local/lib/node_modules/npm /usr/local/bin/npm /usr/local/bin/npx`, `RUN pip uninstall -y pip`.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const found = image.files
      .named(LANGUAGE_MANAGERS)
      .filter(({ path }) => isLanguageManager(path))
      .filter(({ path }) => image.files.resolve(path)?.type === "file");
    const findings = found.map((entry) => {
      const base = image.layers[entry.layer]?.fromBase === true ? ", from the base" : "";
      return finding(`${entry.path} is in the image${base}`, filePlace(image, entry));
    });
    return noOr(findings, () => {
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("no package manager of a language is in the image");
    });
  },
  examples: [
    { title: "the runtime alone", says: "yes", image: { files: { "/usr/local/bin/node": { mode: 0o755 } } } },
    {
      title: "npm beside it",
      says: "no",
      image: { files: { "/usr/local/bin/node": { mode: 0o755 }, "/usr/local/bin/npm": { mode: 0o755 } } },
    },
  ],
});
