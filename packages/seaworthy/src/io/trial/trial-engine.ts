import type { TrialPlan } from "../../models/trial/plan.js";
import type { Trial } from "../../models/trial/trial.js";
import { buildImage } from "../build/build-image.js";
import type { BuildRequest } from "../build/build-request.js";
import { findBuilder } from "../build/find-builder.js";
import { EngineError } from "../engine/engine-client.js";
import { findEngine } from "../engine/find-engine.js";
import type { Environment } from "../program.js";
import { UsageError } from "../usage-error.js";
import { engineFacts } from "./engine-facts.js";
import { type ImageFacts, imageFacts } from "./image-facts.js";
import { runTrial } from "./run-trial.js";

export interface TrialRun {
  /** The version of the tool, for the record. */
  readonly tool: string;
  readonly quick: boolean;
  readonly signal: AbortSignal | null;
  /** What happens, for people, while it does. */
  readonly progress: (line: string) => void;
  /** What is worth to be told when it is over. */
  readonly note: (line: string) => void;
}

/** An engine as a trial needs it. */
export interface TrialHost {
  readonly address: string;
  /** What it runs by itself: `linux/amd64`. */
  platform(): Promise<string>;
  /** What an image of the engine says of itself. Throws UsageError where it has none of that name. */
  image(name: string): Promise<ImageFacts>;
  run(plan: TrialPlan, options: TrialRun): Promise<Trial>;
  /** Builds an image by BuildKit, with the installed client, and gives its id. Throws UsageError with what went wrong. */
  build(request: BuildRequest, signal: AbortSignal | null): Promise<string>;
}

/** The engine that Docker's own client would take, else Podman's. Throws UsageError with what was tried. */
export async function trialHost(env: Environment): Promise<TrialHost> {
  const engine = await findEngine(["docker", "podman"], env);
  if ("tried" in engine) {
    const tried = engine.tried.length > 0 ? `: ${engine.tried.join("; ")}` : "";
    throw new UsageError(`a trial needs a container engine, and none answered${tried}`);
  }
  return {
    address: engine.address,
    async platform() {
      try {
        return (await engineFacts(engine)).platform;
      } catch (error) {
        throw plain(error);
      }
    },
    async image(name) {
      let facts: ImageFacts | null;
      try {
        facts = await imageFacts(engine, name);
      } catch (error) {
        throw plain(error);
      }
      if (facts) return facts;
      throw new UsageError(`the engine at ${engine.address} has no image ${name}: build it or pull it first`);
    },
    async run(plan, { signal, ...options }) {
      try {
        return await runTrial(plan, { engine, env, ...options, ...(signal ? { signal } : {}) });
      } catch (error) {
        signal?.throwIfAborted();
        throw plain(error);
      }
    },
    async build(request, signal) {
      const builder = findBuilder(engine, env, [request.context]);
      if ("because" in builder) throw new UsageError(builder.because);
      try {
        return (await buildImage(request, builder, signal ?? new AbortController().signal)).image;
      } catch (error) {
        signal?.throwIfAborted();
        throw plain(error);
      }
    },
  };
}

/** What an engine refuses, and what one clear line tells, is no fault of ours: those of ours are of kinds of their own. */
function plain(error: unknown): unknown {
  if (error instanceof EngineError || (error instanceof Error && error.constructor === Error))
    return new UsageError(error.message);
  return error;
}
