import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { BaseFacts } from "../../knowledge/bases.js";
import { slimTag } from "../../knowledge/releases.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { retag } from "../../models/dockerfile/edit/base.js";
import { EDITION_FILES, editionOf } from "../../models/image/edition.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { isJdk } from "../../models/project/build-equipment.js";
import { missedTools } from "../../models/project/missed-tools.js";
import { defineRule } from "../../rule.js";

/** Words by which publishers name their small editions. */
const SMALL = /(?:^|[-_./:])(slim|alpine|distroless|chiseled|scratch|minimal|micro|wolfi|busybox)(?=$|[-_./:\d])/i;

const BETTER: Readonly<Record<string, string>> = {
  debian: "debian:<release>-slim",
  ubuntu: "debian:<release>-slim, alpine or a chiseled image",
  amazon: "amazonlinux:2023-minimal, or a distroless image for a single binary",
  rhel: "ubi-minimal or ubi-micro",
  fedora: "fedora-minimal",
  rocky: "rockylinux:<release>-minimal",
  alma: "almalinux/<release>-minimal",
  oracle: "oraclelinux:<release>-slim",
};

function advice(facts: BaseFacts): string {
  if (facts.language === "java") return "a JRE on Alpine or a distroless java image";
  if (facts.language === "dotnet") return "the chiseled or alpine tag of dotnet/aspnet or dotnet/runtime";
  if (facts.purpose === "sdk") return "a runtime image, distroless or scratch";
  const own = facts.purpose === "os" && facts.os ? BETTER[facts.os.family] : undefined;
  return own ?? "its -slim or -alpine tag, where it has one, or a distroless image";
}

function byName(written: string): Answer | null {
  const word = SMALL.exec(written)?.[1];
  return word ? yes(`${written} calls itself ${word.toLowerCase()}`) : null;
}

export default defineRule({
  id: "minimal-base-image/slim-base",
  claim: "the base of the shipped stage is a slim, alpine, distroless or other minimal edition, or scratch",
  why: "A full base brings compilers, headers, version control and hundreds of packages that the app never calls: they make every pull slow, and each of them can have the next vulnerability.",
  todo: "Name the small edition in the last FROM: `node:24-slim`, `python:3.14-alpine`, `eclipse-temurin:21-jre-alpine`, `gcr.io/distroless/static-debian13`, or `scratch` for a static binary.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { files: EDITION_FILES },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { base } = stage;
    if (base.kind === "scratch") return yes("built on scratch");
    if (base.kind === "unresolved")
      return byName(base.written) ?? unknown(`the base \`${base.written}\` is not known: ${base.because}`, base.place);
    const facts = factsOfBase(stage);
    const { written } = base.reference;
    if (!facts) return byName(written) ?? unknown(`${base.reference.name} is not in the table of known bases`, base.place);
    const edition = facts.minimal ?? (["alpine", "slim", "distroless"].includes(facts.variant) || (facts.builds ? false : null));
    if (edition !== true && /-alpine(?=$|[-_./:\d])/i.test(written)) return yes(`${written} is alpine by its name`);
    if (edition === true) return yes(`${written} is ${facts.variant === "full" ? "small" : facts.variant}`);
    if (edition === null)
      return unknown(`how much ${written} brings is not in the table of known bases: the built image would tell`, base.place);
    const kind =
      facts.purpose === "os"
        ? "a general-purpose system"
        : facts.purpose === "sdk"
          ? isJdk(facts)
            ? "a JDK"
            : "a build kit"
          : facts.minimal === null
            ? "an edition with a compiler"
            : "the full edition";
    return no(finding(`${written} is ${kind}: take ${advice(facts)}`, base.place));
  },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const { minimal, because } = editionOf(image);
    if (minimal === null) return unknown(because);
    return minimal ? yes(because) : no(finding(because, { image: { part: "file", path: "/etc/os-release" } }));
  },
  fix({ dockerfile, stage, app }, _, { findings }) {
    const how = { title: "take the small edition of the base", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, (place) => {
      if (!dockerfile || !stage || stage.base.kind !== "image") return null;
      const { reference } = stage.base;
      const tag = slimTag(reference);
      if (tag === null)
        return reference.tag === null || tagStability(reference).kind === "rolling"
          ? "its version has to be named first"
          : `${reference.written} has no small edition of the same system: which other one to take is a person's choice`;
      const missed = missedTools(dockerfile, stage, app);
      if (missed !== null) return `${missed}, which the small edition has not`;
      return retag(dockerfile, place, reference.tag, tag);
    });
  },
  examples: [
    { title: "a slim edition", says: "yes", files: 'FROM python:3.14-slim\nCOPY app /app\nCMD ["python", "/app"]\n' },
    { title: "nothing but the program", says: "yes", files: 'FROM scratch\nCOPY app /app\nCMD ["/app"]\n' },
    { title: "the full edition", says: "no", files: 'FROM «python:3.14»\nCOPY app /app\nCMD ["python", "/app"]\n' },
  ],
});
