import type { Image } from "../../models/image/image.js";
import { SCRIPT_FILES, startPaths } from "../../models/image/programs.js";
import { LARGEST_WANTED, type WantedFile } from "../../models/image/wanted.js";
import { catalogue } from "../../models/package/catalogue.js";
import { packageWatcher } from "../../models/package/package-watcher.js";
import { layerSecrets } from "../../models/secrets/layer-secrets.js";
import { SECRETS, secretWatcher } from "../../models/secrets/secret-watcher.js";
import { settingsSecrets } from "../../models/secrets/settings-secrets.js";
import { PACKAGE_TOOLS } from "./inflate.js";
import { type ReadImageOptions, readImage } from "./read-image.js";

export interface ScanImageOptions
  extends Pick<ReadImageOptions, "platform" | "env" | "registries" | "cache" | "onProgress" | "today"> {
  /** Files whose content rules look at. */
  readonly files: readonly string[];
}

export interface ScannedImage {
  /** The image, of whose vulnerabilities nobody was asked yet. */
  readonly image: Image;
  /** Programs that do not tell what they are made of. */
  readonly untold: readonly string[];
}

/** The releases of Alpine's packages come from the repositories that are written there. */
const REPOSITORIES = "/etc/apk/repositories";

/** Reads an image with its packages. Throws UsageError where there is no image of that name. */
export async function scanImage(named: string, options: ScanImageOptions): Promise<ScannedImage> {
  const { files, ...how } = options;
  const read = await readImage(named, {
    ...how,
    wanted: [...files, REPOSITORIES, ...SCRIPT_FILES.map(ifSmall)],
    wantedBy: (config) => startPaths(config).map(ifSmall),
    watchers: [packageWatcher(PACKAGE_TOOLS), secretWatcher()],
  });
  const found = catalogue(read);
  const unread = [...read.unread, ...found.unread];
  const secrets = [...layerSecrets(read.found(SECRETS)), ...settingsSecrets(read)];
  return { image: { ...read, packages: found.packages, secrets, advisories: null, unread }, untold: found.untold };
}

/** What an image starts may be a script or a program: only a script is read. */
function ifSmall(pattern: string): WantedFile {
  return { pattern, largest: LARGEST_WANTED, ifSmall: true };
}
