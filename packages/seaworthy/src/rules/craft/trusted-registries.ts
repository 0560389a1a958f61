import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf, type Range } from "../../core/place.js";
import { copyOrigins } from "../../models/dockerfile/copy-origins.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { type ImageReference, parseReference } from "../../models/dockerfile/reference.js";
import { writtenRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/trusted-registries",
  claim: "every image comes from a registry that is trusted",
  why: "Whoever holds the registry decides what is in the image.",
  todo: "Take the image from a registry of the list, or mirror it there; the list stands in the option `trusted`.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3026"],
  options: {
    trusted: {
      type: "strings",
      default: [],
      description:
        "Registries that images may come from: `docker.io`, `ghcr.io`; a `*` at either end stands for anything. Empty: none is asked for.",
    },
  },
  source({ dockerfile }, { trusted }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (trusted.length === 0) return notApplicable("the option `trusted` names no registry");
    const images = imagesOf(dockerfile);
    const findings = images.flatMap(({ reference, range }) =>
      reference && !trusted.some((pattern) => matches(pattern, reference.registry))
        ? [finding(`${reference.registry} is not among the trusted registries`, placeOf(dockerfile, { range }))]
        : [],
    );
    return noOr(findings, () => {
      const open = images.find((one) => one.reference === null);
      if (open) return unknown(`which registry ${open.written} is of is not known`, placeOf(dockerfile, open));
      return images.length > 0 ? yes("all images come from trusted registries") : notApplicable("no image is pulled");
    });
  },
  examples: [
    { title: "from the list", says: "yes", files: "FROM ghcr.io/acme/node:24\n", options: { trusted: ["ghcr.io"] } },
    { title: "from elsewhere", says: "no", files: "FROM «node:24-alpine»\n", options: { trusted: ["ghcr.io"] } },
  ],
});

interface Named {
  readonly written: string;
  readonly reference: ImageReference | null;
  readonly range: Range;
}

/** Every image that any stage names: bases, and what is copied or mounted from. */
function imagesOf(dockerfile: Dockerfile): readonly Named[] {
  const bases = dockerfile.stages.flatMap(({ parent, base, from }): Named[] => {
    if (parent || base.kind === "scratch") return [];
    return [{ written: base.written, reference: base.kind === "image" ? base.reference : null, range: from.image.range }];
  });
  const copies = copyOrigins(dockerfile)
    .filter((one) => (one.is === "image" || one.is === "unknown") && one.written !== "scratch")
    .map(({ written, instruction }) => ({ written, range: instruction.from?.valueRange ?? instruction.range }));
  const names = new Set(dockerfile.stages.flatMap((stage) => stage.name ?? []));
  const mounts = writtenRuns(dockerfile).flatMap(({ instruction }) =>
    instruction.mounts.flatMap(({ options, range }) => {
      const from = options.get("from");
      const own = typeof from !== "string" || /^\d+$/.test(from) || from === "scratch" || names.has(from.toLowerCase());
      return own ? [] : [{ written: from, range }];
    }),
  );
  return [...bases, ...[...copies, ...mounts].map((one) => ({ ...one, reference: parseReference(one.written) }))];
}

function matches(pattern: string, registry: string): boolean {
  const wanted = pattern.toLowerCase() === "hub.docker.com" ? "docker.io" : pattern.toLowerCase();
  const host = registry.toLowerCase();
  const open = wanted.startsWith("*");
  const plain = wanted.replace(/^\*|\*$/g, "");
  if (wanted.length > 1 && wanted.endsWith("*")) return open ? host.includes(plain) : host.startsWith(plain);
  return open ? host.endsWith(plain) : host === wanted;
}
