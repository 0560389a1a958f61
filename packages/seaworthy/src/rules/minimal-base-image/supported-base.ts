import { type Answer, finding, no, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { ImagePlace } from "../../core/place.js";
import { tagParts } from "../../knowledge/base-tags.js";
import { END_OF_LIFE, type EndOfLife, endOfLife, type ProductVersion, productsOf } from "../../knowledge/end-of-life.js";
import { javaSuccessor } from "../../knowledge/java-images.js";
import { nextRelease, productOfImage, retagged, withSystem } from "../../knowledge/releases.js";
import { replacedBase, retag } from "../../models/dockerfile/edit/base.js";
import type { Image } from "../../models/image/image.js";
import { settingPlace } from "../../models/image/place.js";
import { type BuiltProduct, builtProducts, productOfSystem } from "../../models/image/products.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { defineRule } from "../../rule.js";

/** "3" of python follows the newest release of its line; "3.12" and "22" of node stand for one. */
function floats(product: ProductVersion): boolean {
  const major = `${product.version.replace(/^v/i, "")}.`;
  return END_OF_LIFE[product.product].split("; ").some((entry) => entry.startsWith(major));
}

export default defineRule({
  id: "minimal-base-image/supported-base",
  claim: "neither the runtime nor the operating system of the base is past its end of life",
  why: "After its end of life a release gets no more fixes: every vulnerability found from then on stays in the image, however often it is rebuilt.",
  todo: "Move the last FROM to a release that is still supported, and let an update bot propose the next ones.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/ruby/eol-ruby-version"],
  source(service) {
    const { dockerfile, stage, project } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { base } = stage;
    if (base.kind === "scratch") return notApplicable("scratch has no release that could end");
    if (base.kind === "unresolved") return unknown(`the base \`${base.written}\` is not known: ${base.because}`, base.place);
    const facts = factsOfBase(stage);
    const products = productsOf(base.reference);
    const dated = products.map((product) => ({ product, end: endOfLife(product.product, product.version, project.today) }));
    const ended = dated.filter(({ end }) => end?.ended === true);
    return noOr(
      ended.map(({ product, end }) =>
        finding(`${product.product} ${end?.release} (${base.reference.written}) has had no fixes since ${end?.date}`, base.place),
      ),
      () => {
        const missing = dated.find(({ product, end }) => end === null && !floats(product))?.product;
        if (missing) return unknown(`${missing.product} ${missing.version} is not in the table of ends of life`, base.place);
        const known = dated.filter(({ end }) => end !== null);
        if (known.length > 0) {
          const told = known.map(
            ({ product, end }) => `${product.product} ${end?.release} until ${end?.date ?? "further notice"}`,
          );
          return yes(`supported: ${told.join(", ")}`);
        }
        if (facts && (facts.variant === "distroless" || facts.os?.family === "wolfi"))
          return yes(`${facts.name} follows the supported release of what it is made of`);
        return unknown(
          facts
            ? `the tag of ${base.reference.written} names no release: the built image would tell`
            : `${base.reference.name} is not in the table of known bases`,
          base.place,
        );
      },
    );
  },
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const { os } = image;
    const system = os && productOfSystem(os);
    const products = [...builtProducts(image), ...(system && system !== "rolling" ? [system] : [])];
    const dated = products.map((product) => ({ product, end: endOf(product, image.today) }));
    const ended = dated.filter(({ end }) => end?.ended === true);
    const [first, ...more] = ended.map(({ product, end }) =>
      finding(
        `${product.product} ${end?.release} (${product.by}) has had no fixes since ${end?.date}`,
        placeOf(product === system ? "/etc/os-release" : product.by),
      ),
    );
    if (first) return no(first, ...more);
    if (!os) return withoutSystem(image);
    if (system === null) return unknown(`${os.prettyName || os.id} is not in the table of ends of life`);
    const open = dated.find(({ end }) => end === null);
    if (open) return unknown(`${open.product.product} ${open.product.version} is not in the table of ends of life`);
    const told = dated.map(({ product, end }) => `${product.product} ${end?.release} until ${end?.date ?? "further notice"}`);
    if (system === "rolling") told.push(`${os.prettyName || os.id}, which has no releases that could end`);
    return yes(`supported: ${told.join(", ")}`);
  },
  fix({ dockerfile, stage, project }, _, { findings }) {
    const how = { title: "move the base to a release that is supported", safety: "review", order: "instruction" } as const;
    return fixEach(findings.slice(0, 1), how, (place) => {
      if (!dockerfile || !stage || stage.base.kind !== "image") return null;
      const { reference } = stage.base;
      const ended = productsOf(reference).filter(
        (product) => endOfLife(product.product, product.version, project.today)?.ended === true,
      );
      const own = productOfImage(reference);
      const successor = ended.some(({ product }) => product === "openjdk-image") ? javaSuccessor(reference, project.today) : null;
      if (successor) {
        const installs = stage.facts.runs.flatMap((run) => run.installs);
        const foreign = installs.find(({ system, manager }) => system && manager !== "apk");
        if (successor.otherSystem && foreign)
          return `${foreign.manager} is none of ${successor.image}:${successor.tag}, which is another system`;
        return replacedBase(dockerfile, place, successor.image, successor.tag);
      }
      const runtime = ended.find(({ product }) => product === own);
      const next = runtime && nextRelease(runtime.product, runtime.version, project.today);
      if (runtime && !next) return `no later release of ${runtime.product} is known`;
      const moved = runtime && next ? retagged(reference, runtime.product, next, project.today) : null;
      const tag = moved ?? (reference.tag === null ? null : withSystem(reference.tag, project.today));
      if (tag === null || tag === reference.tag) return `what takes the place of ${reference.written} is a person's choice`;
      const direct = retag(dockerfile, place, reference.tag, tag);
      if (typeof direct === "string" || !runtime) return direct;
      // What one stage makes for a release, another of the file runs: all of them move together.
      const edits = [...direct];
      for (const other of dockerfile.stages) {
        const { base } = other;
        if (other.parent || base.kind !== "image" || base.place.range[0] === place.range[0] || next === null || !next) continue;
        if (base.reference.name !== reference.name || tagParts(base.reference.tag).version !== tagParts(reference.tag).version)
          continue;
        const other_ = retagged(base.reference, runtime.product, next, project.today);
        const changed =
          other_ === null ? "its tag is not a plain one" : retag(dockerfile, base.place, base.reference.tag, other_);
        if (typeof changed === "string") return `another stage of the same release stays: ${changed}`;
        edits.push(...changed);
      }
      return edits;
    });
  },
  examples: [
    { title: "a release with years to go", says: "yes", files: "FROM node:24-trixie-slim\n" },
    { title: "no more fixes", says: "no", files: "FROM «node:14-slim»\n" },
    {
      title: "a system that ended, by the image's own os-release",
      says: "no",
      image: { os: { id: "alpine", versionId: "3.10.4", prettyName: "Alpine Linux v3.10" } },
    },
  ],
});

function placeOf(by: string): ImagePlace {
  return by.startsWith("/") ? { image: { part: "file", path: by } } : settingPlace(by.replace("the variable ", "Env "));
}

/** The latest end among those who may fix it; null where one of them is not known. */
function endOf({ product, version, anyOf = [product] }: BuiltProduct, today: string): EndOfLife | null {
  let latest: EndOfLife | null = null;
  for (const one of anyOf) {
    const end = endOfLife(one, version, today);
    if (end === null) return null;
    if (latest === null || (latest.date !== null && (end.date === null || end.date > latest.date))) latest = end;
  }
  return latest;
}

function withoutSystem(image: Image): Answer {
  if (image.unread.length > 0) return unknown("the image has no os-release, as far as it could be read");
  const system = image.packages.find(({ kind }) => kind === "deb" || kind === "apk" || kind === "rpm");
  if (system) return unknown("the image has packages of a distribution, but no os-release that says which");
  return notApplicable("the image has no operating system whose release could end");
}
