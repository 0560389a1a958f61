import type { OperatingSystem, Unread } from "../image/image.js";
import type { Package } from "../package/package.js";

/** What an SBOM that was made elsewhere says of an image. */
export interface Sbom {
  /** `CycloneDX 1.6`, `SPDX 2.3`. */
  readonly format: string;
  /** What it describes, as it names it; "" where it does not. */
  readonly subject: string;
  /** `sha256:…` of the image; "" where it is not said. */
  readonly digest: string;
  /** Who made it: `trivy 0.60.0`; null where it does not say. */
  readonly tool: string | null;
  /** The day on which it was made, `YYYY-MM-DD`; null where it does not say. */
  readonly made: string | null;
  readonly os: OperatingSystem | null;
  readonly packages: readonly Package[];
  /** What of it cannot be compared with advisories, and why. */
  readonly unread: readonly Unread[];
}

/** A text that is no SBOM of a form that is read. The message ends a line that begins with the file's name. */
export class SbomError extends Error {
  override readonly name = "SbomError";
}
