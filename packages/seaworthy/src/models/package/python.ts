import { type Evidence, textOf } from "./evidence.js";
import { stanzas } from "./fields.js";

/**
 * The metadata of an installed Python package: METADATA in a .dist-info folder, PKG-INFO in an .egg-info or EGG-INFO folder, or an .egg-info
 * file. Where the metadata lacks the name, the folder's (`NAME-VERSION.dist-info`) stands for it.
 */
export function readPython(path: string, bytes: Uint8Array): Evidence {
  const text = textOf(bytes);
  const [fields] = stanzas(text, ["Name", "Version", "License", "License-Expression"]);
  const folder = /([^/]+?)-([^/-]+)(?:-py[\d.]+)?\.(?:dist-info|egg-info|egg)(?:\/|$)/.exec(path);
  const name = fields?.get("Name") || folder?.[1] || "";
  const version = fields?.get("Version") || folder?.[2] || "";
  if (name === "" || version === "" || name.length + version.length > 500) {
    return { from: "python", packages: [], gap: "has no name or no version" };
  }
  const licences = licencesOf(text, fields?.get("License-Expression") ?? "", fields?.get("License") ?? "");
  return { from: "python", packages: [{ kind: "pypi", name, version, ...(licences.length > 0 && { licences }) }] };
}

/** The expression; else the free text where it is no more than a name; else the classifiers. */
function licencesOf(text: string, expression: string, free: string): string[] {
  if (expression !== "") return [expression];
  if (free !== "" && free !== "UNKNOWN" && free.length <= 80) return [free];
  const headers = text.slice(0, 20_000).split(/\r?\n\r?\n/, 1)[0] ?? "";
  return [...headers.matchAll(/^Classifier: License :: (?:OSI Approved :: )?(.{1,100})$/gm)].map(([, name = ""]) => name.trim());
}
