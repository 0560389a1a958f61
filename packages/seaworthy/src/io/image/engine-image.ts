import { parseReference } from "../../models/dockerfile/reference.js";
import { fields, text } from "../../models/image/parse-config.js";
import { EngineError } from "../engine/engine-client.js";
import type { Engine } from "../engine/find-engine.js";
import { UsageError } from "../usage-error.js";
import { streamedBlobs } from "./archive-stream.js";
import { engineBases } from "./engine-bases.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { inBlobs } from "./in-blobs.js";
import type { ReadLayers } from "./layer-bytes.js";
import type { OpenOptions } from "./open-options.js";
import type { ReadLayerOptions } from "./read-layer.js";

/** Engines put an image together on disk before its first byte comes. */
const EXPORT_SILENCE = 15 * 60_000;
const IMAGE_ID = /^(?:sha256:)?[0-9a-f]{6,64}$/;

/**
 * An image in an engine's store. The engine is asked what it is first; all of it is exported only where a layer or its configuration
 * is not known from a former run. null: there is none of that name. Throws EngineError, SourceError, UsageError.
 */
export async function engineImage(engine: Engine, name: string, options: OpenOptions): Promise<ImageSource | null> {
  if (!IMAGE_ID.test(name) && !parseReference(name))
    throw new UsageError(`"${name}" is no image's name: write it as name, name:tag or name@sha256:…`);
  const { client, kind } = engine;
  const root = kind === "podman" ? "/libpod/images" : "/images";
  const inspected = await client.json("GET", `${root}/${pathOf(name)}/json`).catch((error) => {
    if (error instanceof EngineError && error.status === 404) return null;
    throw error;
  });
  if (inspected === null) return null;
  const { Id, Size } = fields(inspected);
  const id = /^(?:sha256:)?([0-9a-f]{64})$/.exec(text(Id))?.[1];
  if (id === undefined) throw new SourceError(`${engine.address} answered with an image that has no id`);
  if (typeof Size === "number") options.onSize?.(Size);
  const identity = [kind, id, options.platform];
  const open = async (pass: ReadLayerOptions, skips: (hex: string) => boolean) => {
    const stream = {
      open: () => exported(engine, `${root}/${id}/get`),
      skips: (file: string) => skips(/(?:^|\/)([0-9a-f]{64})(?:\.tar)?$/.exec(file)?.[1] ?? ""),
    };
    const source = await inBlobs(await streamedBlobs(stream, pass), null, options.platform);
    if (!source) throw new SourceError(`${engine.address} exported something that is no image`);
    return source;
  };
  const before = options.notes?.get(identity);
  if (before) {
    const read: ReadLayers = async (layers, pass, take) => {
      if (layers.length === 0) return;
      // Files are named by one digest or the other, or by neither.
      const others = before.layers.filter((_, i) => !layers.includes(i));
      const skipped = new Set(others.flatMap(({ diffId, digest }) => [diffId.slice(7), digest?.slice(7)]));
      try {
        await (await open(pass, (hex) => skipped.has(hex))).read(layers, pass, take);
      } catch (error) {
        throw engineFault(name, engine, error);
      }
    };
    return { ...before, read, close: async () => {} };
  }
  const source = await open(options.pass, (hex) => options.isKept?.(`sha256:${hex}`) ?? false);
  options.notes?.put(identity, source);
  // Asked once for each image: its layers do not change, and the bases of an engine seldom do.
  return { ...source, bases: options.notes ? await engineBases(engine) : [] };
}

/** What went wrong between us and the engine, as the line that a person reads. */
export function engineFault(name: string, { address }: Engine, error: unknown): unknown {
  return error instanceof EngineError ? new UsageError(`${name}: the engine at ${address} ${error.message}`) : error;
}

async function* exported(engine: Engine, path: string): AsyncGenerator<Uint8Array> {
  const query = engine.kind === "podman" ? { format: "docker-archive" } : {};
  const answer = await engine.client.stream("GET", path, { query, silence: EXPORT_SILENCE });
  try {
    for await (const piece of answer) yield piece as Uint8Array;
  } catch {
    throw new EngineError("broke its export off", 0);
  } finally {
    answer.destroy();
  }
}

/** Slashes are part of an image's name; what else an address cannot hold is encoded. */
function pathOf(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}
