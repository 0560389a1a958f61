import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readImage } from "../../src/io/image/read-image.js";
import { TarReader } from "../../src/io/image/tar/tar-reader.js";
import { dockerArchiveOf, type MadeLayer } from "../../src/testing/made-image.js";
import type { TarItem } from "../../src/testing/tar-writer.js";
import { docker, isMissing, podman, podmanStore, type Running, removeScratch, run, scratch, title } from "./tools.js";

const engine = await docker();
const pod = await podman();
afterAll(async () => {
  for (const tool of [engine, pod]) if (!isMissing(tool)) await tool.stop();
  removeScratch();
});

const file = (path: string, content = "x") => ({ path, content });
const folder = (path: string) => ({ path: `${path}/`, type: "5" });
const link = (path: string, target: string) => ({ path, type: "2", link: target });
const hard = (path: string, target: string) => ({ path, type: "1", link: target });
const merged = [folder("usr"), folder("usr/bin"), link("bin", "usr/bin"), file("usr/bin/sh")];

/** Layers whose meaning is a matter of how they are unpacked: the engine itself says what is right. Each case in a folder of its own. */
const CASES: Readonly<Record<string, readonly (readonly TarItem[])[]>> = {
  whiteouts: [
    [file("a/b/c"), file("a/d"), file("e"), file("whois")],
    [file("a/.wh.b", ""), file(".wh.e", "")],
  ],
  opaque: [
    [folder("app"), file("app/old"), file("app/sub/old")],
    [folder("app"), file("app/.wh..wh..opq", ""), file("app/new")],
  ],
  "opaque-after": [
    [folder("app"), file("app/old")],
    [folder("app"), file("app/new"), file("app/.wh..wh..opq", "")],
  ],
  again: [[file("a/b")], [file(".wh.a", "")], [file("a/c")]],
  "mark-first": [[file("a", "old")], [file(".wh.a", ""), file("a", "new")]],
  "mark-below-nothing": [[file("a")], [file("c/.wh.d", "")]],
  "link-covered": [merged, [file("bin/tool")]],
  "link-covered-by-folder": [merged, [folder("bin"), file("bin/tool")]],
  "link-covered-by-mark": [merged, [file("bin/.wh.sh", "")]],
  "link-followed": [[...merged, file("bin/tool")]],
  "file-for-folder": [[file("a/b/c")], [file("a")]],
  "folder-for-file": [[file("a")], [file("a/b")]],
  "hard-links": [[file("a", "12345"), hard("b", "hard-links/a"), hard("d/c", "hard-links/b")], [file(".wh.a", "")]],
  dots: [[file("a/../b/./c//d")]],
  metadata: [[{ ...file("a"), mode: 0o4755 }, folder("d")], [{ path: "d/", type: "5", mode: 0o1777, uid: 5, gid: 6 }]],
  "old-marks": [[folder("app"), file("app/.wh..wh.orph", ""), file(".wh..wh.aufs", "")]],
};
const DEEPEST = Math.max(...Object.values(CASES).map((layers) => layers.length));
const ALL: readonly TarItem[][] = Array.from({ length: DEEPEST }, (_, i) =>
  Object.entries(CASES).flatMap(([name, layers]) => (layers[i] ?? []).map((item) => ({ ...item, path: `${name}/${item.path}` }))),
);
/** What climbs out of the root: an engine cannot give such an image back. */
const CLIMBING: readonly TarItem[] = [file("../../up"), file("/absolute"), link("out", "../../.."), file("out/through")];

/** What engines put into each container. */
const THEIRS =
  /^(?:\.dockerenv|(?:dev|proc|sys)(?:\/.*)?|run|etc|etc\/(?:hostname|hosts|mtab|resolv\.conf)|run\/\.containerenv)$/;

interface Listed {
  /** Path, type, mode and owner of each entry. */
  readonly lines: readonly string[];
  /** Sizes of files by their paths; which of several names of a file is the link is an archive's own choice, so links have none. */
  readonly sizes: ReadonlyMap<string, number>;
}

function listed(archive: Uint8Array): Listed {
  const lines: string[] = [];
  const sizes = new Map<string, number>();
  const reader = new TarReader({
    entry({ path, type, mode, size, uid, gid }) {
      const name = Buffer.from(path)
        .toString()
        .replace(/^\.?\/|\/$/g, "");
      if (name === "" || name === "." || THEIRS.test(name)) return false;
      lines.push(line(name, type, mode, uid, gid));
      if (type === "file") sizes.set(name, size);
      return false;
    },
    data() {},
    end() {},
  });
  reader.push(archive);
  reader.finish();
  return { lines: lines.sort(), sizes };
}

/** Links have no mode of their own. */
function line(path: string, type: string, mode: number, uid: number, gid: number): string {
  return `${path} ${type === "hardlink" ? "file" : type} ${type === "symlink" ? "" : mode.toString(8)} ${uid}:${gid}`;
}

function listedOf(image: Awaited<ReturnType<typeof readImage>>): Listed {
  expect(image.unread).toEqual([]);
  const entries = [...image.files.entries()]
    .map((entry) => ({ ...entry, path: entry.path.slice(1) }))
    .filter(({ path }) => !THEIRS.test(path));
  return {
    lines: entries.map(({ path, type, mode, uid, gid }) => line(path, type, mode, uid, gid)).sort(),
    sizes: new Map(entries.filter(({ type }) => type === "file").map(({ path, size }) => [path, size])),
  };
}

function load(tag: string, layers: readonly MadeLayer[], command: (...args: string[]) => Buffer): string {
  const path = join(scratch(), "image.tar");
  writeFileSync(path, dockerArchiveOf({ layers, tag, config: { Cmd: ["/none"], Labels: { "seaworthy.test": "1" } } }));
  command("load", "-q", "-i", path);
  return path;
}

describe.skipIf(isMissing(engine))(title("Docker", engine), () => {
  const { address } = engine as Running;
  const command = (...args: string[]) => run("docker", args, { DOCKER_HOST: address });

  const inContainer = (tag: string) => {
    const container = command("create", tag).toString().trim();
    const theirs = listed(command("export", container));
    command("rm", container);
    return theirs;
  };
  const compare = async (source: string, theirs: Listed) => {
    const ours = listedOf(await readImage(source, { today: "2026-11-27", env: { DOCKER_HOST: address } }));
    expect(ours.lines).toEqual(theirs.lines);
    for (const [path, size] of theirs.sizes) expect([path, ours.sizes.get(path)]).toEqual([path, size]);
  };

  it("shows the files that a container has", async () => {
    const path = load("seaworthy-test:all", ALL, command);
    const theirs = inContainer("seaworthy-test:all");
    expect(theirs.lines.length).toBeGreaterThan(40);
    await compare(path, theirs);
    await compare("docker:seaworthy-test:all", theirs);
    command("rmi", "seaworthy-test:all");
    const climbing = load("seaworthy-test:climbing", [CLIMBING], command);
    await compare(climbing, inContainer("seaworthy-test:climbing"));
    command("rmi", "seaworthy-test:climbing");
  });

  it("gives an image that it built, with its history and health check, and by its id", async () => {
    const context = scratch();
    writeFileSync(join(context, "root.tar"), dockerArchiveOf({ layers: [] }));
    writeFileSync(
      join(context, "Dockerfile"),
      'FROM scratch\nCOPY root.tar /data/\nHEALTHCHECK --interval=7s CMD ["/check"]\nCOPY Dockerfile /\nUSER 1000\nLABEL a=b\n',
    );
    const id = run("docker", ["build", "-q", "-t", "seaworthy-test:built", context], {
      DOCKER_HOST: address,
      DOCKER_BUILDKIT: "0",
    });
    for (const name of [
      "docker:seaworthy-test:built",
      `docker:${id.toString().trim()}`,
      `docker:${id.toString().slice(7, 19)}`,
    ]) {
      const image = await readImage(name, { today: "2026-11-27", env: { DOCKER_HOST: address } });
      expect(image).toMatchObject({
        digest: id.toString().trim(),
        form: "docker",
        unread: [],
        config: { user: "1000", labels: { a: "b" }, healthcheck: { test: ["CMD", "/check"], interval: 7e9 } },
      });
      expect(image.history.map(({ layer }) => layer)).toEqual([0, null, 1, null, null]);
      expect(image.layers.map(({ createdBy }) => createdBy?.includes("COPY"))).toEqual([true, true]);
    }
    command("rmi", "seaworthy-test:built");
  });
});

describe.skipIf(isMissing(pod))(title("Podman", pod), () => {
  const { address } = pod as Running;
  const command = (...args: string[]) => run("podman", [...podmanStore(address), ...args]);

  it("gives an image over its socket, by its names and its id", async () => {
    load("localhost/seaworthy-test:one", CASES.whiteouts ?? [], command);
    const id = command("image", "inspect", "--format", "{{.Id}}", "localhost/seaworthy-test:one").toString().trim();
    for (const name of ["podman:localhost/seaworthy-test:one", "podman:seaworthy-test:one", `podman:${id}`]) {
      const image = await readImage(name, { today: "2026-11-27", env: { CONTAINER_HOST: address } });
      expect(image).toMatchObject({ digest: `sha256:${id}`, unread: [], config: { labels: { "seaworthy.test": "1" } } });
      expect([...image.files.entries()].map(({ path }) => path)).toEqual(["/a", "/a/d", "/whois"]);
    }
    command("rmi", "-f", id);
  });

  it("writes archives that are read, of both forms", async () => {
    load("localhost/seaworthy-test:two", CASES.opaque ?? [], command);
    for (const form of ["docker-archive", "oci-archive"]) {
      const path = join(scratch(), "saved.tar");
      command("save", "-q", "--format", form, "-o", path, "localhost/seaworthy-test:two");
      const image = await readImage(path, { today: "2026-11-27" });
      expect(image).toMatchObject({ unread: [], form: form === "docker-archive" ? "docker" : "oci" });
      expect([...image.files.entries()].map(({ path }) => path)).toEqual(["/app", "/app/new"]);
    }
    command("rmi", "-f", "localhost/seaworthy-test:two");
  });
});
