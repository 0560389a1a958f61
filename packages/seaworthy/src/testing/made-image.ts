import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type TarItem, tarOf } from "./tar-writer.js";

/** A layer of an image that a test makes: entries, or the bytes of an archive. */
export type MadeLayer = readonly (TarItem | Uint8Array)[] | Uint8Array;

export interface MadeImage {
  readonly layers: readonly MadeLayer[];
  /** The `config` of the image's configuration, in Docker's spelling. */
  readonly config?: object;
  /** Further keys of the configuration, or others than usual. */
  readonly image?: object;
  readonly tag?: string;
  /** How layers are stored; default: plain in a docker-archive, gzip in an OCI layout. */
  readonly compress?: (tar: Uint8Array) => Uint8Array;
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function layerTar(layer: MadeLayer): Uint8Array {
  return layer instanceof Uint8Array ? layer : tarOf(layer);
}

/** The JSON of the image's configuration. */
export function configOf(image: MadeImage): string {
  const diffIds = image.layers.map((layer) => `sha256:${sha256(layerTar(layer))}`);
  return JSON.stringify({
    architecture: "amd64",
    os: "linux",
    created: "2026-11-01T10:00:00Z",
    config: image.config ?? {},
    rootfs: { type: "layers", diff_ids: diffIds },
    history: diffIds.map((_, i) => ({ created: "2026-11-01T10:00:00Z", created_by: `RUN step ${i}` })),
    ...image.image,
  });
}

/** The bytes of a docker-archive as `docker save` wrote it before version 25. */
export function dockerArchiveOf(image: MadeImage): Uint8Array {
  const config = configOf(image);
  const blobs = image.layers.map((layer) => (image.compress ?? ((tar) => tar))(layerTar(layer)));
  const names = blobs.map((blob) => `${sha256(blob)}/layer.tar`);
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: [image.tag ?? "acme/api:1.0.0"], Layers: names }];
  return tarOf([
    ...blobs.map((content, i) => ({ path: names[i] as string, content })),
    { path: `${sha256(config)}.json`, content: config },
    { path: "manifest.json", content: JSON.stringify(manifest) },
  ]);
}

/** The files of an OCI layout by their paths. */
export function ociFilesOf(image: MadeImage): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (bytes: Uint8Array, mediaType: string) => {
    files.set(`blobs/sha256/${sha256(bytes)}`, bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const layers = image.layers.map((layer) =>
    put((image.compress ?? gzipSync)(layerTar(layer)), "application/vnd.oci.image.layer.v1.tar+gzip"),
  );
  const config = put(Buffer.from(configOf(image)), "application/vnd.oci.image.config.v1+json");
  const manifest = put(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config, layers })),
    "application/vnd.oci.image.manifest.v1+json",
  );
  const named = { ...manifest, annotations: { "org.opencontainers.image.ref.name": image.tag ?? "1.0.0" } };
  files.set("index.json", Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [named] })));
  files.set("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  return files;
}

/** The files of an OCI layout whose image BuildKit attests to have been built from a commit. */
export function attestedFilesOf(image: MadeImage, revision: string): Map<string, Uint8Array> {
  const files = ociFilesOf(image);
  const index = JSON.parse(Buffer.from(files.get("index.json") ?? []).toString());
  const put = (value: unknown) => {
    const bytes = Buffer.from(JSON.stringify(value));
    files.set(`blobs/sha256/${sha256(bytes)}`, bytes);
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const predicateType = "https://slsa.dev/provenance/v0.2";
  const metadata = { "https://mobyproject.org/buildkit@v1#metadata": { vcs: { revision } } };
  const statement = put({
    _type: "https://in-toto.io/Statement/v0.1",
    predicateType,
    subject: [{ name: "image", digest: { sha256: index.manifests[0].digest.slice("sha256:".length) } }],
    predicate: { materials: [], metadata },
  });
  const manifest = put({
    schemaVersion: 2,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...put({}) },
    layers: [
      { mediaType: "application/vnd.in-toto+json", ...statement, annotations: { "in-toto.io/predicate-type": predicateType } },
    ],
  });
  index.manifests.push({
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    ...manifest,
    platform: { os: "unknown", architecture: "unknown" },
    annotations: {
      "vnd.docker.reference.type": "attestation-manifest",
      "vnd.docker.reference.digest": index.manifests[0].digest,
    },
  });
  index.manifests[0].platform = { os: "linux", architecture: "amd64" };
  files.set("index.json", Buffer.from(JSON.stringify(index)));
  return files;
}

/** The same bytes as a zstd frame of stored blocks (RFC 8878): readers take it as they take any other, and no compressor is needed. */
export function zstdOf(bytes: Uint8Array): Uint8Array {
  const pieces: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), Buffer.alloc(4)];
  pieces[1]?.writeUInt32LE(bytes.length);
  const most = 128 * 1024;
  for (let at = 0; at === 0 || at < bytes.length; at += most) {
    const block = bytes.subarray(at, at + most);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + most >= bytes.length ? 1 : 0), 0, 3);
    pieces.push(header, Buffer.from(block));
  }
  return Buffer.concat(pieces);
}

export function writeFiles(root: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}
