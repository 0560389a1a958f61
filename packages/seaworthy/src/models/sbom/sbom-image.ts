import type { Image } from "../image/image.js";
import { imageOf } from "../image/sketch.js";
import type { Sbom } from "./sbom.js";

/** An image of which nothing is known but what an SBOM lists: rules about files have nothing to look at. */
export function imageOfSbom(sbom: Sbom, file: string, today: string): Image {
  return imageOf({
    reference: sbom.subject || file,
    digest: sbom.digest,
    configDigest: "",
    platform: { os: "", architecture: "", variant: null },
    form: "rootfs",
    today,
    os: sbom.os,
    packages: sbom.packages,
    unread: sbom.unread,
  });
}
