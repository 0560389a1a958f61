import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Fixtures, makeFixtures } from "./fixtures/make-fixtures.js";
import type { Pair, Twin } from "./fixtures/pairs/pair.js";
import { removeContexts, tryTwin } from "./fixtures/try-twin.js";
import { fixturesOf, PAIRS } from "./fixtures/twins.js";
import { isMissing } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

/** How often each is tried, how many at the same time, and which: a part of their names. */
const ROUNDS = Number(process.env.SOAK_ROUNDS ?? 10);
const AT_ONCE = Number(process.env.SOAK_AT_ONCE ?? 4);
const ONLY = new RegExp(process.env.SOAK_ONLY ?? "");
/** A file that gets the table too, as Markdown. */
const FILE = process.env.SOAK_FILE;

/** What came of one of the two, over all rounds. */
interface Told {
  right: number;
  readonly wrong: string[];
  ms: number;
}

it("tells every service from its twin each time", { timeout: 0 }, async () => {
  const pairs = PAIRS.filter(({ name }) => ONLY.test(name));
  const running = await trialEngine();
  if (isMissing(running)) throw new Error(running.because);
  const fixtures = await makeFixtures(running.engine.address, fixturesOf(pairs));
  if (isMissing(fixtures)) throw new Error(fixtures.because);
  const all = new Map<string, Told>();
  const told = (pair: Pair, twin: Twin): Told => {
    const key = `${pair.name}, ${twin.what}`;
    const one = all.get(key) ?? { right: 0, wrong: [], ms: 0 };
    all.set(key, one);
    return one;
  };
  const once = async (pair: Pair, which: "good" | "bad", images: Fixtures) => {
    const began = performance.now();
    const twin = pair[which];
    const answer = await tryTwin(running.engine, images, pair, twin).catch((error: unknown) => ({
      says: "failed",
      because: String(error),
    }));
    const seen = told(pair, twin);
    seen.ms += performance.now() - began;
    if (answer.says === (which === "good" ? "yes" : "no")) seen.right++;
    else {
      seen.wrong.push(`${answer.says}: ${"because" in answer ? answer.because : ""}`);
      console.log(`${pair.name}, ${twin.what}: ${seen.wrong.at(-1)}`);
    }
  };
  const line = (pair: Pair, twin: Twin) => {
    const { right, wrong, ms } = told(pair, twin);
    const times = right + wrong.length;
    return `${twin.what}: ${right}/${times}, ${(ms / Math.max(1, times) / 1000).toFixed(1)} s`;
  };
  const table = () =>
    [
      "| pair | rule | yes | no |",
      "|---|---|---|---|",
      ...pairs.map((pair) => `| ${pair.name} | \`${pair.rule}\` | ${line(pair, pair.good)} | ${line(pair, pair.bad)} |`),
    ].join("\n");
  try {
    const work = Array.from({ length: ROUNDS }, () =>
      pairs.flatMap((pair) => [() => once(pair, "good", fixtures), () => once(pair, "bad", fixtures)]),
    ).flat();
    const worker = async (): Promise<void> => {
      for (let next = work.shift(); next; next = work.shift()) {
        await next();
        // Whoever ends it early has what there is.
        if (FILE) writeFileSync(FILE, `${table()}\n`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    removeContexts();
    await fixtures.remove();
    await running.stop();
  }
  console.log(table());
  const wrong = pairs.flatMap((pair) =>
    [pair.good, pair.bad].flatMap((twin) => told(pair, twin).wrong.map((why) => `${pair.name}, ${twin.what}: ${why}`)),
  );
  expect(wrong).toEqual([]);
});
