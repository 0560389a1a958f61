import type { Deployment } from "./deployment.js";
import { folderOf, isWithin, joinPath } from "./paths.js";
import type { Service } from "./service.js";

const CODE = /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kt|cs|exs?|vue|svelte)$/i;
/** Settings are often scripts of their own: a folder of them is no app. */
const SETTINGS =
  /(?:^|\/)(?:config|conf|conf\.d|settings|init|initdb|docker-entrypoint-initdb\.d|migrations|sql|scripts|keys|certs?|ssl|data|public|static|uploads|plugins|themes|provisioning)(?:\/|$)/i;
const MOST_FILES = 2000;

/**
 * What a bind mount lays over the image: the build context or a folder of source code inside it, as a development set-up does.
 * @returns words for a message, or null when it is neither, or nothing is built here.
 */
export function mountedSource(service: Service, mount: Deployment["hostMounts"][number]): string | null {
  if (service.foreign || !service.context || !/^\.{1,2}(?:\/|$)/.test(mount.source)) return null;
  if (mount.source.startsWith("..") && !mount.place.file.includes("/")) return null;
  const folder = joinPath(folderOf(mount.place.file), mount.source).replace(/\/+$/, "") || ".";
  const { files } = service.project;
  if (files.tracked(folder)) return null;
  const root = service.context.root;
  const below = files.below(folder).slice(0, MOST_FILES);
  if (!below.some((path) => CODE.test(path))) return null;
  if (folder === root || (folder !== "." && isWithin(folder, root))) return `the build context \`${mount.source}\``;
  if (folder === "." && root === ".") return `the build context \`${mount.source}\``;
  if (!isWithin(root, folder) || SETTINGS.test(folder)) return null;
  return `the source code in \`${mount.source}\``;
}
