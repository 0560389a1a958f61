import { groupOf } from "../../../knowledge/java-groups.js";
import type { Found } from "../evidence.js";
import { stanzas } from "../fields.js";

const POM = /^META-INF\/maven\/([^/]{1,200})\/([^/]{1,200})\/pom\.(properties|xml)$/;

/** Whether a file of a Java archive tells what the archive is. */
export function tellsOfJava(name: string): boolean {
  return name === "META-INF/MANIFEST.MF" || POM.test(name);
}

/**
 * What a Java archive is and what is shaded into it: Maven's own notes first, one package each; where none is about the archive itself,
 * its manifest and its file's name. `texts` are the files that `tellsOfJava`, by name.
 */
export function javaPackages(file: string, texts: ReadonlyMap<string, string>): readonly Found[] {
  const named = /^(.{1,200}?)[-_](\d[\w.+-]{0,80})$/.exec(file.replace(/\.[a-z]{3}$/, ""));
  const artifact = named?.[1] ?? file.replace(/\.[a-z]{3}$/, "");
  const main = manifestFields(texts.get("META-INF/MANIFEST.MF") ?? "");
  const found = new Map<string, Found>();
  for (const [name, text] of texts) {
    const [, group = "", id = "", form] = POM.exec(name) ?? [];
    if (id === "" || (form === "xml" && texts.has(name.replace(/xml$/, "properties")))) continue;
    const said = form === "xml" ? pomVersion(text) : property(text, "version");
    const version = said || (id === artifact ? (named?.[2] ?? main.get("Implementation-Version") ?? "") : "");
    if (isVersion(version)) found.set(`${group}:${id}`, { kind: "maven", name: `${group}:${id}`, version });
  }
  if (![...found.keys()].some((name) => name.endsWith(`:${artifact}`))) {
    const one = byManifest(artifact, named?.[2] ?? "", main);
    // One note of Maven's with the same version is about the archive itself, under another file name.
    const [only] = found.size === 1 ? found.values() : [];
    if (one && only?.version !== one.version) found.set(one.name, one);
  }
  return [...found.values()];
}

function property(text: string, name: string): string {
  return new RegExp(`^[ \\t]{0,9}${name}[ \\t]{0,9}[=:][ \\t]{0,9}(\\S{1,200})`, "m").exec(text)?.[1] ?? "";
}

/** The version of the project in a pom.xml, not that of its parent or of a dependency. */
function pomVersion(text: string): string {
  const head = text.slice(0, 200_000).replace(/<parent>[\s\S]{0,5000}?<\/parent>/, "");
  const own = head.slice(0, Math.max(head.search(/<(?:dependencies|build|dependencyManagement|profiles)>/), 0) || head.length);
  return /<version>\s{0,99}([^<\s]{1,100})\s{0,99}<\/version>/.exec(own)?.[1] ?? "";
}

const FIELDS = [
  "Implementation-Title",
  "Implementation-Version",
  "Implementation-Vendor-Id",
  "Bundle-SymbolicName",
  "Bundle-Version",
  "Automatic-Module-Name",
  "Group-Id",
  "Short-Name",
  "Plugin-Version",
];

function manifestFields(text: string): ReadonlyMap<string, string> {
  // Long lines go on after a line break and one blank.
  const [main] = stanzas(text.replace(/\r?\n /g, ""), FIELDS);
  return main ?? new Map();
}

function byManifest(artifact: string, version: string, main: ReadonlyMap<string, string>): Found | null {
  const [group, plugin] = [main.get("Group-Id"), main.get("Short-Name")];
  const pluginVersion = (main.get("Plugin-Version") ?? "").split(" ")[0] ?? "";
  if (group && plugin && isVersion(pluginVersion)) return { kind: "maven", name: `${group}:${plugin}`, version: pluginVersion };
  const said = version || main.get("Implementation-Version") || main.get("Bundle-Version") || "";
  const known = groupOf(artifact) ?? groupSaid(artifact, main);
  // Without a group no advisory can mean it: the archive of an application is not a library by its name alone.
  return known && isVersion(said) ? { kind: "maven", name: `${known}:${artifact}`, version: said } : null;
}

/** The group by what the archive calls itself: `org.acme.tool` for the artifact `tool`, or the vendor's id. */
function groupSaid(artifact: string, main: ReadonlyMap<string, string>): string | null {
  const names = [main.get("Bundle-SymbolicName"), main.get("Automatic-Module-Name")].map(
    (name) => name?.split(";")[0]?.trim() ?? "",
  );
  const plain = artifact.toLowerCase().replaceAll("-", ".");
  for (const name of names) {
    const lower = name.toLowerCase().replaceAll("-", ".");
    const group = name.slice(0, name.length - plain.length - 1);
    if (lower.endsWith(`.${plain}`) && isGroup(group)) return group;
  }
  const vendor = main.get("Implementation-Vendor-Id") ?? "";
  return isGroup(vendor) ? vendor : null;
}

function isGroup(text: string): boolean {
  return /^[a-z][\w-]{0,60}(?:\.[\w-]{1,60}){1,10}$/i.test(text);
}

function isVersion(text: string): boolean {
  return /^\w[\w.+-]{0,100}$/.test(text) && /\d/.test(text);
}
