import type { Edit } from "../../core/edit.js";
import { addItems } from "../yaml/edit/path.js";
import { pairOf, type YamlText } from "../yaml/edit/yaml-text.js";

/** Folders as Dependabot names them: from the root of the repository, with a slash in front. */
function entryOf(folders: readonly string[]) {
  const [only] = folders;
  const where = only !== undefined && folders.length === 1 ? { directory: only } : { directories: folders };
  return { "package-ecosystem": "docker", ...where, schedule: { interval: "weekly" } };
}

/** A new file that lets Dependabot propose newer base images. */
export function newDependabot(folders: readonly string[]): string {
  const [only] = folders;
  const where =
    only !== undefined && folders.length === 1 ? `    directory: ${only}` : `    directories: [${folders.join(", ")}]`;
  return `version: 2\nupdates:\n  - package-ecosystem: docker\n${where}\n    schedule:\n      interval: weekly\n`;
}

/** The same for a file that is there; a text: why it is left as it is. */
export function withDocker(source: YamlText, folders: readonly string[]): Edit | string {
  const root = source.roots.find(({ node }) => pairOf(node, "updates"));
  return root ? addItems(source, root.node, null, ["updates"], [entryOf(folders)]) : "the file has no `updates`";
}
