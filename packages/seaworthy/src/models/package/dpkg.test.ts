import { describe, expect, it } from "vitest";
import { DEBIAN, imageParts } from "../../testing/image-parts.js";
import { catalogue } from "./catalogue.js";

const stanza = (fields: Record<string, string>) =>
  `${Object.entries({ Status: "install ok installed", Architecture: "amd64", ...fields })
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n")}\n\n`;
const of = (...layers: Parameters<typeof imageParts>[0]) => catalogue(imageParts(layers, DEBIAN));
const status = (...packages: Record<string, string>[]) => ({ "/var/lib/dpkg/status": packages.map(stanza).join("") });

describe("packages of dpkg", () => {
  it("have name, version, architecture, source and a package URL", () => {
    const { packages, unread } = of(
      status(
        { Package: "libstdc++6", Version: "12.2.0-14+deb12u1", Source: "gcc-12" },
        { Package: "libc-bin", Version: "2.36-9+b1", Source: "glibc (2.36-9)" },
        { Package: "apt", Version: "2.6.1", Description: "package manager\n more: of it\n .\n Version: 9" },
      ),
    );
    expect(unread).toEqual([]);
    expect(
      packages.map(({ name, version, source, purl, path, layer }) => ({ name, version, source, purl, path, layer })),
    ).toEqual([
      {
        name: "apt",
        version: "2.6.1",
        source: null,
        purl: "pkg:deb/debian/apt@2.6.1?arch=amd64&distro=debian-12",
        path: "/var/lib/dpkg/status",
        layer: 0,
      },
      {
        name: "libc-bin",
        version: "2.36-9+b1",
        source: { name: "glibc", version: "2.36-9" },
        purl: "pkg:deb/debian/libc-bin@2.36-9%2Bb1?arch=amd64&distro=debian-12&upstream=glibc%402.36-9",
        path: "/var/lib/dpkg/status",
        layer: 0,
      },
      {
        name: "libstdc++6",
        version: "12.2.0-14+deb12u1",
        source: { name: "gcc-12", version: "12.2.0-14+deb12u1" },
        purl: "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12&upstream=gcc-12",
        path: "/var/lib/dpkg/status",
        layer: 0,
      },
    ]);
  });

  it("count where their files are on the disk, not where settings alone are left", () => {
    const { packages } = of(
      status(
        { Package: "a", Version: "1", Status: "install ok installed" },
        { Package: "b", Version: "1", Status: "deinstall ok config-files" },
        { Package: "c", Version: "1", Status: "install ok unpacked" },
        { Package: "d", Version: "1", Status: "hold ok installed" },
        { Package: "e", Version: "1", Status: "purge ok not-installed" },
        { Package: "f", Version: "1", Status: "install reinstreq half-installed" },
        { Package: "g", Version: "1", Status: "install ok triggers-pending" },
      ),
    );
    expect(packages.map(({ name }) => name)).toEqual(["a", "c", "d", "g"]);
  });

  it("are read from the files of status.d, and their lists of sums are no packages", () => {
    const { packages } = of({
      "/var/lib/dpkg/status.d/bGliYzY": "Package: libc6\nVersion: 2.36-9+deb12u8\nArchitecture: amd64\nSource: glibc\n",
      "/var/lib/dpkg/status.d/bGliYzY.md5sums":
        "d41d8cd98f00b204e9800998ecf8427e  usr/bin/ldd\nd41d8cd98f00b204e9800998ecf8427e  usr/lib/python3/dist-packages/six.egg-info\n",
      "/usr/lib/python3/dist-packages/six.egg-info": "Name: six\nVersion: 1.16.0\n",
      "/var/lib/dpkg/status.d/tzdata": "Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n",
    });
    expect(packages.map(({ name, path, ownedBy }) => [name, path, ownedBy])).toEqual([
      ["libc6", "/var/lib/dpkg/status.d/bGliYzY", null],
      ["tzdata", "/var/lib/dpkg/status.d/tzdata", null],
      ["six", "/usr/lib/python3/dist-packages/six.egg-info", "libc6"],
    ]);
  });

  it("have the licences of their copyright files, also through a link to another's", () => {
    const { packages } = of({
      ...status(
        { Package: "adduser", Version: "1" },
        { Package: "libgcc-s1", Version: "1" },
        { Package: "gcc-12-base", Version: "1" },
        { Package: "none", Version: "1" },
      ),
      "/usr/share/doc/adduser/copyright":
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+\n\nFiles: x\nLicense: Expat and BSD-3-clause\n\nLicense: GPL-2+\n This program is\n",
      "/usr/share/doc/gcc-12-base/copyright":
        "On Debian systems see `/usr/share/common-licenses/GPL-3', also\n/usr/share/common-licenses/LGPL-2.1.\n",
      "/usr/share/doc/libgcc-s1": { link: "gcc-12-base" },
      "/usr/share/doc/none/copyright": "All rights are whose they are.\n",
    });
    expect(packages.map(({ name, licences }) => [name, licences])).toEqual([
      ["adduser", ["BSD-3-Clause", "GPL-2.0-or-later", "MIT"]],
      ["gcc-12-base", ["GPL-3.0-only", "LGPL-2.1-only"]],
      ["libgcc-s1", ["GPL-3.0-only", "LGPL-2.1-only"]],
      ["none", []],
    ]);
  });

  it("belong to the layer that brought their present version", () => {
    const { packages } = of(
      status({ Package: "base-files", Version: "1" }, { Package: "openssl", Version: "1" }, { Package: "gone", Version: "1" }),
      { "/etc/motd": "hello" },
      status({ Package: "base-files", Version: "1" }, { Package: "openssl", Version: "2" }, { Package: "curl", Version: "1" }),
      status({ Package: "base-files", Version: "1" }, { Package: "openssl", Version: "2" }),
      status({ Package: "base-files", Version: "1" }, { Package: "openssl", Version: "2" }, { Package: "curl", Version: "1" }),
    );
    expect(packages.map(({ name, layer }) => [name, layer])).toEqual([
      ["base-files", 0],
      ["curl", 4],
      ["openssl", 2],
    ]);
  });

  it("of other archives are told from the distribution's", () => {
    const { packages } = of(
      status(
        { Package: "docker-ce", Version: "5:26.0.0-1", Maintainer: "Docker <support@docker.com>" },
        { Package: "nodejs", Version: "20.11.0-1nodesource1", Maintainer: "Someone <someone@example.org>" },
        {
          Package: "postgresql-16",
          Version: "16.2-1.pgdg120+2",
          Maintainer: "Debian PostgreSQL Maintainers <x@tracker.debian.org>",
        },
        { Package: "docker.io", Version: "20.10.24", Maintainer: "Debian Go Packaging Team <team+go@tracker.debian.org>" },
      ),
    );
    expect(packages.filter(({ thirdParty }) => thirdParty).map(({ name }) => name)).toEqual([
      "docker-ce",
      "nodejs",
      "postgresql-16",
    ]);
  });

  it("leave a gap where an entry has no name or version, and where the database is gone", () => {
    const broken = "Package: x\nStatus: install ok installed\n\nVersion: 1\nStatus: install ok installed\n";
    expect(of({}, { "/var/lib/dpkg/status": broken }).unread).toEqual([
      { layer: 1, path: "/var/lib/dpkg/status", because: "2 entries have no name or no version" },
    ]);
    const because =
      "it is not there, though the image says that it is Debian GNU/Linux 12 (bookworm): the packages of the system are unknown";
    expect(of({ "/etc/hostname": "x" }).unread).toEqual([{ layer: null, path: "/var/lib/dpkg/status", because }]);
    expect(of({ "/var/lib/dpkg/status": "" }).packages).toEqual([]);
  });

  it("survive what no dpkg writes", () => {
    const { packages } = of({
      "/var/lib/dpkg/status": `\r\n\r\nPackage: crlf\r\nStatus: install ok installed\r\nVersion: 1\r\n\r\n:::\n: x\nPackage\n\0\n\n${stanza({ Package: "__proto__", Version: "1" })}Package: cut\nStatus: install ok installed\nVersion: 2`,
    });
    expect(packages.map(({ name, version }) => [name, version])).toEqual([
      ["__proto__", "1"],
      ["crlf", "1"],
      ["cut", "2"],
    ]);
  });
});
