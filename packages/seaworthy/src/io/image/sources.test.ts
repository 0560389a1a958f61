import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  configOf,
  dockerArchiveOf,
  layerTar,
  type MadeImage,
  ociFilesOf,
  sha256,
  writeFiles,
  zstdOf,
} from "../../testing/made-image.js";
import { tarOf } from "../../testing/tar-writer.js";
import { readImage } from "./read-image.js";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TODAY = { today: "2026-11-27" };
const IMAGE: MadeImage = {
  layers: [
    [
      { path: "usr/bin/", type: "5" },
      { path: "bin", type: "2", link: "usr/bin" },
      { path: "usr/bin/start", content: "#!/bin/sh\nexec node server.js\n", mode: 0o755 },
      { path: "etc/start", type: "2", link: "/bin/start" },
    ],
    [{ path: "app/data", content: "x".repeat(300_000) }],
  ],
};
const write = (name: string, bytes: Uint8Array) => {
  const path = join(root, name);
  writeFileSync(path, bytes);
  return path;
};
const files = (items: Iterable<readonly [string, Uint8Array | string]>) =>
  tarOf([...items].map(([path, content]) => ({ path, content })));
const sound = { unread: [], layers: [{ files: 4 }, { files: 1, bytes: 300_000 }] };

describe("layers", () => {
  const members = (tar: Uint8Array) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);
  it.each([
    ["plain", (tar: Uint8Array) => tar],
    ["gzip", gzipSync],
    ["gzip of several members, as eStargz is", members],
    ["zstd", zstdOf],
    ["zstd of several frames", (tar: Uint8Array) => Buffer.concat([zstdOf(tar.subarray(0, 700)), zstdOf(tar.subarray(700))])],
  ])("may be %s", async (_, compress) => {
    const path = join(root, `oci-${sha256(String(compress)).slice(0, 8)}`);
    writeFiles(path, ociFilesOf({ ...IMAGE, compress }));
    expect(await readImage(path, TODAY)).toMatchObject(sound);
  });
});

describe("an archive", () => {
  it.each([
    ["docker.tar", Buffer.concat([tarOf([{ path: "one/VERSION", content: "1.0" }], false), dockerArchiveOf(IMAGE)]), "docker"],
    ["oci.tar", files(ociFilesOf(IMAGE)), "oci"],
  ])("may be compressed as a whole: %s", async (name, archive, form) => {
    const gzip = await readImage(write(`${name}.gz`, gzipSync(archive)), TODAY);
    const zstd = await readImage(write(`${name}.zst`, zstdOf(archive)), TODAY);
    for (const image of [gzip, zstd]) {
      expect(image).toMatchObject({ ...sound, form });
      expect(image.text("/bin/start")).toContain("exec node");
    }
  });

  it("may come by a pipe, once", async () => {
    async function* piped(bytes: Uint8Array, piece: number) {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    }
    for (const [bytes, piece] of [
      [dockerArchiveOf(IMAGE), 5],
      [gzipSync(files(ociFilesOf(IMAGE))), 1000],
      [zstdOf(dockerArchiveOf(IMAGE)), 65_536],
    ] as const) {
      const image = await readImage("-", { ...TODAY, stdin: piped(bytes, piece), wanted: ["/etc/start"] });
      expect(image).toMatchObject(sound);
      expect(image.text("/etc/start")).toContain("exec node");
    }
    await expect(readImage("-", { ...TODAY, stdin: piped(new Uint8Array(0), 1) })).rejects.toThrow(
      "standard input: holds neither manifest.json",
    );
    await expect(readImage("-", TODAY)).rejects.toThrow("-: no archive comes by the standard input");
  });

  it("may be kaniko's: layers with names of their own, compressed", async () => {
    const config = configOf(IMAGE);
    const blobs = IMAGE.layers.map((layer) => gzipSync(layerTar(layer)));
    const manifest = [
      { Config: `sha256:${sha256(config)}`, RepoTags: ["acme/api"], Layers: blobs.map((blob) => `${sha256(blob)}.tar.gz`) },
    ];
    const archive = files([
      [`sha256:${sha256(config)}`, config],
      ...blobs.map((blob) => [`${sha256(blob)}.tar.gz`, blob] as const),
      ["manifest.json", JSON.stringify(manifest)],
    ]);
    expect(await readImage(write("kaniko.tar", archive), TODAY)).toMatchObject({ ...sound, form: "docker" });
  });

  it("may be Docker 25's: a layout with Docker's own list beside it, whose digest is the manifest's", async () => {
    const layout = ociFilesOf({ ...IMAGE, compress: (tar) => tar });
    const names = IMAGE.layers.map((layer) => `blobs/sha256/${sha256(layerTar(layer))}`);
    const config = `blobs/sha256/${sha256(configOf(IMAGE))}`;
    const mixed = files([
      ...layout,
      ["manifest.json", JSON.stringify([{ Config: config, RepoTags: ["acme/api:1"], Layers: names }])],
    ]);
    const image = await readImage(write("mixed.tar", mixed), TODAY);
    expect(image).toMatchObject({ ...sound, form: "docker" });
    expect([...layout.keys()]).toContain(`blobs/sha256/${image.digest.slice(7)}`);
  });

  it("may lead to its layers by links, and may hold one layer twice", async () => {
    const layer = layerTar([{ path: "a", content: "x" }]);
    const config = configOf({ layers: [layer, layer] });
    const archive = tarOf([
      { path: "one/layer.tar", content: layer },
      { path: "two/layer.tar", type: "2", link: "../one/layer.tar" },
      { path: "config.json", content: config },
      { path: "manifest.json", content: JSON.stringify([{ Config: "config.json", Layers: ["one/layer.tar", "two/layer.tar"] }]) },
    ]);
    for (const path of [write("links.tar", archive), write("links.tar.gz", gzipSync(archive))])
      expect(await readImage(path, TODAY)).toMatchObject({
        unread: [],
        layers: [{ files: 1 }, { files: 1 }],
        waste: { reclaimable: 1 },
      });
  });

  it("of several images asks for one of them by name", async () => {
    const one = configOf({ layers: [[{ path: "one" }]] });
    const two = configOf({ layers: [[{ path: "two" }]] });
    const archive = files([
      ["a", layerTar([{ path: "one" }])],
      ["b", layerTar([{ path: "two" }])],
      ["one.json", one],
      ["two.json", two],
      [
        "manifest.json",
        JSON.stringify([
          { Config: "one.json", RepoTags: ["docker.io/acme/one:1"], Layers: ["a"] },
          { Config: "two.json", RepoTags: ["acme/two:2", "acme/two:latest"], Layers: ["b"] },
        ]),
      ],
    ]);
    const path = write("several.tar", archive);
    await expect(readImage(path, TODAY)).rejects.toThrow(
      /several\.tar: holds 2 images: name one of them after a colon: .*acme\/one:1/,
    );
    for (const [which, name] of [
      ["acme/one:1", "/one"],
      ["acme/two:latest", "/two"],
      ["2", "/two"],
    ] as const)
      expect((await readImage(`docker-archive:${path}:${which}`, TODAY)).files.entry(name)).not.toBeNull();
    await expect(readImage(`docker-archive:${path}:acme/three`, TODAY)).rejects.toThrow("holds no image acme/three; it holds 2");
  });
});

describe("an index", () => {
  const built = (content: string, platform: object, annotations?: object) => {
    const layout = ociFilesOf({ layers: [[{ path: "marker", content }]], image: platform });
    const { manifests } = JSON.parse(layout.get("index.json")?.toString() ?? "");
    layout.delete("index.json");
    return { layout, descriptor: { ...manifests[0], platform, annotations } };
  };
  const layoutOf = (...parts: ReturnType<typeof built>[]) => {
    const path = mkdtempSync(join(root, "index-"));
    for (const { layout } of parts) writeFiles(path, layout);
    writeFileSync(
      join(path, "index.json"),
      JSON.stringify({ schemaVersion: 2, manifests: parts.map(({ descriptor }) => descriptor) }),
    );
    return path;
  };
  const arm = built("arm", { os: "linux", architecture: "arm64", variant: "v8" });
  const amd = built("amd", { os: "linux", architecture: "amd64" });
  const arm7 = built("arm7", { os: "linux", architecture: "arm", variant: "v7" });
  const marker = async (path: string, platform?: string) =>
    (await readImage(path, { ...TODAY, wanted: ["/marker"], ...(platform ? { platform } : {}) })).text("/marker");

  it("gives the image for the platform that is asked for, by its usual other names too", async () => {
    const path = layoutOf(arm, amd, arm7);
    for (const [platform, text] of [
      ["linux/arm64", "arm"],
      ["linux/aarch64", "arm"],
      ["linux/arm64/v8", "arm"],
      ["linux/amd64", "amd"],
      ["amd64", "amd"],
      ["linux/arm", "arm7"],
    ] as const)
      expect([platform, await marker(path, platform)]).toEqual([platform, text]);
    await expect(marker(path, "linux/s390x")).rejects.toThrow(
      "has no image for linux/s390x; it has linux/arm64/v8, linux/amd64, linux/arm/v7",
    );
    await expect(marker(path, "a/b/c/d")).rejects.toThrow('"a/b/c/d" is no platform');
    await expect(marker(layoutOf(arm), "linux/amd64")).rejects.toThrow("has no image for linux/amd64; it has linux/arm64/v8");
    expect(await marker(layoutOf(arm))).toBe("arm");
  });

  it("skips attestations, and reads the provenance in one", async () => {
    const statement = {
      _type: "https://in-toto.io/Statement/v0.1",
      predicateType: "https://slsa.dev/provenance/v0.2",
      subject: [{ name: "x", digest: { sha256: amd.descriptor.digest.slice(7) } }],
      predicate: {
        materials: [{ uri: "pkg:docker/node@22-slim?platform=linux%2Famd64", digest: { sha256: "b".repeat(64) } }],
        metadata: {
          "https://mobyproject.org/buildkit@v1#metadata": { vcs: { revision: "abc123-dirty", source: "git@example.com:a/b" } },
        },
      },
    };
    const blob = Buffer.from(JSON.stringify(statement));
    const config = Buffer.from("{}");
    const of = (bytes: Uint8Array) => ({ digest: `sha256:${sha256(bytes)}`, size: bytes.length });
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: { mediaType: "application/vnd.oci.image.config.v1+json", ...of(config) },
        layers: [
          {
            mediaType: "application/vnd.in-toto+json",
            ...of(blob),
            annotations: { "in-toto.io/predicate-type": statement.predicateType },
          },
        ],
      }),
    );
    const attestation: ReturnType<typeof built> = {
      layout: new Map([blob, config, manifest].map((bytes) => [`blobs/sha256/${sha256(bytes)}`, bytes])),
      descriptor: {
        ...of(manifest),
        platform: { os: "unknown", architecture: "unknown" },
        annotations: {
          "vnd.docker.reference.type": "attestation-manifest",
          "vnd.docker.reference.digest": amd.descriptor.digest,
        },
      },
    };
    const image = await readImage(layoutOf(attestation, amd), TODAY);
    expect(image).toMatchObject({
      unread: [],
      provenance: { revision: "abc123", dirty: true, repository: "git@example.com:a/b" },
      base: { reference: "node:22-slim", digest: `sha256:${"b".repeat(64)}`, layers: null, by: "provenance" },
    });
    // It speaks of one image, and is no word on another.
    const other = await readImage(layoutOf(attestation, arm), { ...TODAY, platform: "linux/arm64" });
    expect(other.provenance).toBeNull();
  });
});

describe("a root file system", () => {
  it("is one layer: links stay what they are, further names of a file count once", async () => {
    const path = join(root, "rootfs");
    for (const folder of ["etc", "usr/bin", "var/log"]) mkdirSync(join(path, folder), { recursive: true });
    writeFileSync(join(path, "etc/os-release"), "ID=debian\nVERSION_ID=12\n");
    writeFileSync(join(path, "usr/bin/tool"), "12345");
    chmodSync(join(path, "usr/bin/tool"), 0o4755);
    linkSync(join(path, "usr/bin/tool"), join(path, "usr/bin/tool2"));
    symlinkSync("/etc", join(path, "out"));
    for (const named of [path, `rootfs:${path}`]) {
      const image = await readImage(named, TODAY);
      expect(image).toMatchObject({ form: "rootfs", digest: "", os: { id: "debian" }, unread: [], files: { bytes: 29 } });
      expect(image.files.privileged.map(({ path }) => path)).toEqual(["/usr/bin/tool", "/usr/bin/tool2"]);
      expect(image.files.entry("/out")).toMatchObject({ type: "symlink", target: "/etc" });
    }
  });
});

describe("what is no image", () => {
  it("is told in one line: what, where, what to do", async () => {
    mkdirSync(join(root, "source/src"), { recursive: true });
    for (const [named, message] of [
      [write("empty.tar", new Uint8Array(0)), /empty\.tar: is empty$/],
      [write("text.txt", Buffer.from("hello\n".repeat(200))), /text\.txt: a (header|number)/],
      [write("other.tar", tarOf([{ path: "a" }])), /holds neither manifest\.json \(docker save\) nor index\.json/],
      [write("other.tar.xz", Buffer.from("fd377a585a00aabb", "hex")), /compressed with xz/],
      [write("cut.tar", dockerArchiveOf(IMAGE).subarray(0, 300_000)), /cut\.tar: the archive is cut off at byte 300000$/],
      [write("cut.tar.gz", gzipSync(dockerArchiveOf(IMAGE)).subarray(0, 500)), /cut\.tar\.gz: .*cut off/],
      [`oci:${join(root, "source")}`, /source: holds neither index\.json/],
      [`rootfs:${join(root, "text.txt")}`, /text\.txt: is no folder/],
      [`docker-archive:${join(root, "nowhere.tar")}`, /nowhere\.tar is not there/],
      ["oci:", /oci: names no image/],
    ] as const)
      await expect(readImage(named, TODAY), named).rejects.toThrow(message);
  });
});
