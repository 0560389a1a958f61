import type { StopSeen } from "../../models/trial/observations.js";
import type { RawRequest } from "../net/raw-http.js";
import type { Run } from "../trial/run.js";
import type { Surroundings } from "../trial/surroundings.js";
import { pathsOf } from "./service.js";

/** One way to have a request in flight while the signal comes. */
export interface Way {
  readonly held: Exclude<StopSeen["held"], "idle">;
  /** Requests to try one after another, until one is held; each with how many bytes of its body are kept back. */
  readonly requests: readonly { readonly request: RawRequest; readonly hold: number }[];
  /** Whether its dependencies are paused, so that it needs some of its own. */
  readonly pauses: boolean;
}

/** A body that any service which takes JSON reads to its end. */
const BODY = JSON.stringify({ note: "x".repeat(64) });

/** The ways that there are, the surest first. */
export function waysToHold({ plan }: Run): readonly Way[] {
  const { http } = plan;
  if (!http) return [];
  const ways: Way[] = [];
  const get = (path: string): Way["requests"][number] => ({ request: { method: "GET", path, keepAlive: true }, hold: 0 });
  if (http.slow) {
    const request = { method: http.slow.method, path: http.slow.path, keepAlive: true };
    ways.push({ held: "slow path", requests: [{ request, hold: 0 }], pauses: false });
  }
  const uploads = http.upload ? [http.upload] : [...pathsOf(plan), http.healthPath ?? "/"].map(asUpload);
  ways.push({
    held: "slow body",
    requests: uploads.map(({ method, path, contentType, body }) => ({
      request: { method, path, body, headers: { "Content-Type": contentType }, keepAlive: true },
      hold: Math.ceil(Buffer.byteLength(body) / 2),
    })),
    pauses: false,
  });
  if (plan.dependencies.length > 0) {
    const paths = [...pathsOf(plan), ...(http.healthPath ? [http.healthPath] : [])];
    ways.push({ held: "paused dependency", requests: paths.map(get), pauses: true });
  }
  return ways;
}

function asUpload(path: string) {
  return { method: "POST", path, contentType: "application/json", body: BODY };
}

/** Pauses the dependencies, or lets them go on. */
export async function pauseAll(run: Run, around: Surroundings, paused: boolean): Promise<void> {
  const running = run.plan.dependencies.map(({ name }) => around.dependency(name));
  await Promise.all(
    running.map(async (dependency) => {
      // One that has done its work and ended cannot be paused.
      if (!dependency || !(await dependency.state()).running) return;
      await (paused ? dependency.pause() : dependency.unpause());
    }),
  );
}
