import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Dealings } from "./dealings.js";
import type { EngineEvent } from "./events.js";
import { type AskedHealth, HealthRunner } from "./health-runner.js";

const MS = 1e6;
const frame = (text: string) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);

/**
 * An engine whose execs end with these codes in turn; null: that one never ends, "gone": the container takes none.
 * @param ofImage the health check of the image
 */
function engine(codes: readonly (number | null | "gone")[], ofImage: Readonly<Record<string, unknown>> = {}) {
  const told: string[] = [];
  const commands: unknown[] = [];
  const left = [...codes];
  let enough: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const client = {
    async json(_: string, path: string, options: { readonly body?: { readonly Cmd?: unknown } } = {}): Promise<unknown> {
      // Podman tells of an image's health check in its own form alone.
      if (path.startsWith("/images/")) return { Id: "i", Config: {} };
      if (path.startsWith("/libpod/images/")) return { Healthcheck: ofImage };
      if (path.endsWith("/exec")) {
        commands.push(options.body?.Cmd);
        if (left.length === 0) {
          enough();
          return new Promise(() => {});
        }
        return { Id: "e" };
      }
      const [code] = left.splice(0, 1);
      return { ExitCode: code };
    },
    async hijack() {
      const stream = new PassThrough();
      stream.write(frame("words\n"));
      if (left[0] === null) left.splice(0, 1);
      else stream.end();
      return stream;
    },
  };
  const events = { of: (): readonly EngineEvent[] => [], tell: ({ what }: EngineEvent) => void told.push(what) };
  const facts = { kind: "podman" };
  const dealings = { client, events, facts, signal: new AbortController().signal, now: () => "1" } as unknown as Dealings;
  return { dealings, told, commands, done };
}

const asked = (parts: Readonly<Record<string, unknown>>): AskedHealth => ({ image: "i", Interval: 2 * MS, Retries: 2, ...parts });

describe("a health check that is run as Docker's engine would", () => {
  it("turns with the first that passes, and with as many in a row that fail as are asked for", async () => {
    const { dealings, told, commands, done } = engine([1, 1, 0, 1, 0, 1, 1]);
    const runner = await HealthRunner.open(dealings, "c", asked({ Test: ["CMD", "check", "a b"] }));
    expect(runner?.health.status).toBe("starting");
    await done;
    runner?.stop();
    expect(told).toEqual(["health_status: unhealthy", "health_status: healthy", "health_status: unhealthy"]);
    expect(commands[0]).toEqual(["check", "a b"]);
    expect(runner?.health).toMatchObject({ status: "unhealthy", failing: 2 });
    expect(runner?.health.log.map(({ exitCode, output }) => [exitCode, output])).toEqual([
      [0, "words\n"],
      [1, "words\n"],
      [0, "words\n"],
      [1, "words\n"],
      [1, "words\n"],
    ]);
  });

  it("counts no failure while the service has time to start", async () => {
    const { dealings, told, done } = engine([1, 1, 1, 1]);
    const runner = await HealthRunner.open(dealings, "c", asked({ Test: ["CMD", "check"], StartPeriod: 60_000 * MS }));
    await done;
    runner?.stop();
    expect(told).toEqual([]);
    expect(runner?.health).toMatchObject({ status: "starting", failing: 0 });
  });

  it("takes one that does not end in time for a failure, and goes on", async () => {
    const { dealings, told, done } = engine([null, 0]);
    const runner = await HealthRunner.open(dealings, "c", asked({ Test: ["CMD", "check"], Timeout: 5 * MS, Retries: 1 }));
    await done;
    runner?.stop();
    expect(told).toEqual(["health_status: unhealthy", "health_status: healthy"]);
    expect(runner?.health.log[0]).toMatchObject({ exitCode: -1 });
  });

  it("takes from the image what is not asked for, and its shell", async () => {
    const { dealings, commands, done } = engine([], { Test: ["CMD-SHELL", "check || exit 1"], Retries: 7 });
    const runner = await HealthRunner.open(dealings, "c", { image: "i", Interval: 2 * MS });
    await done;
    runner?.stop();
    expect(commands).toEqual([["/bin/sh", "-c", "check || exit 1"]]);
  });

  it.each([
    ["none at all", {}, {}],
    ["one that is switched off", { Test: ["NONE"] }, { Test: ["CMD", "check"] }],
    ["one that the image switches off", {}, { Test: ["NONE"] }],
  ])("does nothing for %s", async (_, ofContainer, ofImage) => {
    expect(await HealthRunner.open(engine([], ofImage).dealings, "c", { image: "i", ...ofContainer })).toBeNull();
  });
});
