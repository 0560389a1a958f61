import { afterEach, describe, expect, it } from "vitest";
import { type FakeAnswer, type FakeEngine, fakeEngine } from "../../testing/fake-engine.js";
import { DiskWatch, type Watched } from "./disk-watch.js";

const ID = "a".repeat(64);
const LIMIT = 64 << 20;

let fake: FakeEngine;
afterEach(() => fake.close());

/** One container, whose layer is of a size, watched until its size was asked for twice or it was ended. */
async function watched(size: unknown, volumes: () => Promise<number>, who = "app") {
  let asked = 0;
  const ended: string[] = [];
  fake = await fakeEngine(({ what, query }): FakeAnswer | undefined => {
    if (what !== "GET /containers/json") return undefined;
    asked++;
    expect(JSON.parse(query.get("filters") ?? "")).toEqual({ label: ["seaworthy.run=1"], status: ["running"] });
    return [
      { Id: ID, SizeRw: size },
      { Id: "another", SizeRw: 2 * LIMIT },
    ];
  });
  const watch = new DiskWatch(fake.engine.client, "seaworthy.run=1", LIMIT);
  const container: Watched = { id: ID, who, volumeBytes: volumes, kill: async () => void ended.push(who) };
  watch.add(container);
  await expect.poll(() => asked >= 2 || ended.length > 0, { timeout: 10_000 }).toBe(true);
  watch.close();
  return { ended, overflow: watch.overflow };
}

describe("the watch over what is written to disk", () => {
  it("ends one that writes more than it may into its layer", async () => {
    expect(await watched(LIMIT + 1, async () => 0)).toEqual({
      ended: ["app"],
      overflow: "the service wrote more than 64 MB to disk, and was ended",
    });
  });

  it("counts its volumes", async () => {
    expect(await watched(LIMIT / 2, async () => LIMIT, "db")).toEqual({
      ended: ["db"],
      overflow: "the dependency db wrote more than 64 MB to disk, and was ended",
    });
  });

  it.each<readonly [string, unknown, () => Promise<number>]>([
    ["one that keeps to it", LIMIT, async () => 0],
    ["one whose volumes cannot be seen", LIMIT, () => Promise.reject(new Error("the helper ended"))],
    ["one of which the engine tells nothing", undefined, async () => 0],
  ])("lets %s be", async (_, size, volumes) => {
    expect(await watched(size, volumes)).toEqual({ ended: [], overflow: null });
  });
});
