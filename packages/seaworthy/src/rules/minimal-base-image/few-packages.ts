import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { packagePlace } from "../../models/image/place.js";
import { packageOf } from "../../models/package/sketch.js";
import { defineRule } from "../../rule.js";

const SYSTEM: ReadonlySet<string> = new Set(["deb", "apk", "rpm"]);

export default defineRule({
  id: "minimal-base-image/few-packages",
  claim: "the system of the image has few packages",
  why: "Each package can have the next vulnerability, and most of those in a large base are never called: a full Debian with build tools has over four hundred, a slim one under a hundred, a distroless one about ten.",
  todo: "Take a smaller base, install with `--no-install-recommends`, and leave build tools in a stage of their own.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  options: {
    maxPackages: { type: "integer", default: 200, minimum: 0, description: "The most packages of the system (deb, apk, rpm)." },
  },
  image(image, { maxPackages }) {
    const system = image.packages.filter(({ kind }) => SYSTEM.has(kind));
    const [first] = system;
    if (!first) {
      if (image.unread.length > 0) return unknown("not all of the image could be read");
      return notApplicable("the image has no packages of a system");
    }
    if (system.length <= maxPackages) return yes(`${system.length} packages of the system`);
    return no(finding(`${system.length} packages of the system, more than ${maxPackages}`, packagePlace(image, first)));
  },
  examples: [
    { title: "a slim base", says: "yes", image: { packages: [packageOf("deb", "libc6")] } },
    {
      title: "more than allowed",
      says: "no",
      image: { packages: [packageOf("deb", "libc6"), packageOf("deb", "vim")] },
      options: { maxPackages: 1 },
    },
  ],
});
