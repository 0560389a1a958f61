import { describe, expect, it } from "vitest";
import { type PurlParts, purlOf, purlParts } from "./purl.js";

/** Parts in short and their canonical form. */
const FORMS: readonly (readonly [Parameters<typeof purlOf>[0], string])[] = [
  [{ type: "npm", name: "left-pad", version: "1.3.0" }, "pkg:npm/left-pad@1.3.0"],
  [{ type: "npm", namespace: "@babel", name: "core", version: "7.0.0" }, "pkg:npm/%40babel/core@7.0.0"],
  [
    {
      type: "deb",
      namespace: "debian",
      name: "libstdc++6",
      version: "12.2.0-14+deb12u1",
      qualifiers: { distro: "debian-12", arch: "amd64" },
    },
    "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12",
  ],
  // The colon of an epoch and the tilde stay.
  [{ type: "deb", namespace: "Debian", name: "zlib1g", version: "1:1.2.13~rc1-1" }, "pkg:deb/debian/zlib1g@1:1.2.13~rc1-1"],
  [
    { type: "rpm", namespace: "Fedora", name: "PyYAML", version: "6.0-1.fc40", qualifiers: { epoch: "1", arch: "x86_64" } },
    "pkg:rpm/fedora/PyYAML@6.0-1.fc40?arch=x86_64&epoch=1",
  ],
  [{ type: "PyPI", name: "Zope.Interface__x", version: "5.0" }, "pkg:pypi/zope-interface-x@5.0"],
  [
    { type: "golang", namespace: "github.com/BurntSushi", name: "toml", version: "v1.3.2+incompatible", subpath: "/cmd/./x/../" },
    "pkg:golang/github.com/burntsushi/toml@v1.3.2%2Bincompatible#cmd/x",
  ],
  [{ type: "maven", namespace: "org.Acme", name: "Api", version: "1 (beta)!" }, "pkg:maven/org.Acme/Api@1%20%28beta%29%21"],
  [
    { type: "oci", name: "api", version: "sha256:ab", qualifiers: { repository_url: "ghcr.io/acme/api", tag: "" } },
    "pkg:oci/api@sha256:ab?repository_url=ghcr.io/acme/api",
  ],
  [
    { type: "generic", name: "ünï/x", qualifiers: { vcs_url: "git+https://h/r@1" } },
    "pkg:generic/%C3%BCn%C3%AF%2Fx?vcs_url=git%2Bhttps://h/r%401",
  ],
  [{ type: "generic", name: "half \ud800" }, "pkg:generic/half%20%EF%BF%BD"],
];

describe("package URLs", () => {
  it.each(FORMS)("are built as the specification asks: %#", (parts, text) => {
    expect(purlOf(parts)).toBe(text);
  });

  it.each(FORMS.map(([, text]) => text))("are the same after they were read: %s", (text) => {
    const parts = purlParts(text);
    expect(parts && purlOf(parts)).toBe(text);
  });

  it.each<[string, Partial<PurlParts> | null]>([
    ["pkg:///maven/org.acme/api", { type: "maven", namespace: "org.acme", name: "api", version: null }],
    ["pkg:npm/@babel/core@7.0.0", { namespace: "@babel", name: "core", version: "7.0.0" }],
    ["pkg:npm/@babel/core", { namespace: "@babel", name: "core", version: null }],
    ["pkg:deb/debian/x@1.0+b1?arch=amd64&distro=", { version: "1.0+b1", qualifiers: { arch: "amd64" } }],
    ["pkg:deb/debian/x@1%3A2", { version: "1:2" }],
    ["pkg:generic/x@100%", { version: "100%" }],
    ["pkg:maven/@1.3.4", null],
    ["pkg:golang/a.b/c@v1#/sub/../dir/", { subpath: "sub/dir" }],
    ["npm/x@1", null],
    ["pkg:npm", null],
    ["pkg:npm/", null],
    ["pkg:1x/y", null],
    ["", null],
  ])("are read as others write them: %s", (text, parts) => {
    if (parts === null) expect(purlParts(text)).toBeNull();
    else expect(purlParts(text)).toMatchObject(parts);
  });

  it("are read in linear time", () => {
    expect(purlParts(`pkg:npm/${"/@".repeat(900)}x@1`)?.name).toBe("@x");
    expect(purlParts(`pkg:npm/${"a/".repeat(1_000_000)}`)).toBeNull();
  });
});
