import { type Evidence, type Found, textOf } from "./evidence.js";
import { worthOwning } from "./owned.js";

/**
 * apk's database of installed packages: a letter, a colon and the value a line, an empty line between packages. The letters that are
 * read: P name, V version, A architecture, o origin (the source package), L licence, F folder, R file in it.
 */
export function readApk(bytes: Uint8Array): Evidence {
  const packages: Found[] = [];
  const owns: [string, ...string[]][] = [];
  let broken = 0;
  for (const stanza of textOf(bytes).split(/\r?\n\r?\n/)) {
    const said = new Map<string, string>();
    const paths: string[] = [];
    let folder = "";
    for (const line of stanza.split("\n")) {
      if (line[1] !== ":") continue;
      const value = line.slice(2).trimEnd();
      if (line[0] === "F") folder = value === "" ? "" : `/${value}`;
      else if (line[0] !== "R") said.set(line[0] ?? "", value);
      else if (worthOwning(`${folder}/${value}`)) paths.push(`${folder}/${value}`);
    }
    const name = said.get("P") ?? "";
    const version = said.get("V") ?? "";
    if (name === "" || version === "") {
      if (said.size > 0) broken++;
      continue;
    }
    const [architecture, origin, licence] = [said.get("A"), said.get("o"), said.get("L")];
    packages.push({
      kind: "apk",
      name,
      version,
      ...(architecture && { architecture }),
      ...(origin && origin !== name && { source: { name: origin, version } }),
      ...(licence && { licences: [licence] }),
    });
    if (paths.length > 0) owns.push([name, ...paths]);
  }
  return {
    from: "apk",
    packages,
    ...(owns.length > 0 && { owns }),
    ...(broken > 0 && { gap: `${broken} entries have no name or no version` }),
  };
}
