import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonObject, type LogLine, phaseOf, readLogs, traceLines } from "./log-lines.js";

const line = (text: string, at: string | null = "1795800729123456789"): LogLine => ({ stream: "stdout", at, text });
const plain = (text: string) => text;

describe("the phase of a line", () => {
  it.each([
    ["1", "10", "20", "starting"],
    ["10", "10", "20", "steady"],
    ["19", "10", "20", "steady"],
    ["20", "10", "20", "stopping"],
    ["9007199254740993", "9007199254740994", null, "starting"],
    ["5", null, null, "starting"],
    [null, "10", "20", "steady"],
  ] as const)("at %s, ready at %s, told to stop at %s: %s", (at, readyAt, stopAt, phase) => {
    expect(phaseOf(line("x", at), { readyAt, stopAt })).toBe(phase);
  });
});

describe("how much of a log is JSON", () => {
  it("is counted by phase and stream, with the keys that most lines have and the lines that are none", () => {
    const lines: LogLine[] = [
      line("banner", "1"),
      line('{"@timestamp":"x","log":{"level":"info"},"message":"up"}', "11"),
      line('{"@timestamp":"x","log.level":"info","message":"up","msg":1}', "12"),
      { ...line("secret hunter2", "13"), stream: "stderr" },
      line("[1]", "21"),
    ];
    const seen = readLogs(lines, { readyAt: "10", stopAt: "20" }, (text) => text.replaceAll("hunter2", "[masked]"));
    expect(seen).toEqual({
      counts: [
        { phase: "starting", stream: "stdout", lines: 1, json: 0 },
        { phase: "steady", stream: "stdout", lines: 2, json: 2 },
        { phase: "steady", stream: "stderr", lines: 1, json: 0 },
        { phase: "stopping", stream: "stdout", lines: 1, json: 0 },
      ],
      keys: { time: "@timestamp", level: "log.level", message: "message" },
      offenders: ["banner", "secret [masked]", "[1]"],
    });
  });

  it("keeps few offenders, and short ones", () => {
    const seen = readLogs(
      Array.from({ length: 50 }, () => line("x".repeat(999))),
      { readyAt: null, stopAt: null },
      plain,
    );
    expect([seen.offenders.length, seen.offenders[0]?.length, seen.keys.time]).toEqual([10, 200, null]);
  });

  it.each(["", "text", "12", "null", "[1]", '"x"', "{", '{"a":1} trailing', "{'a':1}"])("%j is no object", (text) => {
    expect(jsonObject(text)).toBeNull();
  });

  it("no text crashes it", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const lines = texts.map((text) => line(text));
        expect(readLogs(lines, { readyAt: null, stopAt: null }, plain).counts.reduce((sum, { lines }) => sum + lines, 0)).toBe(
          texts.length,
        );
        traceLines(lines);
      }),
    );
  });
});

describe("the trace of an error", () => {
  it.each([
    ["Node", ["Error: boom", "    at f (/app/server.js:1:2)", "    at node:internal/main:1:2"], 3],
    ["Python", ["Traceback (most recent call last):", '  File "/app/x.py", line 3, in f', "ValueError: boom"], 3],
    ["Java", ["java.lang.RuntimeException: x", "\tat a.B.c(B.java:1)", "Caused by: y"], 3],
    ["Go", ["panic: x", "goroutine 1 [running]:"], 2],
    ["Ruby", ["x (RuntimeError)", "\tfrom a.rb:1:in `f'"], 2],
    ["JSON", [JSON.stringify({ msg: "failed", err: { stack: "Error: boom\n    at f (/app/server.js:1:2)" } })], 1],
    ["JSON of Python", [JSON.stringify({ exc: 'Traceback (most recent call last):\n  File "x.py", line 1' })], 1],
    ["none", ["all is well", '{"msg":"meet at noon"}'], 0],
  ])("%s", (_, texts, count) => {
    expect(traceLines(texts.map((text) => line(text)))).toBe(count);
  });
});
