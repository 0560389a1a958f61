import { type Edit, replaced } from "../../../core/edit.js";
import type { SourcePlace } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { parseReference } from "../reference.js";

/**
 * The tag of an image where it is named, written anew; or why it is not: what a variable holds belongs to whoever sets it, and a digest
 * names the bytes whatever the tag says. A variable that is the whole version stays where the new tag only adds to it.
 * @param before the tag as it is once variables are known
 */
export function retag(file: Dockerfile, { range }: SourcePlace, before: string | null, tag: string): readonly Edit[] | string {
  const written = file.text.slice(...range);
  const quote = /^(["']).*\1$/.exec(written)?.[1] ?? "";
  const bare = quote === "" ? written : written.slice(1, -1);
  if (bare.includes("@")) return "a digest names the image: it has to be another one, too (--online)";
  const variable = /\$\{?(\w+)/.exec(bare)?.[1];
  if (variable !== undefined) {
    const own = /^([^$]*:)\$(?:\{\w+(?::?-[^}$]*)?\}|\w+)$/.exec(bare);
    if (own && before !== null && tag.startsWith(`${before}-`))
      return [replaced(file.path, range, `${quote}${bare}${tag.slice(before.length)}${quote}`)];
    return `the variable ${variable} owns the value`;
  }
  const colon = bare.indexOf(":", bare.lastIndexOf("/") + 1);
  const name = colon < 0 ? bare : bare.slice(0, colon);
  if (parseReference(`${name}:${tag}`) === null) return "its name is not a plain one";
  return [replaced(file.path, range, `${quote}${name}:${tag}${quote}`)];
}

/** Another image in the place of one, from the same registry: `openjdk:17` becomes `eclipse-temurin:17-jdk`; or why it stays. */
export function replacedBase(file: Dockerfile, { range }: SourcePlace, image: string, tag: string): readonly Edit[] | string {
  const written = file.text.slice(...range);
  const quote = /^(["']).*\1$/.exec(written)?.[1] ?? "";
  const bare = quote === "" ? written : written.slice(1, -1);
  if (bare.includes("@")) return "a digest names the image: it has to be another one, too (--online)";
  const variable = /\$\{?(\w+)/.exec(bare)?.[1];
  if (variable !== undefined) return `the variable ${variable} owns the value`;
  const from = bare.slice(0, bare.lastIndexOf("/") + 1);
  return [replaced(file.path, range, `${quote}${from}${image}:${tag}${quote}`)];
}
