import { type Evidence, type Found, textOf } from "./evidence.js";
import { asList, asObject, asWord, jsonObject } from "./json.js";

/** The specification of an installed gem, which is Ruby's own print of it; its file's name stands in for what it lacks. */
export function readGem(path: string, bytes: Uint8Array): Evidence | null {
  const text = textOf(bytes).slice(0, 200_000);
  const file = /\/([^/]+)-(\d[^/-]*)(?:-[^/]*)?\.gemspec$/.exec(path);
  const said = (field: string) =>
    new RegExp(
      `^[ \\t]{0,20}[a-z_]{1,20}\\.${field} {0,9}= {0,9}(?:Gem::Version\\.new\\(? ?)?["']([^"'\\n]{1,200})["']`,
      "m",
    ).exec(text)?.[1];
  const name = said("name") ?? file?.[1];
  const version = said("version") ?? file?.[2];
  if (!name || !version) return null;
  const list =
    /^[ \t]{0,20}[a-z_]{1,20}\.licenses? {0,9}= {0,9}(\[[^\]\n]{0,300}\]|["'][^"'\n]{1,100}["'])/m.exec(text)?.[1] ?? "";
  const licences = [...list.matchAll(/["']([^"']{1,100})["']/g)].map(([, one = ""]) => one);
  return { from: "gem", packages: [{ kind: "gem", name, version, ...(licences.length > 0 && { licences }) }] };
}

/** Composer's record of what it installed, as version 1 (a list) and 2 (an object) write it. */
export function readComposer(bytes: Uint8Array): Evidence {
  const object = jsonObject(bytes);
  const list = object ? asList(object.packages) : jsonList(bytes);
  if (list === null) return { from: "composer", packages: [], gap: "is no JSON" };
  const developers = object && new Set(asList(object["dev-package-names"]));
  const packages = list.flatMap((entry): Found[] => {
    const said = asObject(entry);
    const name = asWord(said?.name);
    const version = asWord(said?.version);
    if (!said || name === "" || version === "") return [];
    const licences = asList(said.license).map(asWord).filter(Boolean);
    return [
      {
        kind: "composer",
        name,
        version,
        ...(licences.length > 0 && { licences }),
        ...(developers && { development: developers.has(said.name) }),
      },
    ];
  });
  return { from: "composer", packages };
}

function jsonList(bytes: Uint8Array): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** What a .NET program was published with: the packages and the packs of the runtime, not the projects of the application itself. */
export function readNuget(bytes: Uint8Array): Evidence | null {
  const object = jsonObject(bytes);
  if (!object) return { from: "nuget", packages: [], gap: "is no JSON object" };
  const packages = Object.entries(asObject(object.libraries) ?? {}).flatMap(([key, library]): Found[] => {
    const type = asObject(library)?.type;
    const [name = "", version = ""] = key.split("/");
    if ((type !== "package" && type !== "runtimepack") || name === "" || version === "" || key.length > 500) return [];
    return [{ kind: "nuget", name: name.replace(/^runtimepack\./, ""), version }];
  });
  return packages.length > 0 ? { from: "nuget", packages } : null;
}
