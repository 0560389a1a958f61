import { familiarName } from "./bases.js";
import { isSupported } from "./releases.js";

/**
 * What takes the place of Docker's images of OpenJDK, which get no builds any more: the same releases of OpenJDK, built by Eclipse Temurin, as the page of
 * the old image recommends.
 */
export const SOURCE = "hub.docker.com/_/openjdk, hub.docker.com/_/eclipse-temurin, hub.docker.com/_/maven";
export const AS_OF = "2026-11-27";

export interface Successor {
  readonly image: string;
  readonly tag: string;
  /** Whether the old image is of another family of distributions: its commands for packages are not those of the new one. */
  readonly otherSystem: boolean;
}

/** Null where there is no build of that release, or the tag is not a plain one. */
export function javaSuccessor(image: { readonly name: string; readonly tag: string | null }, today: string): Successor | null {
  const name = familiarName(image.name);
  const words = (image.tag ?? "latest").toLowerCase().split("-");
  if (words.some((word) => /windows|nanoserver|onbuild|ea|rc/.test(word) && word !== "eclipse")) return null;
  const slim = words.includes("slim");
  const alpine = words.some((word) => word.startsWith("alpine"));
  if (name === "maven") {
    const at = words.findIndex((word) => word === "jdk" || word === "openjdk");
    const release = at < 0 ? undefined : /^\d+$/.exec(words[at + 1] ?? "")?.[0];
    if (release === undefined || !/^3(?:\.|$)/.test(words[0] ?? "") || !isSupported("temurin", release, today)) return null;
    return {
      image: "maven",
      tag: `3.9-eclipse-temurin-${release}${alpine || slim ? "-alpine" : ""}`,
      otherSystem: slim,
    };
  }
  if (name !== "openjdk" && name !== "java") return null;
  const release = /^(\d+)(?:[.u_]\w[\w.]*)?$/.exec(words[0] ?? "")?.[1];
  if (release === undefined || !isSupported("temurin", release, today)) return null;
  const kind = words.includes("jre") ? "jre" : "jdk";
  // From 12 on the plain tags were on Oracle Linux.
  const onDebian = words.some((word) => /^(?:slim|stretch|buster|bullseye|bookworm)$/.test(word));
  return {
    image: "eclipse-temurin",
    // Ubuntu, on which the others are, has no slim edition here.
    tag: `${release}-${kind}${alpine || slim ? "-alpine" : ""}`,
    otherSystem: slim || (Number(release) >= 12 && !onDebian && !alpine),
  };
}
