import { expect, test } from "vitest";
import { signalName } from "./stop-signal.js";

test.each([
  ["SIGTERM", "TERM"],
  ["sigkill", "KILL"],
  ["9", "KILL"],
  [" quit ", "QUIT"],
  ["SIGRTMIN+3", "RTMIN+3"],
  ["37", "RTMIN+3"],
  ["40", "40"],
  ["SIGFOO", null],
  ["0", null],
  ["${SIGNAL}", null],
  ["", null],
])("%j is %j", (written, name) => expect(signalName(written)).toBe(name));
