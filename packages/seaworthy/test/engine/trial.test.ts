import { afterAll, describe, expect, it } from "vitest";
import { type Fixtures, makeFixtures } from "./fixtures/make-fixtures.js";
import { tryTwin } from "./fixtures/try-twin.js";
import { fixturesOf, PAIRS } from "./fixtures/twins.js";
import { isMissing, type Missing, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

/** Pairs that stand for all: `npm run soak` tries every one ten times. */
const CHOSEN = PAIRS.filter(({ chosen }) => chosen);

const running = await trialEngine();
const fixtures: Fixtures | Missing = isMissing(running)
  ? running
  : await makeFixtures(running.engine.address, fixturesOf(CHOSEN));
afterAll(async () => {
  if (!isMissing(fixtures)) await fixtures.remove();
  if (!isMissing(running)) await running.stop();
}, 120_000);

const lacks = isMissing(running) || isMissing(fixtures);
describe.skipIf(lacks)(title(`${CHOSEN.length} pairs of services, each told from its twin`, fixtures), () => {
  it.concurrent.each(
    CHOSEN.flatMap((pair) => [
      { pair, twin: pair.good, says: "yes" },
      { pair, twin: pair.bad, says: "no" },
    ]),
  )("$pair.name: $twin.what: $says", { timeout: 300_000 }, async ({ pair, twin, says }) => {
    if (isMissing(running) || isMissing(fixtures)) return;
    const answer = await tryTwin(running.engine, fixtures, pair, twin);
    expect(answer).toMatchObject({ says });
  });
});
