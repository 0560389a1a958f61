import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { builtTools, unreadPart } from "../../models/image/build-tools.js";
import { packagePlace } from "../../models/image/place.js";
import { packageOf } from "../../models/package/sketch.js";
import { defineRule } from "../../rule.js";

const MOST = 20;

export default defineRule({
  id: "multi-stage-build/no-headers-in-image",
  claim: "the image holds no headers for compiling",
  why: "Headers and static libraries serve compilers alone. They are weight, and packages that a scan goes on about.",
  todo: "Install `libx-dev` in the build stage and `libx` in the last one.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const headers = builtTools(image).packages.filter(({ kind }) => kind === "headers");
    const findings = headers.slice(0, MOST).map(({ package: one }) => {
      const base = one.layer !== null && image.layers[one.layer]?.fromBase === true ? ", from the base" : "";
      return finding(`the package ${one.name} holds headers${base}`, packagePlace(image, one));
    });
    return noOr(findings, () => {
      const unread = unreadPart(image);
      if (unread) return unknown(unread);
      return image.packages.length > 0 ? yes("no package of headers is installed") : notApplicable("the image has no packages");
    });
  },
  examples: [
    { title: "the library alone", says: "yes", image: { packages: [packageOf("deb", "libpq5")] } },
    { title: "its headers too", says: "no", image: { packages: [packageOf("deb", "libpq5"), packageOf("deb", "libpq-dev")] } },
  ],
});
