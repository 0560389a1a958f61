import { createHash } from "node:crypto";
import { parseReference } from "../../models/dockerfile/reference.js";
import type { RegistrySettings } from "../../models/image/registry-settings.js";
import type { Environment } from "../program.js";
import { RegistryClient, RegistryError } from "./registry-client.js";

/** The digest that a tag has in its registry now: that of the index, where there are several platforms. null: there is none, or nobody answers. */
export async function digestOf(
  written: string,
  env: Environment,
  registries: Readonly<Record<string, RegistrySettings>> = {},
): Promise<string | null> {
  const reference = parseReference(written);
  if (!reference) return null;
  const own = Object.hasOwn(registries, reference.registry) ? registries[reference.registry] : undefined;
  for (const host of [...(own?.mirrors ?? []), reference.registry]) {
    const client = new RegistryClient(host, reference.repository, env, own?.insecure);
    try {
      const bytes = await client.manifest(reference.tag ?? "latest");
      return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
    }
  }
  return null;
}
