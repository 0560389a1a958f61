import type { OperatingSystem, Unread } from "../image/image.js";
import type { Package } from "../package/package.js";
import { type PurlParts, purlParts } from "../package/purl.js";
import { kindOf, type ListedFacts, listedPackage } from "./listed-package.js";
import { systemOfDistro } from "./system-of.js";

/** Takes the entries of an SBOM in, and counts what of them cannot be compared with advisories. */
export class Gathered {
  private os: OperatingSystem | null;
  private readonly entries: { readonly facts: ListedFacts; readonly parts: PurlParts }[] = [];
  private readonly unnamed: string[] = [];
  private readonly otherTypes = new Map<string, number>();

  constructor(os: OperatingSystem | null) {
    this.os = os;
  }

  add(purl: string, facts: Omit<ListedFacts, "purl" | "parts">, name: string): void {
    const parts = purlParts(purl);
    if (!parts) {
      if (name !== "") this.unnamed.push(name);
      return;
    }
    // The image itself is listed by some among its parts.
    if (parts.type === "oci" || parts.type === "docker") return;
    const { distro } = parts.qualifiers;
    if (distro && this.os === null) this.os = systemOfDistro(distro, parts.namespace);
    this.entries.push({ facts: { ...facts, purl, parts }, parts });
  }

  result(): { readonly os: OperatingSystem | null; readonly packages: readonly Package[]; readonly unread: readonly Unread[] } {
    const packages = new Map<string, Package>();
    const versionless: string[] = [];
    for (const { facts, parts } of this.entries) {
      const kind = kindOf(parts.type);
      if (kind === null) {
        this.otherTypes.set(parts.type, (this.otherTypes.get(parts.type) ?? 0) + 1);
        continue;
      }
      const one = listedPackage(facts, kind, this.os);
      if (!one) versionless.push(parts.name);
      else packages.set(`${one.purl}\0${one.path}`, one);
    }
    const unread: Unread[] = [];
    const tell = (because: string) => unread.push({ layer: null, path: "the SBOM", because });
    if (this.unnamed.length > 0) tell(`${count(this.unnamed)} no package URL: ${listed(this.unnamed)}`);
    if (versionless.length > 0) tell(`${count(versionless)} no version: ${listed(versionless)}`);
    for (const [type, number] of [...this.otherTypes].sort())
      tell(`no advisories are compared for entries of the type ${type} (${number})`);
    return { os: this.os, packages: [...packages.values()], unread };
  }
}

function count(names: readonly string[]): string {
  return names.length === 1 ? "1 entry has" : `${names.length} entries have`;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")}…` : names.join(", ");
}
