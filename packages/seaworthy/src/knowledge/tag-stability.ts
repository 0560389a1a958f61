import { kept } from "../core/kept.js";
import { CODENAMES } from "./base-os.js";
import { tagParts } from "./base-tags.js";
import { baseFacts, familiarName } from "./bases.js";

export interface TagStability {
  /**
   * digest: the bytes themselves. version: the tag, or the name, holds a version. rolling: the next release moves it. none: no tag
   * at all, so `latest`. named: a word of its publisher's (`prod`), of which nothing is known.
   */
  readonly kind: "digest" | "version" | "rolling" | "none" | "named";
  /** For version: how much of one the tag names. */
  readonly parts: 0 | 1 | 2 | 3;
}

/** Words that name a channel, not a release. */
const CHANNELS = new Set(
  `latest edge rolling nightly daily weekly unstable testing sid stable oldstable oldoldstable current lts mainline main master dev devel develop
  development head snapshot canary next preview experimental trunk rawhide tip newest insiders insider beta alpha rc release prerelease staging`.split(
    /\s+/,
  ),
);
/** Words that name a variant and no version. */
const VARIANTS = new Set(
  `slim alpine debian ubuntu full minimal base default jdk jre apache fpm cli zts perl php node python ruby java onbuild nonroot debug static musl glibc gnu ubi
  distroless chiseled scratch runtime sdk builder build prod-slim rootless dind git headless management buster windowsservercore nanoserver linux`.split(
    /\s+/,
  ),
);
const ARCHITECTURE = /^(?:amd64|x86|64|arm64|arm64v8|aarch64|arm|arm32v[567]|armv[67]|armhf|i386|386|ppc64le|s390x|riscv64)$/;
/** A dotted number, a date or build number, or a commit. */
const EVIDENCE = /\d+\.\d+|\d{3,}|(?:^|[-_g])(?=[0-9a-f]*\d)[0-9a-f]{7,40}(?:$|[-_])/;

/**
 * How firm an image reference stands: whether tomorrow's pull can be another release. `name` is the familiar name. The version of an
 * operating system in the tag (`alpine3.22`, `bookworm`) is one for the images of that system alone: `node:alpine3.22` is any Node.
 */
export const tagStability = kept(
  (reference: { readonly name: string; readonly tag: string | null; readonly digest: string | null }): TagStability => {
    const { name, tag, digest } = reference;
    if (digest !== null) return { kind: "digest", parts: 3 };
    if (tag === null) return { kind: "none", parts: 0 };
    const words = tag.toLowerCase().slice(0, 128).split(/[-_]/).filter(Boolean);
    const [first = ""] = words;
    const facts = baseFacts({ name, tag });
    const isSystem = facts === null || facts.purpose === "os" || /(?:^|\/)buildpack-deps$/.test(name);
    const rest = words.filter((word) => !ARCHITECTURE.test(word) && (isSystem || !isSystemWord(word)));
    const numbered = rest.filter((word) => /\d/.test(word));
    if (CHANNELS.has(first)) {
      if (rest.slice(1).some((word) => EVIDENCE.test(word))) return { kind: "version", parts: 2 };
      return { kind: "rolling", parts: 0 };
    }
    // `java25-latest`: the newest release, of whatever has the number in its name; `2022-latest` stays within its version.
    if (CHANNELS.has(words.at(-1) ?? "") && !numbered.some((word) => /^v?\d/.test(word))) return { kind: "rolling", parts: 0 };
    if (numbered.length > 0) return { kind: "version", parts: partsOf(numbered) };
    if (isSystem && words.some((word) => CODENAMES.has(word) && word !== "sid")) return { kind: "version", parts: 1 };
    const known = rest.every((word) => CHANNELS.has(word) || VARIANTS.has(word) || CODENAMES.has(word));
    if (nameHoldsVersion(name) && known && !rest.some((word) => CHANNELS.has(word))) return { kind: "version", parts: 2 };
    if (rest.some((word) => CHANNELS.has(word))) return { kind: "rolling", parts: 0 };
    return known && (facts !== null || rest.length === 0 || VARIANTS.has(first))
      ? { kind: "rolling", parts: 0 }
      : { kind: "named", parts: 0 };
  },
);

/** A word that names an operating system's family or release and nothing else. */
function isSystemWord(word: string): boolean {
  const { os } = tagParts(word);
  return os !== null;
}

/** `gcr.io/distroless/nodejs22-debian12`: an image for each version, its tags for variants. */
function nameHoldsVersion(name: string): boolean {
  return /[a-z]-?\d+(?:\.\d+)*(?:-|$)/.test(familiarName(name).split("/").at(-1) ?? "");
}

function partsOf(words: readonly string[]): TagStability["parts"] {
  let most: TagStability["parts"] = 1;
  for (const word of words) {
    const dotted = /\d+(?:\.\d+)*/.exec(word)?.[0] ?? "";
    const count = dotted.split(".").length;
    // A date or a commit is a release by itself.
    if (count >= 3 || /^v?\d+u\d+/.test(word) || /\d{6,}|^[0-9a-f]{12,40}$/.test(word)) return 3;
    if (count === 2) most = 2;
  }
  return most;
}
