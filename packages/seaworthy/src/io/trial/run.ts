import { randomBytes } from "node:crypto";
import type { UnitCosts } from "../../models/trial/floor.js";
import type { Nanoseconds } from "../../models/trial/moment.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import type { Engine } from "../engine/find-engine.js";
import type { Dealings } from "./dealings.js";
import { DiskWatch } from "./disk-watch.js";
import { type EngineFacts, engineFacts, OLDEST_API } from "./engine-facts.js";
import { Events } from "./events.js";
import { HelperImage } from "./helper-image.js";
import type { ImageFacts } from "./image-facts.js";
import { Images } from "./images.js";
import { Made, RUN_LABEL } from "./made.js";
import { Surroundings } from "./surroundings.js";

/**
 * One trial's dealings with the engine: what drills are written on. All that it makes bears its label, and is removed by `close`, whatever
 * happened; what a killed run left is removed by the next one.
 */
export class Run {
  readonly plan: TrialPlan;
  readonly engine: EngineFacts;
  /** Fires when the trial is to end at once: a drill that waits by other means than the run's listens to it too. */
  readonly signal: AbortSignal;
  private readonly dealings: Dealings;
  private readonly images: Images;
  private common: Promise<Surroundings> | null = null;
  private surroundingsMs = 0;

  private constructor(dealings: Dealings) {
    this.dealings = dealings;
    this.plan = dealings.plan;
    this.engine = dealings.facts;
    this.signal = dealings.signal;
    this.images = new Images(dealings);
  }

  /** Throws EngineError, or an Error with one clear line, where nothing can be tried on this engine. */
  static async open(engine: Engine, plan: TrialPlan, signal: AbortSignal): Promise<Run> {
    const { client } = engine;
    if (!(await client.speaks(OLDEST_API)))
      throw new Error(
        `the engine at ${engine.address} speaks API ${(await client.ping()).docker}: a trial needs 1.${OLDEST_API}`,
      );
    const facts = await engineFacts(engine);
    const id = randomBytes(6).toString("hex");
    const made = new Made(client, id);
    await made.sweep(Date.now() + facts.clockAheadMs);
    const events = await Events.open(client, `${RUN_LABEL}=${id}`);
    const helper = new HelperImage(client, facts, made);
    const now = () => nanoseconds(facts.clockAheadMs);
    const local = engine.address.startsWith("unix://");
    const disk = new DiskWatch(client, `${RUN_LABEL}=${id}`, plan.limits.diskBytes);
    return new Run({
      disk,
      client,
      facts,
      local,
      events,
      made,
      helper,
      plan,
      signal,
      usual: {},
      quota: facts.mayHaveQuota,
      firstCosts: {},
      now,
    });
  }

  /** What everything bears that the run makes, also images that are built by others' means. */
  get labels(): Readonly<Record<string, string>> {
    return this.dealings.made.labels;
  }

  /** Which container wrote more to disk than it may, in a sentence, so that nothing that is seen since then counts; null: none did. */
  get overflow(): string | null {
    return this.dealings.disk.overflow;
  }

  /** By the engine's clock. */
  now(): Nanoseconds {
    return this.dealings.now();
  }

  /** Sets the capabilities of all containers of the app that are started from now on. */
  adopt(capAdd: readonly string[]): void {
    this.dealings.usual = { capAdd };
  }

  /** The image of the app, or of a dependency. */
  image(name = this.plan.app.image): Promise<ImageFacts> {
    return this.images.facts(name);
  }

  /** The dependencies that drills share which do them no harm; opened when first asked for, closed with the run. */
  shared(): Promise<Surroundings> {
    if (this.common) return this.common;
    const began = performance.now();
    this.common = this.own().finally(() => {
      this.surroundingsMs = performance.now() - began;
    });
    return this.common;
  }

  /** What things cost on this engine, each as it was the first time, when nothing else was done; milliseconds. */
  get costs(): Omit<UnitCosts, "removal"> {
    const { create = 0, start = 0, helper = 0 } = this.dealings.firstCosts;
    return { surroundings: this.surroundingsMs, start: create + start, helper };
  }

  /** Dependencies of a drill's own, for one that stops, pauses or cuts them off. Whoever asks closes it. */
  own(): Promise<Surroundings> {
    return Surroundings.open(this.dealings, this.images);
  }

  /** Removes all that the run made; gives what could not be removed, for people. Never throws for what the engine does not do. */
  async close(): Promise<readonly string[]> {
    const { made, helper, events, disk } = this.dealings;
    disk.close();
    try {
      const left = await made.removeAll();
      await helper.remove();
      return left;
    } catch (error) {
      return [`what the trial made could not be removed: ${error instanceof Error ? error.message : String(error)}`];
    } finally {
      events.close();
    }
  }
}

function nanoseconds(aheadMs: number): Nanoseconds {
  return String(BigInt(Math.round((performance.timeOrigin + performance.now() + aheadMs) * 1000)) * 1000n);
}
