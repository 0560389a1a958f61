import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { PACKAGE_TOOLS } from "../../../io/image/inflate.js";
import { elfOf } from "../../../testing/elf-of.js";
import { DEBIAN, imageParts, type LayerFile } from "../../../testing/image-parts.js";
import { catalogue } from "../catalogue.js";
import { readProgram } from "./read-program.js";

const of = (files: Record<string, LayerFile>) => catalogue(imageParts([files], DEBIAN));
const told = (path: string, program: Uint8Array) => {
  const { packages, untold } = of({ [path]: { program } });
  return { packages: packages.map(({ purl }) => purl), untold };
};

const counted = (part: Buffer) => {
  const length: number[] = [];
  for (let left = part.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left < 128) break;
  }
  return Buffer.concat([Buffer.from(length), part]);
};
const marked = (modules: string) => Buffer.concat([Buffer.alloc(16, 0xaf), Buffer.from(modules), Buffer.alloc(16, 0xf9)]);
const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");
const buildInfo = (go: string, modules: string) =>
  Buffer.concat([MAGIC, Buffer.from([8, 2]), Buffer.alloc(16), counted(Buffer.from(go)), counted(marked(modules))]);
const goProgram = (go: string, ...lines: string[]) =>
  elfOf({ ".text": "x".repeat(99), ".go.buildinfo": buildInfo(go, `${lines.join("\n")}\n`) });

describe("programs of Go", () => {
  it("tell their modules, those that replace others, and the library", () => {
    expect(
      told(
        "/app/server",
        goProgram(
          "go1.22.1",
          "path\tgithub.com/acme/api/cmd/server",
          "mod\tgithub.com/acme/api\tv1.4.0\th1:x=",
          "dep\tgithub.com/BurntSushi/toml\tv1.3.2\th1:x=",
          "dep\tgolang.org/x/net\tv0.1.0",
          "=>\tgithub.com/fork/net\tv0.2.0\th1:x=",
          "dep\tgithub.com/acme/local\tv0.9.0",
          "=>\t./local\t",
          "build\t-compiler=gc",
        ),
      ),
    ).toEqual({
      packages: [
        "pkg:golang/github.com/burntsushi/toml@v1.3.2",
        "pkg:golang/github.com/acme/api@v1.4.0",
        "pkg:golang/github.com/acme/local@v0.9.0",
        "pkg:golang/github.com/fork/net@v0.2.0",
        "pkg:golang/stdlib@1.22.1",
      ],
      untold: [],
    });
  });

  it("tell their own version by what the linker was told to write into them", () => {
    const version = (flags: string) =>
      of({
        "/app/x": { program: goProgram("go1.21", "path\ta.b/x", "mod\ta.b/x\t(devel)\t", `build\t-ldflags="${flags}"`) },
      }).packages.find(({ name }) => name === "a.b/x")?.version;
    expect(version("-s -w -X main.version=1.2.3")).toBe("v1.2.3");
    expect(version('-X \\"a.b/x/internal/build.Version=v2.0.0-rc.1\\" -X main.commit=abc')).toBe("v2.0.0-rc.1");
    expect(version("-X main.goVersion=1.21.0 -X other.org/lib.Version=9.9.9")).toBe("(devel)");
    expect(version("-X main.version=1.0.0 -X main.buildVersion=2.0.0")).toBe("(devel)");
    expect(version("-X main.version=latest")).toBe("(devel)");
  });

  it("of before Go 1.18 are followed through their addresses", () => {
    const address = 0x400000;
    const go = Buffer.from("go1.16.5");
    const modules = marked("path\ta.b/x\nmod\ta.b/x\tv0.1.0\th1:x=\n");
    // Sections follow one another at multiples of 16, the first at 128: the texts, the two string headers, the build information.
    const headers = Buffer.alloc(32);
    headers.writeBigUInt64LE(BigInt(address + 128), 0);
    headers.writeBigUInt64LE(BigInt(go.length), 8);
    headers.writeBigUInt64LE(BigInt(address + 144), 16);
    headers.writeBigUInt64LE(BigInt(modules.length), 24);
    const info = Buffer.concat([MAGIC, Buffer.from([8, 0]), Buffer.alloc(16)]);
    const start = 144 + Math.ceil(modules.length / 16) * 16;
    info.writeBigUInt64LE(BigInt(address + start), 16);
    info.writeBigUInt64LE(BigInt(address + start + 16), 24);
    expect(told("/x", elfOf({ ".a": go, ".b": modules, ".c": headers, ".go.buildinfo": info }, address)).packages).toEqual([
      "pkg:golang/a.b/x@v0.1.0",
      "pkg:golang/stdlib@1.16.5",
    ]);
  });

  it("are found in the forms of other systems by their mark", () => {
    const info = buildInfo("go1.20.3", "path\ta.b/x\nmod\ta.b/x\tv1.0.0\t\n");
    const windows = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(510), info]);
    const text = Buffer.from("a text: \xff Go buildinf: and more of it", "latin1");
    const mac = Buffer.concat([Buffer.from([0xcf, 0xfa, 0xed, 0xfe]), text, Buffer.alloc(44 - text.length), info]);
    expect(told("/x.exe", windows).packages).toEqual(["pkg:golang/a.b/x@v1.0.0", "pkg:golang/stdlib@1.20.3"]);
    expect(told("/x", mac).packages).toEqual(["pkg:golang/a.b/x@v1.0.0", "pkg:golang/stdlib@1.20.3"]);
  });

  it("that do not tell are named", () => {
    expect(told("/x", elfOf({ ".text": "x", ".gopclntab": "x" }))).toEqual({
      packages: [],
      untold: ["/x: is a Go program without build information"],
    });
    expect(told("/x", elfOf({ ".go.buildinfo": "nothing" })).untold).toEqual([
      "/x: is a Go program whose build information cannot be read",
    ]);
    expect(told("/x", goProgram("go1.24.3", "path\tgithub.com/docker/cli/cmd/docker", "build\tCGO_ENABLED=1"))).toEqual({
      packages: ["pkg:golang/stdlib@1.24.3"],
      untold: ["/x: is a Go program that was built without modules: what is in it cannot be told"],
    });
    expect(told("/usr/local/go/bin/gofmt", goProgram("go1.24.3", "path\tcmd/gofmt")).untold).toEqual([]);
    expect(told("/x", goProgram("devel go1.25-abcdef Tue", "path\ta.b/x", "mod\ta.b/x\tv1.0.0")).packages).toEqual([
      "pkg:golang/a.b/x@v1.0.0",
    ]);
  });
});

describe("programs of Rust", () => {
  it("tell their crates where they were built to", () => {
    const list = JSON.stringify({
      packages: [
        { name: "app", version: "1.0.0", source: "local", root: true },
        { name: "cc", version: "1.0.83", source: "crates.io", kind: "build" },
        { name: "openssl", version: "0.10.60", source: "crates.io" },
        { name: 7 },
      ],
    });
    expect(told("/app", elfOf({ ".dep-v0": deflateSync(list) })).packages).toEqual(["pkg:cargo/openssl@0.10.60"]);
    expect(told("/app", elfOf({ ".dep-v0": deflateSync(Buffer.alloc(64 * 1024 * 1024)) }))).toEqual({ packages: [], untold: [] });
    expect(told("/app", elfOf({ ".dep-v0": "junk" }))).toEqual({ packages: [], untold: [] });
  });
});

describe("known programs", () => {
  it.each([
    ["/usr/local/bin/node", "instance\0/json\0node.js/v20.20.2\0(", "node@20.20.2"],
    ["/usr/local/bin/node", "node.js/v24.0.0-rc.1\0", "node@24.0.0-rc.1"],
    ["/usr/bin/deno", "OTel-Deno/0.80.0grpc\0ver2.9.6Deno/2.9.6Deno/2.9.6+e518fbde", "deno@2.9.6"],
    ["/usr/local/bin/bun", "Bun v1.4.5 (a7733435c) Linux", "bun@1.4.5"],
    ["/usr/local/lib/libpython3.12.so.1.0", "\x003.11.9\0pymalloc\x003.12.4\0strict", "python@3.12.4"],
    ["/usr/local/bin/python3.13", "\x003.13.0rc2\0", "python@3.13.0rc2"],
    ["/usr/local/lib/libruby.so.3.3", "for ruby 1.8)\0ruby 3.3.1 (2024-04-23 revision c56cd86388) [x86_64-linux]", "ruby@3.3.1"],
    ["/usr/local/bin/php", "%s\0X-Powered-By: PHP/8.3.6\0", "php@8.3.6"],
    ["/usr/local/sbin/php-fpm", "X-Powered-By: PHP/8.4.0-dev\0", "php@8.4.0-dev"],
    ["/usr/local/bin/perl5.38.2", "SEED\0v5.38.2\0panic", "perl@5.38.2"],
    ["/usr/sbin/nginx", "nginx version: nginx/1.25.5\n\0", "nginx@1.25.5"],
    ["/usr/local/openresty/nginx/sbin/nginx", "nginx version: openresty/1.25.3.1\n", "openresty@1.25.3.1"],
    ["/usr/local/apache2/bin/httpd", "Apache/2.4\0Apache/2.4.59 (Unix)\0", "httpd@2.4.59"],
    ["/usr/local/sbin/haproxy", " version 2.9.7-5742051, released 2024/04/05\0", "haproxy@2.9.7"],
    ["/usr/local/bin/postgres", "postgres (PostgreSQL) 16.2\n", "postgres@16.2"],
    ["/usr/local/bin/postgres", "postgres (PostgreSQL) 17beta1\n", "postgres@17beta1"],
    ["/usr/sbin/mariadbd", "\x0010.11.7-MariaDB\0", "mariadb@10.11.7"],
    ["/usr/sbin/mysqld", "/export/home/build/mysql-8.0.36/sql/\0", "mysql@8.0.36"],
    ["/usr/local/bin/redis-server", "modules\x007.2.4\0c11-builtin\0libc\x002.1.0\0", "redis@7.2.4"],
    ["/usr/local/bin/memcached", "memcached %s\0memcached 1.6.26\n", "memcached@1.6.26"],
    ["/bin/busybox", "BusyBox v1.36.1 (2024-06-10)", "busybox@1.36.1"],
    ["/usr/sbin/lighttpd", "lighttpd/1.4.76 (ssl)", "lighttpd@1.4.76"],
    ["/usr/sbin/varnishd", "varnish-7.5.0 revision eef25264e5ca", "varnish@7.5.0"],
    ["/usr/sbin/squid", "squid/6.8\0", "squid@6.8"],
  ])("say their version: %s %#", (path, text, said) => {
    expect(told(path, elfOf({ ".rodata": Buffer.from(text, "latin1") })).packages).toEqual([`pkg:generic/${said}`]);
  });

  it.each([
    ["/usr/local/bin/nodemon", "node.js/v20.20.2\0"],
    ["/usr/local/bin/python3.12", "\x003.11.9\0no version of its own"],
    ["/usr/local/bin/redis-server", "\x002.1.0\0"],
    ["/usr/local/bin/node", "node.js/version"],
  ])("are not known by name or by version alone: %s", (path, text) => {
    expect(told(path, elfOf({ ".rodata": Buffer.from(text, "latin1") })).packages).toEqual([]);
  });

  it("that a package of the distribution owns are told by it alone", () => {
    const node = elfOf({ ".rodata": "node.js/v20.20.2\0" });
    const status = (name: string, more = "") => `Package: ${name}\nStatus: install ok installed\nVersion: 20.20.2-1\n${more}\n`;
    const list = (files: Record<string, LayerFile>) =>
      of({ ...files, "/usr/bin/node": { program: node } }).packages.map(({ purl }) => purl);
    expect(list({ "/var/lib/dpkg/status": status("nodejs"), "/var/lib/dpkg/info/nodejs.list": "/usr/bin/node\n" })).toEqual([
      "pkg:deb/debian/nodejs@20.20.2-1?distro=debian-12",
    ]);
    // Owned by another's package: nobody else judges it.
    expect(
      list({
        "/var/lib/dpkg/status": status("nodejs", "Maintainer: Ivan <ivan@nodesource.com>\n"),
        "/var/lib/dpkg/info/nodejs.list": "/usr/bin/node\n",
      }),
    ).toContain("pkg:generic/node@20.20.2");
    // As the package spells it where /bin became a link.
    expect(list({ "/var/lib/dpkg/status": status("nodejs"), "/var/lib/dpkg/info/nodejs.list": "/bin/node\n" })).toHaveLength(1);
  });

  it("are Java and Erlang by the files beside them", () => {
    const { packages } = of({
      "/opt/java/openjdk/release": 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.3"\n',
      "/usr/lib/jvm/java-17/release": 'JAVA_VERSION="17.0.11"\n',
      "/usr/lib/erlang/releases/26/OTP_VERSION": "26.2.4\n",
      "/etc/release": "Fedora release 40\n",
      "/x/releases/OTP_VERSION": "nothing",
    });
    expect(packages.map(({ purl }) => purl)).toEqual([
      "pkg:generic/erlang@26.2.4",
      "pkg:generic/openjdk@17.0.11",
      "pkg:generic/temurin@21.0.3",
    ]);
  });
});

describe("hostile programs", () => {
  it("packed with UPX are named", () => {
    const packed = elfOf({ ".x": "UPX!" });
    packed.fill(0, 58, 64);
    expect(told("/x", packed)).toEqual({ packages: [], untold: ["/x: is packed with UPX: what is in it cannot be told"] });
  });

  it("crash nothing, whatever byte is turned and wherever they are cut", () => {
    const good = goProgram("go1.22.1", "path\ta.b/x", "mod\ta.b/x\tv1.0.0", "dep\tc.d/y\tv1.0.0");
    for (let at = 4; at < good.length; at++) {
      const broken = good.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => readProgram("/x", broken, PACKAGE_TOOLS)).not.toThrow();
      expect(() => readProgram("/x", good.subarray(0, at), PACKAGE_TOOLS)).not.toThrow();
    }
  });
});
