import { describe, expect, it } from "vitest";
import { DEBIAN, imageParts } from "../../testing/image-parts.js";
import { catalogue } from "./catalogue.js";

const SITE = "/usr/local/lib/python3.12/site-packages";
const of = (files: Parameters<typeof imageParts>[0][number]) => catalogue(imageParts([files], null));

describe("packages of Python", () => {
  it("are read from every form of metadata", () => {
    const { packages, unread } = of({
      [`${SITE}/flask-3.0.0.dist-info/METADATA`]:
        "Metadata-Version: 2.1\nName: Flask\nVersion: 3.0.0\nClassifier: License :: OSI Approved :: BSD License\nClassifier: Framework :: Flask\n\nName: not this\n",
      [`${SITE}/zope.interface-6.1.dist-info/METADATA`]:
        "Name: zope.interface\nVersion: 6.1\nLicense-Expression: ZPL-2.1\nLicense: x\n",
      [`${SITE}/old-1.0-py3.12.egg-info/PKG-INFO`]: "Name: old\r\nVersion: 1.0\r\nLicense: MIT\r\n",
      [`${SITE}/single-2.0.egg-info`]: "Name: single\nVersion: 2.0\nLicense: UNKNOWN\n",
      "/opt/tool/deep-1.1-py3.12.egg/EGG-INFO/PKG-INFO": "Name: deep\nVersion: 1.1\n",
      [`${SITE}/nameless-4.2.dist-info/METADATA`]: "Metadata-Version: 2.1\n",
      [`${SITE}/flask/METADATA`]: "Name: no\nVersion: 1\n",
      [`${SITE}/broken.dist-info/METADATA`]: "\0\0\0",
    });
    expect(packages.map(({ name, purl, licences }) => [name, purl, licences])).toEqual([
      ["Flask", "pkg:pypi/flask@3.0.0", ["BSD License"]],
      ["deep", "pkg:pypi/deep@1.1", []],
      ["nameless", "pkg:pypi/nameless@4.2", []],
      ["old", "pkg:pypi/old@1.0", ["MIT"]],
      ["single", "pkg:pypi/single@2.0", []],
      ["zope.interface", "pkg:pypi/zope-interface@6.1", ["ZPL-2.1"]],
    ]);
    expect(unread).toEqual([{ layer: 0, path: `${SITE}/broken.dist-info/METADATA`, because: "has no name or no version" }]);
  });

  it("belong to the distribution's package that owns them, unless that is from another archive", () => {
    const six = "/usr/lib/python3/dist-packages/six-1.16.0.egg-info/PKG-INFO";
    const agent = "/usr/lib/python3/dist-packages/agent-1.0.egg-info";
    const { packages } = catalogue(
      imageParts(
        [
          {
            "/var/lib/dpkg/status":
              "Package: python3-six\nStatus: install ok installed\nVersion: 1.16.0-4\nArchitecture: all\n\nPackage: agent\nStatus: install ok installed\nVersion: 1\nMaintainer: Datadog Packages <package@datadoghq.com>\n",
            "/var/lib/dpkg/info/python3-six.list": `/.\n/usr\n${six}\n/usr/share/doc/python3-six/copyright\n`,
            "/var/lib/dpkg/info/agent:amd64.list": `${agent}\n`,
            [six]: "Name: six\nVersion: 1.16.0\n",
            [agent]: "Name: agent\nVersion: 1.0\n",
            "/usr/local/lib/python3.11/dist-packages/six-1.17.0.dist-info/METADATA": "Name: six\nVersion: 1.17.0\n",
          },
        ],
        DEBIAN,
      ),
    );
    expect(packages.filter(({ kind }) => kind === "pypi").map(({ name, version, ownedBy }) => [name, version, ownedBy])).toEqual([
      ["agent", "1.0", null],
      ["six", "1.16.0", "python3-six"],
      ["six", "1.17.0", null],
    ]);
  });
});

describe("packages of Ruby, PHP and .NET", () => {
  it("are read from the specifications of gems", () => {
    const { packages } = of({
      "/usr/local/bundle/specifications/rack-3.0.8.gemspec":
        '# -*- encoding: utf-8 -*-\n# stub: rack 3.0.8 ruby lib\n\nGem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "3.0.8"\n\n  s.licenses = ["MIT".freeze, "BSD".freeze]\nend\n',
      "/usr/local/lib/ruby/gems/3.3.0/specifications/default/json-2.7.1.gemspec":
        "Gem::Specification.new do |s|\n  s.summary = 'x'\nend\n",
      "/usr/local/bundle/gems/rack-3.0.8/rack.gemspec": 's.name = "no"\ns.version = "1"\n',
      "/x/specifications/blank.gemspec": `${"\n".repeat(150_000)}${" ".repeat(50_000)}`,
    });
    expect(packages.map(({ purl, licences }) => [purl, licences])).toEqual([
      ["pkg:gem/json@2.7.1", []],
      ["pkg:gem/rack@3.0.8", ["MIT", "BSD"]],
    ]);
  });

  it("are read from Composer's record in both of its versions", () => {
    const { packages, unread } = of({
      "/app/vendor/composer/installed.json": JSON.stringify({
        packages: [
          { name: "monolog/monolog", version: "3.5.0", license: ["MIT"] },
          { name: "phpunit/phpunit", version: "10.0.0" },
          7,
        ],
        "dev-package-names": ["phpunit/phpunit"],
      }),
      "/old/vendor/composer/installed.json": '[{"name":"psr/log","version":"1.1.4"}]',
      "/bad/vendor/composer/installed.json": "7",
    });
    expect(packages.map(({ purl, development }) => [purl, development])).toEqual([
      ["pkg:composer/monolog/monolog@3.5.0", false],
      ["pkg:composer/phpunit/phpunit@10.0.0", true],
      ["pkg:composer/psr/log@1.1.4", null],
    ]);
    expect(unread).toEqual([{ layer: 0, path: "/bad/vendor/composer/installed.json", because: "is no JSON" }]);
  });

  it("are read from what a .NET program was published with", () => {
    const { packages } = of({
      "/app/Api.deps.json": JSON.stringify({
        libraries: {
          "Api/1.0.0": { type: "project" },
          "Newtonsoft.Json/13.0.3": { type: "package" },
          "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { type: "runtimepack" },
        },
      }),
    });
    expect(packages.map(({ purl }) => purl)).toEqual([
      "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1",
      "pkg:nuget/Newtonsoft.Json@13.0.3",
    ]);
  });
});
