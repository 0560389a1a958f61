import { describe, expect, it } from "vitest";
import { parseEvent } from "./events.js";

const docker = (action: string, attributes: object = {}) =>
  `{"status":"x","id":"abc","Type":"container","Action":${JSON.stringify(action)},"Actor":{"ID":"abc","Attributes":${JSON.stringify(attributes)}},"scope":"local","time":1795800781,"timeNano":1795800781123456789}`;

describe("an event of the engine", () => {
  it.each([
    ["start", {}, "start"],
    ["die", { exitCode: "137" }, "die 137"],
    ["kill", { signal: "15" }, "kill 15"],
    ["health_status: unhealthy", {}, "health_status: unhealthy"],
    ["oom", {}, "oom"],
  ])("%s", (action, attributes, what) =>
    expect(parseEvent(docker(action, attributes))).toEqual({ container: "abc", at: "1795800781123456789", what }),
  );

  it("is read in Podman's words", () => {
    const line =
      '{"status":"died","id":"abc","Type":"container","Action":"died","Actor":{"ID":"abc","Attributes":{"containerExitCode":"3"}},"timeNano":1795800781123456789}';
    expect(parseEvent(line)?.what).toBe("die 3");
    expect(parseEvent(line.replaceAll("died", "health_status").replace("containerExitCode", "health_status"))?.what).toBe(
      "health_status: 3",
    );
  });

  it("is not made up by a label of the image", () => {
    const line = docker("start", { timeNano: "5", note: '"timeNano":7,' });
    expect(parseEvent(line)?.at).toBe("1795800781123456789");
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    docker("exec_create: sh"),
    docker("start").replace(/"timeNano":\d+/, '"timeNano":1e400'),
    docker("start").replaceAll("abc", ""),
  ])("is none: %s", (line) => expect(parseEvent(line)).toBeNull());
});
