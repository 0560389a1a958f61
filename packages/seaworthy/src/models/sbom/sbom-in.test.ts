import { describe, expect, it } from "vitest";
import { readSbom } from "./read-sbom.js";

const read = (document: object) => readSbom(Buffer.from(JSON.stringify(document)));
const DIGEST = `sha256:${"d".repeat(64)}`;
const bom = (components: readonly object[], more: object = {}) => ({
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  components,
  ...more,
});
const properties = (prefix: string, values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name: prefix + name, value }));
const short = (document: object) =>
  read(document).packages.map(({ kind, name, version, source }) => [
    kind,
    name,
    version,
    source && `${source.name} ${source.version}`,
  ]);

describe("an SBOM from elsewhere", () => {
  it("is read as Trivy writes it in CycloneDX", () => {
    const trivy = bom(
      [
        { type: "operating-system", name: "debian", version: "12.5" },
        {
          type: "application",
          name: "app/package-lock.json",
          properties: properties("aquasecurity:trivy:", { Class: "lang-pkgs" }),
        },
        {
          type: "library",
          name: "zlib1g",
          version: "1:1.2.13.dfsg-1",
          purl: "pkg:deb/debian/zlib1g@1.2.13.dfsg-1?arch=amd64&distro=debian-12.5&epoch=1",
          supplier: { name: "Mark Brown <broonie@debian.org>" },
          licenses: [{ license: { id: "Zlib" } }],
          properties: properties("aquasecurity:trivy:", {
            SrcName: "zlib",
            SrcVersion: "1.2.13.dfsg",
            SrcRelease: "1",
            SrcEpoch: "1",
            LayerDiffID: DIGEST,
          }),
        },
        {
          type: "library",
          group: "@babel",
          name: "core",
          version: "7.0.0",
          purl: "pkg:npm/%40babel/core@7.0.0",
          properties: properties("aquasecurity:trivy:", { FilePath: "app/node_modules/@babel/core/package.json" }),
        },
      ],
      {
        metadata: {
          timestamp: "2026-05-01T10:00:00+00:00",
          tools: { components: [{ type: "application", name: "trivy", version: "0.60.0" }] },
          component: {
            type: "container",
            name: "acme/api:1.0",
            purl: `pkg:oci/api@${DIGEST}?repository_url=index.docker.io%2Facme%2Fapi`,
          },
        },
      },
    );
    expect(short(trivy)).toEqual([
      ["deb", "zlib1g", "1:1.2.13.dfsg-1", "zlib 1:1.2.13.dfsg-1"],
      ["npm", "@babel/core", "7.0.0", null],
    ]);
    expect(read(trivy)).toMatchObject({
      subject: "acme/api:1.0",
      digest: DIGEST,
      tool: "trivy 0.60.0",
      made: "2026-05-01",
      os: { id: "debian", versionId: "12.5" },
      unread: [],
    });
  });

  it("is read as Syft writes it in CycloneDX", () => {
    const syft = bom(
      [
        {
          type: "library",
          name: "libcrypto3",
          version: "3.1.4-r0",
          licenses: [{ license: { id: "Apache-2.0" } }],
          purl: "pkg:apk/alpine/libcrypto3@3.1.4-r0?arch=x86_64&distro=alpine-3.18.4&upstream=openssl",
          properties: properties("syft:", { "location:0:path": "/lib/apk/db/installed", "package:type": "apk" }),
        },
        {
          type: "library",
          name: "github.com/BurntSushi/toml",
          version: "v1.3.2",
          purl: "pkg:golang/github.com/burntsushi/toml@v1.3.2",
        },
        { type: "file", name: "/etc/passwd" },
        {
          type: "operating-system",
          name: "alpine",
          version: "3.18.4",
          properties: properties("syft:distro:", { id: "alpine", prettyName: "Alpine Linux v3.18", versionID: "3.18.4" }),
        },
      ],
      {
        metadata: {
          tools: [{ vendor: "anchore", name: "syft", version: "0.98.0" }],
          component: { type: "container", name: "acme/api", version: DIGEST },
        },
      },
    );
    expect(short(syft)).toEqual([
      ["apk", "libcrypto3", "3.1.4-r0", "openssl 3.1.4-r0"],
      ["golang", "github.com/BurntSushi/toml", "v1.3.2", null],
    ]);
    expect(read(syft)).toMatchObject({
      digest: DIGEST,
      tool: "syft 0.98.0",
      os: { id: "alpine", versionId: "3.18.4", prettyName: "Alpine Linux v3.18" },
      packages: [{ path: "/lib/apk/db/installed", licences: ["Apache-2.0"], architecture: "x86_64" }, {}],
      unread: [],
    });
  });

  it("is read as Syft writes it in SPDX, and in the statement that BuildKit attaches to an image", () => {
    const spdx = {
      spdxVersion: "SPDX-2.3",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "sbom",
      creationInfo: {
        created: "2026-04-01T00:00:00Z",
        creators: ["Organization: Anchore, Inc", "Tool: syft-v1.4.0", "Tool: buildkit-v0.13.0"],
      },
      packages: [
        {
          name: "openssl-libs",
          SPDXID: "SPDXRef-Package-rpm-openssl-libs-1",
          versionInfo: "1:3.0.7-24.el9",
          sourceInfo: "acquired package info from RPM DB: /var/lib/rpm/rpmdb.sqlite",
          supplier: "Organization: Red Hat, Inc.",
          licenseDeclared: "LicenseRef-ASL-2.0",
          externalRefs: [
            { referenceCategory: "SECURITY", referenceType: "cpe23Type", referenceLocator: "cpe:2.3:a:x" },
            {
              referenceCategory: "PACKAGE-MANAGER",
              referenceType: "purl",
              referenceLocator:
                "pkg:rpm/redhat/openssl-libs@3.0.7-24.el9?arch=x86_64&distro=rhel-9.3&epoch=1&upstream=openssl-3.0.7-24.el9.src.rpm",
            },
          ],
        },
        { name: "sbom", SPDXID: "SPDXRef-DocumentRoot-Directory-sbom", versionInfo: "", primaryPackagePurpose: "FILE" },
      ],
      relationships: [
        {
          spdxElementId: "SPDXRef-DOCUMENT",
          relationshipType: "DESCRIBES",
          relatedSpdxElement: "SPDXRef-DocumentRoot-Directory-sbom",
        },
      ],
    };
    expect(short(spdx)).toEqual([["rpm", "openssl-libs", "1:3.0.7-24.el9", "openssl 1:3.0.7-24.el9"]]);
    const statement = { _type: "https://in-toto.io/Statement/v0.1", predicateType: "https://spdx.dev/Document", predicate: spdx };
    const envelope = {
      payloadType: "application/vnd.in-toto+json",
      payload: Buffer.from(JSON.stringify(statement)).toString("base64"),
      signatures: [],
    };
    for (const document of [spdx, statement, envelope]) {
      expect(read(document)).toMatchObject({
        format: "SPDX 2.3",
        tool: "syft 1.4.0",
        made: "2026-04-01",
        os: { id: "rhel", versionId: "9.3" },
        packages: [{ path: "/var/lib/rpm/rpmdb.sqlite", thirdParty: false, licences: ["LicenseRef-ASL-2.0"] }],
        unread: [],
      });
    }
  });

  it("is read as Trivy writes it in SPDX, and as cdxgen nests components", () => {
    const trivy = {
      spdxVersion: "SPDX-2.3",
      documentDescribes: ["SPDXRef-ContainerImage-1"],
      packages: [
        { name: "acme/api", SPDXID: "SPDXRef-ContainerImage-1", primaryPackagePurpose: "CONTAINER", versionInfo: "1" },
        { name: "alpine", SPDXID: "SPDXRef-OperatingSystem-1", primaryPackagePurpose: "OPERATING-SYSTEM", versionInfo: "3.19.1" },
        { name: "package-lock.json", SPDXID: "SPDXRef-Application-1", primaryPackagePurpose: "APPLICATION" },
        {
          name: "musl-utils",
          SPDXID: "SPDXRef-Package-1",
          versionInfo: "1.2.4_git20230717-r4",
          sourceInfo: "built package from: musl 1.2.4_git20230717-r4",
          externalRefs: [
            {
              referenceType: "purl",
              referenceLocator: "pkg:apk/alpine/musl-utils@1.2.4_git20230717-r4?arch=x86_64&distro=3.19.1",
            },
          ],
        },
      ],
    };
    expect(short(trivy)).toEqual([["apk", "musl-utils", "1.2.4_git20230717-r4", "musl 1.2.4_git20230717-r4"]]);
    expect(read(trivy)).toMatchObject({ os: { id: "alpine", versionId: "3.19.1" }, unread: [] });
    const nested = bom([
      {
        type: "application",
        name: "app",
        purl: "pkg:npm/app@1.0.0",
        components: [{ type: "library", name: "a", version: "1.0.0", purl: "pkg:npm/a@1.0.0", scope: "excluded" }],
      },
    ]);
    expect(read(nested).packages.map(({ name, development }) => [name, development])).toEqual([
      ["app", null],
      ["a", true],
    ]);
  });

  it("tells the system by the package URLs where nothing else does", () => {
    const os = (purl: string) => read(bom([{ type: "library", name: "x", version: "1", purl }])).os;
    expect(os("pkg:deb/ubuntu/x@1?distro=ubuntu-22.04")).toEqual({
      id: "ubuntu",
      versionId: "22.04",
      prettyName: "ubuntu 22.04",
    });
    expect(os("pkg:rpm/opensuse/x@1?distro=opensuse-leap-15.5")).toMatchObject({ id: "opensuse-leap", versionId: "15.5" });
    expect(os("pkg:apk/alpine/x@1?distro=3.19.1")).toMatchObject({ id: "alpine", versionId: "3.19.1" });
    expect(os("pkg:apk/wolfi/x@1?distro=wolfi")).toMatchObject({ id: "wolfi", versionId: null });
    expect(os("pkg:deb/debian/x@1")).toBeNull();
  });

  it("leaves a gap for what cannot be compared", () => {
    const { packages, unread } = read(
      bom([
        { type: "library", name: "no-url", version: "1" },
        { type: "library", name: "no-version", purl: "pkg:npm/no-version" },
        { type: "library", name: "boost", version: "1", purl: "pkg:conan/boost@1" },
        { type: "container", name: "base", purl: `pkg:oci/base@${DIGEST}` },
        { type: "library", name: "__proto__", version: "1", purl: "pkg:__proto__/x@1" },
      ]),
    );
    expect(packages).toEqual([]);
    expect(unread.map(({ because }) => because)).toEqual([
      "2 entries have no package URL: no-url, __proto__",
      "1 entry has no version: no-version",
      "no advisories are compared for entries of the type conan (1)",
    ]);
  });
});

describe("what is no SBOM", () => {
  it.each([
    ['<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>', /^is XML: .*cyclonedx-cli/],
    ["SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n", /^is SPDX's tag-value form: .*pyspdxtools/],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}', /^is SPDX 3/],
    ['{"artifacts":[],"schema":{"version":"16"}}', /^is Syft's own JSON/],
    ['{"SchemaVersion":2,"Results":[]}', /^is a report of Trivy/],
    ['{"matches":[]}', /^is a report of Grype/],
    ['{"bomFormat":"CycloneDX","specVersion":"9.9"}', /^is CycloneDX 9\.9: 1\.2 to 1\.7 are read/],
    ['{"bomFormat":"CycloneDX"}', /^is CycloneDX of no version/],
    ['{"spdxVersion":"SPDX-1.0"}', /^is SPDX-1\.0: SPDX 2\.2 and 2\.3 are read/],
    ['{"name":"x"}', /^is no SBOM that is read/],
    ["[]", /^is no JSON object/],
    ["{", /^is no JSON object/],
    ["", /^is no JSON object/],
    ["\0\0", /^is no JSON object/],
    ["[".repeat(100_000), /^is no JSON object/],
    ['{"payload":"eyJwYXlsb2FkIjoiZSJ9"}', /^is no JSON object/],
  ])("is refused in one line that says what to do: %.60s", (text, message) => {
    expect(() => readSbom(Buffer.from(text))).toThrow(message);
  });

  it("nor one that was made to exhaust: nested, wrapped, of wrong types", () => {
    let nested: object = { type: "library", name: "x", version: "1", purl: "pkg:npm/x@1" };
    for (let i = 0; i < 3000; i++)
      nested = { type: "library", name: `n${i}`, version: "1", purl: `pkg:npm/n${i}@1`, components: [nested] };
    expect(read(bom([nested])).packages).toHaveLength(101);
    let wrapped: object = bom([]);
    for (let i = 0; i < 9; i++) wrapped = { predicate: wrapped };
    expect(() => read(wrapped)).toThrow(/^is wrapped more often/);
    for (const value of [null, 7, "x", [], {}, [null, 7, "x", [[]]], { 0: 1 }]) {
      const odd = {
        type: value,
        name: value,
        version: value,
        purl: value,
        properties: value,
        licenses: value,
        evidence: value,
        components: value,
      };
      expect(() => read(bom([odd], { metadata: { component: odd, tools: value, timestamp: value } }))).not.toThrow();
      const package_ = { name: value, SPDXID: value, externalRefs: value, checksums: value, sourceInfo: value, supplier: value };
      expect(() =>
        read({
          spdxVersion: "SPDX-2.3",
          packages: [package_, value],
          relationships: value,
          documentDescribes: value,
          creationInfo: value,
        }),
      ).not.toThrow();
    }
  });
});
