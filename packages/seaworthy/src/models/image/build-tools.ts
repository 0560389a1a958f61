import { BUILD_PROGRAMS, type BuildProgram, buildProgram, SDK_FOLDERS } from "../../knowledge/build-programs.js";
import type { Package } from "../package/package.js";
import { buildKindOf } from "../project/build-equipment.js";
import type { FileEntry } from "./file-index.js";
import type { Image } from "./image.js";

const SYSTEM: ReadonlySet<string> = new Set(["deb", "apk", "rpm"]);

/** What of an image was made for building: packages of the system, and programs that lie there as files. */
export interface BuiltTools {
  readonly packages: readonly { readonly package: Package; readonly kind: "build tool" | "headers" | "jdk" }[];
  /** Programs outside of those packages, one for each kind and folder. */
  readonly programs: readonly { readonly entry: FileEntry; readonly kind: BuildProgram }[];
}

export function builtTools(image: Image): BuiltTools {
  const packages = image.packages.flatMap((one) => {
    const kind = SYSTEM.has(one.kind) ? buildKindOf(one.name) : null;
    return kind ? [{ package: one, kind }] : [];
  });
  const programs: { entry: FileEntry; kind: BuildProgram }[] = [];
  const seen = new Set<string>();
  for (const entry of image.files.named(BUILD_PROGRAMS)) {
    const kind = buildProgram(entry.path);
    const target = kind && image.files.resolve(entry.path);
    if (!kind || target?.type !== "file" || (target.mode & 0o111) === 0 || seen.has(target.path)) continue;
    seen.add(target.path);
    programs.push({ entry: { ...target, path: entry.path }, kind });
  }
  for (const folder of SDK_FOLDERS) {
    const entry = image.files.resolve(folder);
    if (entry?.type === "directory" && image.files.children(entry.path).length > 0) programs.push({ entry, kind: "SDK" });
  }
  return { packages, programs };
}

/** What could be missing from lists of packages and files. */
export function unreadPart(image: Image): string | null {
  const [first] = image.unread;
  if (!first) return null;
  const what = first.path ?? (first.layer === null ? "a part of the image" : `layer ${first.layer + 1}`);
  return `${what} could not be read: ${first.because}`;
}
