import { fields, type ParsedConfig, parseImageConfig, text } from "../../models/image/parse-config.js";
import { EngineError } from "../engine/engine-client.js";
import type { Engine } from "../engine/find-engine.js";

/** An image as the engine knows it. */
export interface ImageFacts extends Pick<ParsedConfig, "config" | "platform"> {
  /** `sha256:…`, the digest of its configuration. */
  readonly id: string;
}

/** What an engine knows of an image; null where it has none of that name. Throws EngineError. */
export async function imageFacts({ client, kind }: Pick<Engine, "client" | "kind">, name: string): Promise<ImageFacts | null> {
  const path = `/images/${encodeURIComponent(name)}/json`;
  try {
    const { Config, Os, Architecture, Id } = fields(await client.json("GET", path));
    // Podman leaves out of its answer in Docker's form what it has in its own.
    const own = kind === "podman" ? fields(await client.json("GET", `/libpod${path}`)) : {};
    const more = { Healthcheck: own.Healthcheck, Labels: own.Labels };
    const config = kind === "podman" ? { ...fields(Config), ...more } : Config;
    const id = text(Id);
    return { id: id.includes(":") ? id : `sha256:${id}`, ...parseImageConfig({ config, os: Os, architecture: Architecture }) };
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return null;
    throw error;
  }
}
