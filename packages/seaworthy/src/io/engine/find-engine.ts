import type { Env } from "./docker-config.js";
import { type Candidate, candidates } from "./endpoint.js";
import { EngineClient, EngineError } from "./engine-client.js";

/** An engine that answered. */
export interface Engine {
  readonly client: EngineClient;
  readonly kind: "docker" | "podman";
  /** `unix:///var/run/docker.sock` */
  readonly address: string;
}

/** The first engine of these kinds that answers; else what was tried and how each failed, for people. Throws UsageError for a bad DOCKER_HOST. */
export async function findEngine(
  kinds: readonly ("docker" | "podman")[],
  env: Env,
): Promise<Engine | { readonly tried: readonly string[] }> {
  const tried: string[] = [];
  for (const kind of kinds) {
    for (const candidate of candidates(kind, env)) {
      const client = new EngineClient(candidate.endpoint);
      try {
        const { libpod } = await client.ping();
        return { client, kind: libpod === null ? "docker" : "podman", address: candidate.address };
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // Places that are only likely are passed over without a word.
        if (candidate.chosen !== null || error.code !== "ENOENT") tried.push(failure(candidate, error));
      }
    }
  }
  return { tried };
}

function failure({ address, chosen }: Candidate, { code, message }: EngineError): string {
  const by = chosen === null ? "" : ` (${chosen})`;
  const what =
    {
      ENOENT: "is not there",
      EACCES: "may not be used: permission denied",
      ECONNREFUSED: "nobody listens",
      ENOTFOUND: "no such host",
      ETIMEDOUT: "did not answer in time",
    }[code] ?? message;
  return `${address}${by} ${what}`;
}
