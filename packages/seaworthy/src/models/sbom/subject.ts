import { fingerprint } from "../../core/fingerprint.js";
import { parseReference } from "../dockerfile/reference.js";
import type { Image } from "../image/image.js";
import type { Package } from "../package/package.js";
import { purlOf } from "../package/purl.js";

/** What an SBOM tells of an image. */
export type SbomImage = Pick<
  Image,
  "reference" | "digest" | "platform" | "os" | "layers" | "packages" | "advisories" | "unread" | "today"
>;

/** Who writes an SBOM, and when: the same image, tool and moment give the same bytes. */
export interface SbomStamp {
  /** Seaworthy's version. */
  readonly version: string;
  /** ISO 8601 in UTC, without parts of a second; default: the beginning of the day of the inspection. */
  readonly created?: string;
}

export interface SbomSubject {
  /** `ghcr.io/acme/api`, or the name of a file. */
  readonly name: string;
  /** `sha256:…`, the tag where there is no digest, or null. */
  readonly version: string | null;
  /** null: the image has no manifest, and so no digest that another could find it by. */
  readonly purl: string | null;
  readonly created: string;
  /** 32 hex digits that differ where the content does. */
  readonly id: string;
  /** By index of the packages: what others in the document refer to, unique in it. */
  readonly refs: readonly string[];
}

/** The image as the subject of an SBOM. */
export function sbomSubject(image: SbomImage, stamp: SbomStamp): SbomSubject {
  const reference = parseReference(image.reference);
  const file = image.reference.slice(image.reference.lastIndexOf("/") + 1);
  // What looks like a path may be a reference too, and the other way round; that of an image with stored layers is one.
  const name = reference && !/^[./]|\.(?:tar|tgz|gz)$/.test(image.reference) ? reference.name : file || image.reference;
  const manifest = image.digest !== "" && image.layers.some(({ digest }) => digest !== null);
  const created = stamp.created ?? `${image.today}T00:00:00Z`;
  const texts = [
    image.reference,
    image.digest,
    created,
    stamp.version,
    ...image.packages.flatMap(({ purl, path }) => [purl, path]),
  ];
  const uses = new Map<string, number>();
  for (const { purl } of image.packages) uses.set(purl, (uses.get(purl) ?? 0) + 1);
  return {
    name,
    version: image.digest || (reference?.tag ?? null),
    purl:
      manifest && reference
        ? purlOf({
            type: "oci",
            name: reference.repository.slice(reference.repository.lastIndexOf("/") + 1),
            version: image.digest,
            qualifiers: {
              arch: image.platform.architecture,
              repository_url: `${reference.registry}/${reference.repository}`,
              tag: reference.tag ?? "",
            },
          })
        : null,
    created,
    id: fingerprint(...texts) + fingerprint("2", ...texts),
    refs: image.packages.map(({ purl, path }) => ((uses.get(purl) ?? 0) > 1 ? `${purl}#${fingerprint(path)}` : purl)),
  };
}

/** Whether a package came with the system and is judged with it. */
export function isOfSystem({ kind }: Package): boolean {
  return kind === "deb" || kind === "apk" || kind === "rpm";
}
