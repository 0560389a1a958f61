import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import type { Dealings } from "./dealings.js";
import { HelpersBeside } from "./helpers-beside.js";

/** Helpers that come to be, or do not, one after the other. */
function beside(starts: readonly (PassThrough | Error)[]) {
  const removed: string[] = [];
  let at = 0;
  const start = async () => {
    const next = starts[at++];
    if (!(next instanceof PassThrough)) throw next ?? new Error("no more");
    return { id: String(at), stream: next };
  };
  const dealings = {
    helper: { start },
    made: { removeContainer: async (id: string) => void removed.push(id) },
    firstCosts: {},
    now: () => 0n,
  } as unknown as Dealings;
  return { helpers: new HelpersBeside(dealings, "c"), removed };
}

it("starts a helper anew that could not be started, or that ended", async () => {
  const first = new PassThrough();
  const { helpers, removed } = beside([new Error("it does not run yet"), first, new PassThrough()]);
  await expect(helpers.to("files")).rejects.toThrow("it does not run yet");
  const helper = await helpers.to("files");
  expect(await helpers.to("files")).toBe(helper);
  first.end();
  await expect.poll(() => helper.isOver).toBe(true);
  const [one, other] = await Promise.all([helpers.to("files"), helpers.to("files")]);
  expect(one).not.toBe(helper);
  expect(other).toBe(one);
  await helpers.remove();
  expect(removed.sort()).toEqual(["2", "3"]);
});
