import { describe, expect, it } from "vitest";
import { imageOf } from "../../testing/lone-image.js";
import { cycloneDxSchema, spdxFaults } from "../../testing/sbom-schemas.js";
import type { Match } from "../advisory/advisory.js";
import type { Image } from "../image/image.js";
import type { Package } from "../package/package.js";
import { cycloneDx } from "./cyclonedx.js";
import { readSbom } from "./read-sbom.js";
import { spdx } from "./spdx.js";

const STAMP = { version: "1.0.0" };
const a = (kind: Package["kind"], name: string, version: string, purl: string, more: Partial<Package> = {}): Package => ({
  kind,
  name,
  version,
  purl,
  architecture: null,
  source: null,
  path: "/app",
  layer: 1,
  licences: [],
  development: null,
  ownedBy: null,
  thirdParty: false,
  ...more,
});
const PACKAGES: readonly Package[] = [
  a(
    "deb",
    "libssl3",
    "1:3.0.11-1~deb12u2",
    "pkg:deb/debian/libssl3@1:3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
    {
      architecture: "amd64",
      source: { name: "openssl", version: "1:3.0.11-1~deb12u2" },
      path: "/var/lib/dpkg/status",
      layer: 0,
      licences: ["Apache-2.0"],
    },
  ),
  a("deb", "docker-ce", "26.0", "pkg:deb/debian/docker-ce@26.0", { thirdParty: true, layer: null }),
  a("npm", "@babel/core", "7.24.0", "pkg:npm/%40babel/core@7.24.0", { licences: ["MIT OR Apache-2.0"], development: true }),
  a("npm", "left-pad", "1.3.0", "pkg:npm/left-pad@1.3.0", {
    path: "/app/a",
    licences: ["MIT", "see LICENCE.txt (really)"],
    development: false,
  }),
  a("npm", "left-pad", "1.3.0", "pkg:npm/left-pad@1.3.0", { path: "/app/b" }),
  a("maven", "org.acme:api", "1.0", "pkg:maven/org.acme/api@1.0", { path: "/app/a.jar!/lib/api.jar" }),
  a("golang", "github.com/BurntSushi/toml", "v1.3.2", "pkg:golang/github.com/burntsushi/toml@v1.3.2"),
  a("composer", "monolog/monolog", "3.5.0", "pkg:composer/monolog/monolog@3.5.0"),
  a("pypi", "six", "1.16.0", "pkg:pypi/six@1.16.0", { ownedBy: "python3-six", licences: ["Custom — 日本語"] }),
  a("binary", "node", "20.20.2", "pkg:generic/node@20.20.2", { path: "/usr/local/bin/node" }),
];
const layer = (index: number, digest: string | null) => ({
  index,
  diffId: `sha256:${String(index).repeat(64)}`,
  digest,
  size: 10,
  bytes: 20,
  files: 1,
  createdBy: null,
  fromBase: null,
});
const IMAGE: Image = imageOf({
  reference: "ghcr.io/acme/api:1.2.0",
  digest: `sha256:${"a".repeat(64)}`,
  today: "2026-11-27",
  os: { id: "debian", versionId: "12", prettyName: "Debian GNU/Linux 12 (bookworm)" },
  layers: [layer(0, `sha256:${"c".repeat(64)}`), layer(1, null)],
  packages: PACKAGES,
});
const match = (name: string, one: Package, more: Partial<Match> = {}): Match => ({
  id: `DEBIAN-${name}`,
  name,
  aliases: [name],
  package: one,
  summary: "",
  severity: "high",
  severityBy: "CVSS 3.1 by NVD",
  score: 7.5,
  fixedIn: null,
  knownExploited: false,
  epss: null,
  ignored: null,
  ...more,
});
const plain = (document: object) => JSON.parse(JSON.stringify(document));
const readBack = (document: object) => readSbom(Buffer.from(JSON.stringify(document)));

const validate = cycloneDxSchema("1.6");
const expectValid = (document: object) => {
  validate(plain(document));
  expect(validate.errors ?? []).toEqual([]);
};

describe("an SBOM in CycloneDX", () => {
  const document = cycloneDx(IMAGE, STAMP);

  it("holds to the specification's own schema", () => {
    expectValid(document);
    expectValid(cycloneDx(imageOf(), STAMP));
    expect(validate({ ...plain(document), components: [{ type: "librry" }] })).toBe(false);
  });

  it("describes the image by name, digest, package URL and layers", () => {
    expect(plain(document).metadata).toMatchObject({
      timestamp: "2026-11-27T00:00:00Z",
      component: {
        type: "container",
        name: "ghcr.io/acme/api",
        version: `sha256:${"a".repeat(64)}`,
        hashes: [{ alg: "SHA-256", content: "a".repeat(64) }],
        purl: `pkg:oci/api@sha256:${"a".repeat(64)}?arch=amd64&repository_url=ghcr.io/acme/api&tag=1.2.0`,
        properties: expect.arrayContaining([{ name: "seaworthy:layer:1:diffId", value: `sha256:${"1".repeat(64)}` }]),
      },
    });
    // Nobody can find an image by the digest of its configuration.
    const saved = cycloneDx(imageOf({ reference: "./build/image.tar", layers: [layer(0, null)] }), STAMP);
    expect(plain(saved).metadata.component).not.toHaveProperty("purl");
    expect(plain(saved).metadata.component.name).toBe("image.tar");
  });

  it("has a reference of its own for each component, and all that is referred to is there", () => {
    const { components, dependencies } = plain(document);
    const refs = components.map((one: { "bom-ref": string }) => one["bom-ref"]);
    expect(new Set(refs).size).toBe(PACKAGES.length + 1);
    expect(dependencies.flatMap((one: { dependsOn: string[] }) => one.dependsOn).sort()).toEqual([...refs].sort());
  });

  it("is the same for the same image, byte by byte, and another for another", () => {
    const text = (image: Image) => JSON.stringify(cycloneDx(image, STAMP));
    expect(text(IMAGE)).toBe(text({ ...IMAGE, packages: [...PACKAGES] }));
    const serial = (image: Image) => plain(cycloneDx(image, STAMP)).serialNumber;
    expect(serial(IMAGE)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(serial({ ...IMAGE, packages: PACKAGES.slice(1) })).not.toBe(serial(IMAGE));
  });

  it("is read again as the very same packages", () => {
    const read = readBack(document);
    expect(read).toMatchObject({
      format: "CycloneDX 1.6",
      subject: IMAGE.reference,
      digest: IMAGE.digest,
      tool: "seaworthy 1.0.0",
      made: "2026-11-27",
      os: IMAGE.os,
      unread: [],
    });
    const strip = (list: readonly Package[]) => list.map((one) => ({ ...one, architecture: null }));
    expect(strip(read.packages)).toEqual(strip(PACKAGES));
  });

  it("tells what a database said, with what does not count and why, and what was not read", () => {
    const [libssl, , babel] = PACKAGES as [Package, Package, Package];
    const told = cycloneDx(
      {
        ...IMAGE,
        unread: [{ layer: 1, path: null, because: "cut" }],
        advisories: {
          by: "seaworthy's database",
          date: "2026-11-20",
          fixture: true,
          gaps: [],
          matches: [
            match("CVE-2026-1", libssl, { fixedIn: "3.0.12", epss: 0.5, knownExploited: true, summary: "A hole" }),
            match("CVE-2026-1", babel, { fixedIn: "7.25.0" }),
            match("CVE-2026-2", libssl, {
              severity: "negligible",
              score: null,
              ignored: { reason: "not reachable", until: null, by: "seaworthy.yaml:3" },
            }),
          ],
        },
      },
      STAMP,
    );
    expectValid(told);
    expect(plain(told)).toMatchObject({
      metadata: { properties: [{ name: "seaworthy:database", value: "fixture database, not a proof" }] },
      compositions: [{ aggregate: "incomplete" }],
      vulnerabilities: [
        {
          id: "CVE-2026-1",
          recommendation: "Update to libssl3 3.0.12, @babel/core 7.25.0",
          affects: [{ ref: libssl.purl }, { ref: babel.purl }],
          ratings: [{ score: 7.5, severity: "high" }],
        },
        { id: "CVE-2026-2", ratings: [{ severity: "info" }], analysis: { state: "not_affected", detail: "not reachable" } },
      ],
    });
  });
});

describe("an SBOM in SPDX", () => {
  const document = spdx(IMAGE, STAMP);

  it("holds to the specification", () => {
    expect(spdxFaults(plain(document))).toEqual([]);
    expect(spdxFaults(plain(spdx(imageOf(), STAMP)))).toEqual([]);
    expect(spdxFaults({ ...plain(document), dataLicense: "MIT" })).not.toEqual([]);
  });

  it("writes licences as expressions, and those that are none as references with their text", () => {
    const { packages, hasExtractedLicensingInfos } = plain(document);
    const declared = (name: string) => packages.find((one: { name: string }) => one.name === name).licenseDeclared;
    expect(declared("@babel/core")).toBe("MIT OR Apache-2.0");
    expect(declared("left-pad")).toMatch(/^MIT AND LicenseRef-see-LICENCE.txt-really--[0-9a-f]{16}$/);
    expect(declared("node")).toBe("NOASSERTION");
    expect(hasExtractedLicensingInfos).toHaveLength(2);
  });

  it("is read again as the same packages", () => {
    const read = readBack(document);
    expect(read).toMatchObject({
      format: "SPDX 2.3",
      subject: "ghcr.io/acme/api",
      digest: IMAGE.digest,
      tool: "seaworthy 1.0.0",
      os: IMAGE.os,
    });
    const key = ({ kind, name, version, purl, source, path }: Package) => ({ kind, name, version, purl, source, path });
    expect(read.packages.map(key)).toEqual(PACKAGES.map(key));
  });
});
