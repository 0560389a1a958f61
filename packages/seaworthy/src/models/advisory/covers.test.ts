import { describe, expect, it } from "vitest";
import { packageOf } from "../../testing/lone-package.js";
import type { Advisories, Match } from "./advisory.js";
import { gate } from "./gate.js";
import { type VulnerabilityIgnore, withIgnores } from "./ignores.js";
import { readOpenVex } from "./vex.js";
import { withVex } from "./vex-match.js";

const OPENSSL = packageOf({
  kind: "deb",
  name: "libssl3",
  version: "3.0.1-1",
  source: { name: "openssl", version: "3.0.1-1" },
  purl: "pkg:deb/debian/libssl3@3.0.1-1?arch=amd64&distro=debian-12&upstream=openssl",
});
const LODASH = packageOf({ kind: "npm", name: "@acme/lodash", version: "4.17.0", purl: "pkg:npm/%40acme/lodash@4.17.0" });
const match = (given: Partial<Match> = {}): Match => ({
  id: "DEBIAN-CVE-2024-0001",
  name: "CVE-2024-0001",
  aliases: ["CVE-2024-0001", "DEBIAN-CVE-2024-0001"],
  package: OPENSSL,
  summary: "",
  severity: "high",
  severityBy: "Debian",
  score: null,
  fixedIn: "2",
  knownExploited: false,
  epss: null,
  ignored: null,
  ...given,
});
const advisories = (...matches: readonly Match[]): Advisories => ({ by: "t", date: null, fixture: false, matches, gaps: [] });
const TODAY = "2026-11-27";

describe("ignores", () => {
  const ignore = (given: Partial<VulnerabilityIgnore> = {}): VulnerabilityIgnore => ({
    ids: ["CVE-2024-0001"],
    packages: null,
    reason: "not reached",
    until: "2027-01-31",
    by: "seaworthy.yaml:3",
    ...given,
  });
  const apply = (given: Partial<VulnerabilityIgnore>, one = match()) => {
    const { advisories: after, notes } = withIgnores(advisories(one), [ignore(given)], TODAY);
    return { ignored: after.matches[0]?.ignored ?? null, notes };
  };

  it("cover what they name, with reason, end and place", () => {
    expect(apply({})).toEqual({ ignored: { reason: "not reached", until: "2027-01-31", by: "seaworthy.yaml:3" }, notes: [] });
    expect(gate(withIgnores(advisories(match()), [ignore()], TODAY).advisories).is).toBe("yes");
  });

  it.each([
    ["the record's own id, in any case", { ids: ["debian-cve-2024-0001"] }, true],
    ["another id", { ids: ["CVE-2024-00011"] }, false],
    ["the package", { packages: ["libssl3"] }, true],
    ["its source", { packages: ["openssl"] }, true],
    ["its package URL without the version", { packages: ["pkg:deb/debian/libssl3"] }, true],
    ["another package", { packages: ["ssl"] }, false],
    ["on the last day", { until: TODAY }, true],
  ])("%s", (_, given, covered) => {
    expect(apply(given).ignored !== null).toBe(covered);
  });

  it("that ended cover nothing and say so; those that cover nothing say so too", () => {
    expect(apply({ until: "2026-11-26" })).toEqual({
      ignored: null,
      notes: ["seaworthy.yaml:3: the ignore of CVE-2024-0001 ended on 2026-11-26"],
    });
    expect(apply({ ids: ["CVE-1999-0001"] }).notes).toEqual([
      "seaworthy.yaml:3: the ignore of CVE-1999-0001 covers nothing in this image",
    ]);
  });

  it("cover what is known to be exploited only with an end", () => {
    const exploited = match({ knownExploited: true });
    const { ignored, notes } = apply({ until: null }, exploited);
    expect(ignored).toBeNull();
    expect(notes[0]).toMatch(/has no end: CVE-2024-0001 is known to be exploited, so it needs `until`/);
    expect(apply({}, exploited).ignored).not.toBeNull();
    expect(apply({ until: null }).ignored).not.toBeNull();
  });

  it("scoped npm packages by their URL", () => {
    expect(apply({ packages: ["pkg:npm/%40acme/lodash"] }, match({ package: LODASH })).ignored).not.toBeNull();
    expect(apply({ packages: ["pkg:npm/lodash"] }, match({ package: LODASH })).ignored).toBeNull();
  });
});

describe("OpenVEX", () => {
  const DIGEST = `sha256:${"a".repeat(64)}`;
  const IMAGE = { digests: [DIGEST], reference: "ghcr.io/acme/api:1.2" };
  const statement = (given: object = {}) => ({
    vulnerability: { name: "CVE-2024-0001" },
    products: [{ "@id": `pkg:oci/api@${DIGEST}?repository_url=ghcr.io/acme/api` }],
    status: "not_affected",
    justification: "vulnerable_code_not_in_execute_path",
    ...given,
  });
  const document = (...statements: readonly object[]) => ({
    "@context": "https://openvex.dev/ns/v0.2.0",
    author: "Acme",
    timestamp: "2026-01-01T00:00:00Z",
    statements,
  });
  const apply = (statements: readonly object[], one = match(), image = IMAGE) => {
    const read = readOpenVex(document(...statements), "vex.json");
    if (!read) throw new Error("no document");
    const { advisories: after, notes } = withVex(advisories(one), [read], image);
    return { ignored: after.matches[0]?.ignored ?? null, notes };
  };

  it("not affected: the justification becomes the reason", () => {
    expect(apply([statement()])).toEqual({
      ignored: { reason: "not affected: the vulnerable code is never run", until: null, by: "VEX of Acme, vex.json" },
      notes: [],
    });
    expect(apply([statement({ justification: undefined, impact_statement: "no TLS here" })]).ignored?.reason).toBe(
      "not affected: no TLS here",
    );
    expect(apply([statement({ status: "fixed", status_notes: "patched" })]).ignored?.reason).toMatch(/^fixed/);
  });

  it.each<[string, object, boolean]>([
    ["the image by its digest", {}, true],
    ["another digest", { products: [{ "@id": `pkg:oci/api@sha256:${"b".repeat(64)}` }] }, false],
    ["a digest, encoded", { products: [{ "@id": `pkg:oci/api@${DIGEST.replace(":", "%3A")}` }] }, true],
    ["a hash beside a name", { products: [{ "@id": "api", hashes: { "sha-256": "a".repeat(64) } }] }, true],
    ["the repository without digest", { products: [{ "@id": "pkg:oci/api?repository_url=ghcr.io/acme/api" }] }, true],
    ["another repository", { products: [{ "@id": "pkg:oci/api?repository_url=ghcr.io/other/api" }] }, false],
    ["the repository with another tag", { products: [{ "@id": "pkg:oci/api?repository_url=ghcr.io/acme/api&tag=1.1" }] }, false],
    ["a plain reference", { products: ["ghcr.io/acme/api:1.2"] }, true],
    [
      "a part of the image",
      { products: [{ "@id": `pkg:oci/api@${DIGEST}`, subcomponents: [{ "@id": "pkg:deb/debian/libssl3" }] }] },
      true,
    ],
    [
      "another part of the image",
      { products: [{ "@id": `pkg:oci/api@${DIGEST}`, subcomponents: [{ "@id": "pkg:deb/debian/zlib1g" }] }] },
      false,
    ],
    [
      "a part of another image",
      { products: [{ "@id": "pkg:oci/other", subcomponents: [{ "@id": "pkg:deb/debian/libssl3" }] }] },
      false,
    ],
    ["the package itself", { products: [{ "@id": "pkg:deb/debian/libssl3@3.0.1-1" }] }, true],
    ["the package in identifiers", { products: [{ identifiers: { purl: "pkg:deb/debian/libssl3@3.0.1-1?arch=amd64" } }] }, true],
    ["the package in another version", { products: [{ "@id": "pkg:deb/debian/libssl3@3.0.2-1" }] }, false],
    ["the package on another architecture", { products: [{ "@id": "pkg:deb/debian/libssl3?arch=arm64" }] }, false],
    ["the package of another system", { products: [{ "@id": "pkg:deb/ubuntu/libssl3" }] }, false],
    ["an alias of the vulnerability", { vulnerability: { name: "GHSA-x", aliases: ["CVE-2024-0001"] } }, true],
    ["the vulnerability as a text", { vulnerability: "CVE-2024-0001" }, true],
    ["another vulnerability", { vulnerability: { name: "CVE-2024-0002" } }, false],
    ["affected", { status: "affected", action_statement: "update" }, false],
    ["under investigation", { status: "under_investigation" }, false],
  ])("%s", (_, given, covered) => {
    expect(apply([statement(given)]).ignored !== null).toBe(covered);
  });

  it("a justification by the name of something in the language is none", () => {
    const given = statement({ justification: "constructor", impact_statement: "no TLS here" });
    expect(apply([given]).ignored?.reason).toBe("not affected: no TLS here");
  });

  it("the latest word counts, whatever its place", () => {
    const later = { timestamp: "2026-05-01T00:00:00Z" };
    expect(apply([statement({ ...later, status: "affected" }), statement()]).ignored).toBeNull();
    expect(apply([statement(later), statement({ status: "affected" })]).ignored).not.toBeNull();
  });

  it("says which statements it cannot honour", () => {
    const { ignored, notes } = apply([
      statement({ justification: undefined }),
      statement({ justification: "because" }),
      statement({ status: "fine" }),
      statement({ products: [] }),
      statement({ vulnerability: {} }),
    ]);
    expect(ignored).toBeNull();
    expect(notes).toEqual([
      "vex.json: statement 1 is not honoured: `not_affected` needs a justification or an impact statement",
      "vex.json: statement 2 is not honoured: `not_affected` needs a justification or an impact statement",
      "vex.json: statement 3 is not honoured: its status `fine` is none of not_affected, affected, fixed, under_investigation",
      "vex.json: statement 4 is not honoured: it names no product",
      "vex.json: statement 5 is not honoured: it names no vulnerability",
    ]);
  });

  it.each([null, [], {}, { "@context": "https://cyclonedx.org" }, { "@context": "https://openvex.dev/ns", statements: 3 }])(
    "takes %j for no OpenVEX document",
    (json) => {
      expect(readOpenVex(json, "x")).toBeNull();
    },
  );
});
