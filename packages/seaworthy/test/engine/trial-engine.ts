import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEndpoint } from "../../src/io/engine/endpoint.js";
import { EngineClient } from "../../src/io/engine/engine-client.js";
import { type Engine, findEngine } from "../../src/io/engine/find-engine.js";
import { isInstalled, type Missing, startEngine } from "./tools.js";

/** An engine on which containers really run, and how it is let go. */
export interface TrialEngineOfTests {
  readonly engine: Engine;
  stop(): Promise<void>;
}

/**
 * The engine that Docker's client would take; where there is none, one of our own whose store is kept between runs, so that bases are made once: in
 * `seaworthy-test/engine` of the user's cache, which may be deleted at any time.
 */
export async function trialEngine(): Promise<TrialEngineOfTests | Missing> {
  const found = await findEngine(["docker"], process.env).catch((error: unknown) => ({ tried: [String(error)] }));
  if (!("tried" in found)) return { engine: found, stop: async () => {} };
  if (!isInstalled("dockerd")) return { because: `no Docker engine answers, and dockerd is not installed` };
  if (process.getuid?.() !== 0) return { because: "no Docker engine answers, and dockerd needs root" };
  const root = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "seaworthy-test", "engine");
  mkdirSync(root, { recursive: true });
  const started = await startEngine(root);
  if ("because" in started) return started;
  const { address, stop } = started;
  const client = new EngineClient(parseEndpoint(address, null));
  return { engine: { client, kind: "docker", address }, stop };
}
