import type { Nanoseconds } from "../../models/trial/moment.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import type { EngineClient } from "../engine/engine-client.js";
import type { Variation } from "./container-config.js";
import type { DiskWatch } from "./disk-watch.js";
import type { EngineFacts } from "./engine-facts.js";
import type { Events } from "./events.js";
import type { HelperImage } from "./helper-image.js";
import type { Made } from "./made.js";

/** What the parts of one run share in their dealings with the engine. */
export interface Dealings {
  readonly client: EngineClient;
  readonly facts: EngineFacts;
  /** Whether the engine is asked over a socket of this machine; it may still run in a virtual one. */
  readonly local: boolean;
  readonly events: Events;
  readonly made: Made;
  readonly helper: HelperImage;
  readonly disk: DiskWatch;
  readonly plan: TrialPlan;
  /** Fires when the run is to end at once. */
  readonly signal: AbortSignal;
  /** What containers of the app have unless a drill says otherwise. */
  usual: Pick<Variation, "capAdd">;
  /** Whether containers are created with a quota of what they write. */
  quota: boolean;
  /** What it took the first time to create a container of the app, to start it, and to start a helper; milliseconds. */
  readonly firstCosts: { create?: number; start?: number; helper?: number };
  /** By the engine's clock. */
  now(): Nanoseconds;
}

/** Something that this engine cannot do, so that a claim stays unproven here. The message is a sentence for people. */
export class NotHere extends Error {
  override readonly name = "NotHere";
}

export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
