import { expect, it } from "vitest";
import { trialSignal } from "./trial-signal.js";

it.each([
  ["by its time alone", undefined],
  ["by whoever asked for it, too", new AbortController().signal],
])("what ends a trial %s is listened to by many, and node warns of no leak", async (_, given) => {
  const warnings: Error[] = [];
  const note = (warning: Error): number => warnings.push(warning);
  process.on("warning", note);
  const signal = trialSignal(given);
  for (let index = 0; index < 30; index++) signal.addEventListener("abort", () => index, { once: true });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", note);
  expect(warnings).toEqual([]);
});

it("ends with whoever asked for it", () => {
  const controller = new AbortController();
  const signal = trialSignal(controller.signal);
  controller.abort();
  expect(signal.aborted).toBe(true);
});
