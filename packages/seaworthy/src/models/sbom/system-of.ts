import type { OperatingSystem } from "../image/image.js";

/** Names that scanners give to systems where os-release has another. */
const IDS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  redhat: "rhel",
  "red hat": "rhel",
  oracle: "ol",
  amazon: "amzn",
  alma: "almalinux",
  "suse linux enterprise server": "sles",
  "suse linux enterprise micro": "sle-micro",
  suse: "sles",
  "opensuse.leap": "opensuse-leap",
  "opensuse.tumbleweed": "opensuse-tumbleweed",
  "cbl-mariner": "mariner",
  "azure linux": "azurelinux",
});

/** A system by the name and version of an entry; null: no name. */
export function systemOf(name: string, version: string, prettyName = ""): OperatingSystem | null {
  const lower = name.toLowerCase();
  if (lower === "" || lower === "none") return null;
  const id = IDS[lower] ?? lower;
  return { id, versionId: version === "" ? null : version, prettyName: prettyName || (version === "" ? id : `${id} ${version}`) };
}

/** A system by the `distro` of package URLs (`debian-12`, `alpine-3.20.3`), the namespace standing in for a name that is left out. */
export function systemOfDistro(distro: string, namespace: string | null): OperatingSystem | null {
  const [, name = "", version = ""] = /^(?:([a-z][a-z0-9._-]*?)-)?(\d[\w.]*)$/i.exec(distro) ?? [];
  if (version === "") return systemOf(distro || (namespace ?? ""), "");
  return systemOf(name || (namespace ?? ""), version);
}
