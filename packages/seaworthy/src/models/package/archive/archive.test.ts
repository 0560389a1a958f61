import { describe, expect, it } from "vitest";
import { PACKAGE_TOOLS } from "../../../io/image/inflate.js";
import { imageParts } from "../../../testing/image-parts.js";
import { zipOf } from "../../../testing/zip-of.js";
import { catalogue } from "../catalogue.js";
import { readArchive } from "./read-archive.js";

const pom = (group: string, artifact: string, version: string) => ({
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `#Created by Apache Maven 3.9.6\nversion=${version}\ngroupId=${group}\nartifactId=${artifact}\n`,
});
const manifest = (fields: Record<string, string>) => ({
  "META-INF/MANIFEST.MF": `Manifest-Version: 1.0\r\n${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\nName: org/acme/\r\nImplementation-Version: 99\r\n`,
});
const of = (path: string, archive: Uint8Array) => {
  const { packages, unread } = catalogue(imageParts([{ [path]: archive }]));
  return { packages: packages.map((one) => [one.purl, one.path]), gaps: unread.map(({ because }) => because) };
};
const jar = (path: string, archive: Uint8Array) => of(path, archive).packages;

describe("Java archives", () => {
  it("are what Maven notes in them, with what is shaded into them", () => {
    expect(
      jar("/app/client-2.1.jar", zipOf({ ...pom("org.acme", "client", "2.1"), ...pom("com.google.guava", "guava", "31.1-jre") })),
    ).toEqual([
      ["pkg:maven/com.google.guava/guava@31.1-jre", "/app/client-2.1.jar"],
      ["pkg:maven/org.acme/client@2.1", "/app/client-2.1.jar"],
    ]);
  });

  it("are opened in archives, stored or packed, with a script before them", () => {
    const core = zipOf(manifest({ "Implementation-Title": "spring-core", "Implementation-Version": "6.1.4" }));
    const inner = zipOf({ "WEB-INF/lib/log4j-core.jar": zipOf(pom("org.apache.logging.log4j", "log4j-core", "2.14.1")) });
    const boot = zipOf(
      {
        "BOOT-INF/lib/spring-core-6.1.4.jar": { content: core, stored: true },
        "inner.war": inner,
        ...pom("org.acme", "app", "1.0.0"),
      },
      "#!/bin/bash\nexec java -jar $0\n",
    );
    expect(of("/app/app.jar", boot)).toEqual({
      gaps: [],
      packages: [
        ["pkg:maven/org.acme/app@1.0.0", "/app/app.jar"],
        ["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", "/app/app.jar!/inner.war!/WEB-INF/lib/log4j-core.jar"],
        ["pkg:maven/org.springframework/spring-core@6.1.4", "/app/app.jar!/BOOT-INF/lib/spring-core-6.1.4.jar"],
      ],
    });
  });

  it("without a note of Maven's are told by table, by their own names for themselves, or not at all", () => {
    const by = (name: string, fields: Record<string, string>) =>
      jar(`/lib/${name}`, zipOf(manifest(fields))).map(([purl]) => purl);
    expect(by("tomcat-embed-core-10.1.19.jar", {})).toEqual(["pkg:maven/org.apache.tomcat.embed/tomcat-embed-core@10.1.19"]);
    expect(by("bcprov-jdk18on-1.77.jar", {})).toEqual(["pkg:maven/org.bouncycastle/bcprov-jdk18on@1.77"]);
    expect(by("my-tool-3.2.jar", { "Bundle-SymbolicName": "org.acme.my-tool;singleton:=true" })).toEqual([
      "pkg:maven/org.acme/my-tool@3.2",
    ]);
    expect(by("engine.jar", { "Automatic-Module-Name": "io.acme.engine", "Implementation-Version": "4.0" })).toEqual([
      "pkg:maven/io.acme/engine@4.0",
    ]);
    expect(by("driver-1.2.jar", { "Implementation-Vendor-Id": "com.acme.jdbc" })).toEqual(["pkg:maven/com.acme.jdbc/driver@1.2"]);
    expect(
      by("git.hpi", { "Group-Id": "org.jenkins-ci.plugins", "Short-Name": "git", "Plugin-Version": "5.2.1 (private)" }),
    ).toEqual(["pkg:maven/org.jenkins-ci.plugins/git@5.2.1"]);
    expect(by("app.jar", { "Implementation-Title": "app", "Implementation-Version": "1.0" })).toEqual([]);
    expect(by("app-1.0.jar", { "Created-By": "17" })).toEqual([]);
    // A long value goes on in the next line.
    expect(by("wide-1.0.jar", { "Bundle-SymbolicName": "org.acme.\r\n wide" })).toEqual(["pkg:maven/org.acme/wide@1.0"]);
  });

  it("are their manifest's too where what is shaded into them is all that Maven noted", () => {
    expect(
      jar("/lib/guice.jar", zipOf({ ...pom("cglib", "cglib", "3.2.12"), ...manifest({ "Bundle-Version": "4.2.3" }) })).map(
        ([purl]) => purl,
      ),
    ).toEqual(["pkg:maven/cglib/cglib@3.2.12", "pkg:maven/com.google.inject/guice@4.2.3"]);
    // The same version: the same thing under another name.
    expect(
      jar(
        "/lib/renamed.jar",
        zipOf({
          ...pom("org.acme", "real", "1.0"),
          ...manifest({ "Bundle-SymbolicName": "org.acme.renamed", "Bundle-Version": "1.0" }),
        }),
      ),
    ).toEqual([["pkg:maven/org.acme/real@1.0", "/lib/renamed.jar"]]);
  });

  it("are read by their pom.xml where there are no properties", () => {
    const xml =
      "<project><parent><version>9</version></parent><artifactId>a</artifactId><version>1.5</version><dependencies><dependency><version>7</version></dependency></dependencies></project>";
    expect(jar("/lib/x.jar", zipOf({ "META-INF/maven/org.acme/a/pom.xml": xml })).map(([purl]) => purl)).toEqual([
      "pkg:maven/org.acme/a@1.5",
    ]);
    expect(jar("/lib/x.jar", zipOf({ ...pom("g.h", "a", "${project.version}") }))).toEqual([]);
  });

  it("that are broken, cut, encrypted or no archives leave a gap, and crash nothing", () => {
    const good = zipOf({ ...pom("org.acme", "a", "1.0"), "b.jar": zipOf(pom("org.acme", "b", "1.0")) });
    expect(of("/a.jar", good.subarray(0, good.length - 30)).gaps).toEqual(["is no zip archive, or a broken one"]);
    expect(of("/a.jar", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:x")).gaps).toHaveLength(1);
    expect(of("/a.jar", Buffer.from("tiny"))).toEqual({ packages: [], gaps: [] });
    expect(of("/a.jar", zipOf({ "b.jar": "no archive, but long enough to be one" })).gaps).toEqual([
      "b.jar in it is no zip archive, or a broken one",
    ]);
    expect(of("/a.jar", zipOf({ "META-INF/MANIFEST.MF": { content: "x", encrypted: true } }))).toEqual({
      packages: [],
      gaps: [],
    });
    for (let at = 0; at < good.length; at += 3) {
      const broken = good.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => readArchive("/a.jar", broken, PACKAGE_TOOLS)).not.toThrow();
    }
  });

  it("that grow without end are not unpacked", () => {
    const zeros = new Uint8Array(8 * 1024 * 1024);
    expect(of("/bomb.jar", zipOf({ "META-INF/MANIFEST.MF": { content: zeros, size: 100 } })).gaps).toEqual([
      "META-INF/MANIFEST.MF in it is broken or too large",
    ]);
    let deep = zipOf(pom("org.acme", "a", "1.0"));
    for (let i = 0; i < 10; i++) deep = zipOf({ "next.jar": deep });
    expect(of("/deep.jar", deep)).toEqual({ packages: [], gaps: ["holds more archives in archives than are opened"] });
  });
});

describe("other archives", () => {
  it("hold packages of npm where Yarn keeps them, and Python's eggs", () => {
    expect(
      jar(
        "/app/.yarn/cache/lodash-npm-4.17.21-6382451519.zip",
        zipOf({ "node_modules/lodash/package.json": '{"name":"lodash","version":"4.17.21"}' }),
      ),
    ).toEqual([["pkg:npm/lodash@4.17.21", "/app/.yarn/cache/lodash-npm-4.17.21-6382451519.zip"]]);
    expect(jar("/opt/six-1.16.0-py3.11.egg", zipOf({ "EGG-INFO/PKG-INFO": "Name: six\nVersion: 1.16.0\n" }))).toEqual([
      ["pkg:pypi/six@1.16.0", "/opt/six-1.16.0-py3.11.egg"],
    ]);
  });
});
