import { fields, text } from "../../models/image/parse-config.js";
import { Wanted } from "../../models/image/wanted.js";
import { EngineError } from "../engine/engine-client.js";
import { findEngine } from "../engine/find-engine.js";
import { openImage, splitScheme } from "./open-image.js";
import type { OpenOptions } from "./open-options.js";

/**
 * The digests that an image goes by: of its configuration, and of its manifest where there is one. An engine is asked for its id alone: to read
 * more it would have to export the image. Throws UsageError where there is none of that name.
 */
export async function imageDigests(
  named: string,
  { env, platform }: Pick<OpenOptions, "env" | "platform">,
): Promise<readonly string[]> {
  const { scheme, rest } = splitScheme(named);
  if (scheme === null || scheme === "docker" || scheme === "podman") {
    const engine = await findEngine(scheme === null ? ["docker", "podman"] : [scheme], env);
    if ("client" in engine) {
      try {
        const { Id } = fields(await engine.client.json("GET", `/images/${encodeURIComponent(rest)}/json`));
        const hex = /^(?:sha256:)?([0-9a-f]{64})$/.exec(text(Id))?.[1];
        if (hex !== undefined) return [`sha256:${hex}`];
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
      }
    }
  }
  const source = await openImage(named, { env, platform, pass: { wanted: new Wanted([]), watchers: [] } });
  await source.close();
  return [...new Set([source.configDigest, source.digest].filter((digest) => digest !== ""))];
}
