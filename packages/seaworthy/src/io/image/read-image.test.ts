import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LayerWatcher, wholeFiles } from "../../models/image/layer-watcher.js";
import { dockerArchiveOf, type MadeImage, ociFilesOf, writeFiles } from "../../testing/made-image.js";
import { tarOf } from "../../testing/tar-writer.js";
import { type ReadImageOptions, readImage } from "./read-image.js";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const TODAY = { today: "2026-11-27" };
const read = (image: MadeImage, options: Omit<ReadImageOptions, "today"> = {}) => {
  const path = join(root, `${made++}.tar`);
  writeFileSync(path, dockerArchiveOf(image));
  return readImage(path, { ...options, ...TODAY });
};

const IMAGE: MadeImage = {
  layers: [
    [
      { path: "etc/", type: "5" },
      { path: "etc/os-release", type: "2", link: "../usr/lib/os-release" },
      { path: "usr/lib/os-release", content: 'ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n' },
      { path: "etc/passwd", content: "root:x:0:0::/root:/bin/sh\n" },
    ],
    [{ path: "app/server.js", content: "listen()", mode: 0o755, uid: 1000 }],
  ],
  config: { User: "node", Cmd: ["node", "server.js"], Healthcheck: { Test: ["CMD", "true"], Interval: 5e9 } },
};

describe("an image", () => {
  it("is read from a docker-archive", async () => {
    const image = await read(IMAGE, { wanted: ["/etc/passwd"] });
    expect(image).toMatchObject({
      form: "docker",
      platform: { os: "linux", architecture: "amd64", variant: null },
      config: { user: "node", cmd: ["node", "server.js"], healthcheck: { test: ["CMD", "true"], interval: 5e9 } },
      os: { id: "alpine", versionId: "3.20.3", prettyName: "Alpine Linux v3.20" },
      unread: [],
      layers: [{ files: 4 }, { createdBy: "RUN step 1", files: 1, bytes: 8, digest: null }],
    });
    expect(image.text("/etc/passwd")).toBe("root:x:0:0::/root:/bin/sh\n");
    expect(image.files.entry("/app/server.js")).toEqual({
      path: "/app/server.js",
      type: "file",
      size: 8,
      mode: 0o755,
      uid: 1000,
      gid: 0,
      layer: 1,
      target: null,
    });
    expect(image.files.entry("/app")).toMatchObject({ type: "directory", layer: 1 });
  });

  it("is the same in an OCI layout, as a folder and as an archive", async () => {
    const files = ociFilesOf(IMAGE);
    writeFiles(join(root, "layout"), files);
    writeFileSync(join(root, "layout.tar"), tarOf([...files].map(([path, content]) => ({ path, content }))));
    const folder = await readImage(join(root, "layout"), TODAY);
    const archive = await readImage(join(root, "layout.tar"), TODAY);
    for (const image of [folder, archive]) {
      expect(image).toMatchObject({ form: "oci", os: { id: "alpine" }, unread: [], layers: [{ files: 4 }, { files: 1 }] });
      expect([...image.files.entries()].map(({ path }) => path)).toEqual([
        "/app",
        "/app/server.js",
        "/etc",
        "/etc/os-release",
        "/etc/passwd",
        "/usr",
        "/usr/lib",
        "/usr/lib/os-release",
      ]);
    }
    expect(folder.digest).toBe(archive.digest);
    expect(folder.layers[0]?.digest).not.toBe(folder.layers[0]?.diffId);
  });

  it("shows each file to the watchers, also one that a later layer deletes", async () => {
    const seen: string[] = [];
    const watcher: LayerWatcher = {
      id: "letters",
      version: "1",
      file: ({ path }) => {
        if (!path.endsWith(".key")) {
          seen.push(path);
          return null;
        }
        const text: string[] = [];
        return { chunk: (bytes) => text.push(Buffer.from(bytes).toString()) > 0, end: () => text.join("") };
      },
    };
    const reader = wholeFiles({
      id: "whole",
      version: "1",
      largest: 1000,
      wants: ({ size }) => size > 600,
      begins: (head) => head[0] === 0x61,
      read: (bytes) => bytes.length,
    });
    const big = "a".repeat(700);
    const image = await read(
      {
        layers: [
          [
            { path: "a.key", content: "secret" },
            { path: "b", content: "b".repeat(700) },
            { path: "c", content: big },
            { path: "d", content: big.repeat(2) },
          ],
          [{ path: ".wh.a.key" }],
        ],
      },
      { watchers: [watcher, reader] },
    );
    expect(image.found("letters")).toEqual([{ path: "/a.key", layer: 0, hiddenBy: 1, value: "secret" }]);
    expect(image.found("whole")).toEqual([{ path: "/c", layer: 0, hiddenBy: null, value: 700 }]);
    expect(seen).toEqual(["/b", "/c", "/d"]);
    expect(image.files.entry("/a.key")).toBeNull();
  });
});
