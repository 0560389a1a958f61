/** Who publishes the records whose ids begin so. */
const PUBLISHERS: readonly (readonly [prefix: string, publisher: string])[] = [
  ["DEBIAN-", "Debian"],
  ["DSA-", "Debian"],
  ["DLA-", "Debian"],
  ["DTSA-", "Debian"],
  ["UBUNTU-", "Ubuntu"],
  ["USN-", "Ubuntu"],
  ["LSN-", "Ubuntu"],
  ["ALPINE-", "Alpine"],
  ["GHSA-", "GitHub"],
  ["PYSEC-", "PyPA"],
  ["GO-", "Go"],
  ["RUSTSEC-", "RustSec"],
  ["RH", "Red Hat"],
  ["RLSA-", "Rocky Linux"],
  ["RXSA-", "Rocky Linux"],
  ["ALSA-", "AlmaLinux"],
  ["ALBA-", "AlmaLinux"],
  ["ALEA-", "AlmaLinux"],
  ["SUSE-", "SUSE"],
  ["openSUSE-", "openSUSE"],
  ["BIT-", "Bitnami"],
  ["MAL-", "OpenSSF"],
  ["CGA-", "Chainguard"],
  ["MINI-", "MinimOS"],
  ["AZL-", "Azure Linux"],
  ["MGASA-", "Mageia"],
  ["OESA-", "openEuler"],
  ["CVE-", "CVE"],
];

/** Whose record an id is of; the id's first word where nobody is known by it. */
export function publisherOf(id: string): string {
  return PUBLISHERS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? (id.split("-")[0] || id);
}

/** Whose score a record carries: Debian's and Alpine's records copy those of the National Vulnerability Database. */
export function scoredBy(id: string): string {
  return id.startsWith("DEBIAN-CVE-") || id.startsWith("ALPINE-CVE-") || id.startsWith("CVE-") ? "NVD" : publisherOf(id);
}
