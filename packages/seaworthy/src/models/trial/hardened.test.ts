import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type HardenedRun, hardenedOf } from "./hardened.js";

const run: HardenedRun = {
  image: "example/api:1",
  service: null,
  user: "1000:1000",
  capAdd: ["NET_BIND_SERVICE"],
  tmpfs: [
    { path: "/tmp", options: "" },
    { path: "/app/my cache", options: "uid=1000,gid=1000" },
  ],
  init: true,
  stopGraceMs: 10_000,
  memoryBytes: 512 * 1024 * 1024,
  pids: 256,
};

/** The words that a shell makes of a command line. */
const words = (command: string) =>
  spawnSync("sh", ["-c", `docker() { for one in "$@"; do printf '%s\\0' "$one"; done; }; ${command}`], { encoding: "utf8" })
    .stdout.split("\0")
    .slice(0, -1);

describe("a hardened run", () => {
  it("is written as a Compose fragment", () => {
    const { compose } = hardenedOf(run);
    expect(parse(compose)).toEqual({
      services: {
        app: {
          image: "example/api:1",
          user: "1000:1000",
          read_only: true,
          tmpfs: ["/tmp", "/app/my cache:uid=1000,gid=1000"],
          cap_drop: ["ALL"],
          cap_add: ["NET_BIND_SERVICE"],
          security_opt: ["no-new-privileges:true"],
          init: true,
          stop_grace_period: "10s",
          mem_limit: "512m",
          pids_limit: 256,
        },
      },
    });
    const { services } = parse(hardenedOf({ ...run, service: "api", user: null, capAdd: [], tmpfs: [], init: false }).compose);
    expect(Object.keys(services.api)).toEqual([
      "read_only",
      "cap_drop",
      "security_opt",
      "stop_grace_period",
      "mem_limit",
      "pids_limit",
    ]);
  });

  it.skipIf(process.platform === "win32")("is written as a command line that a shell takes apart again", () => {
    expect(words(hardenedOf(run).command)).toEqual([
      ..."run --read-only --tmpfs /tmp --tmpfs".split(" "),
      "/app/my cache:uid=1000,gid=1000",
      ..."--cap-drop ALL --cap-add NET_BIND_SERVICE --security-opt no-new-privileges:true --init --user 1000:1000".split(" "),
      ..."--stop-timeout 10 --memory 512m --pids-limit 256 example/api:1".split(" "),
    ]);
  });

  it.skipIf(process.platform === "win32")("takes names out of an image for nothing but names", () => {
    const path = "/a'; touch /tmp/x; '$(id)`id`\"\n- b: &c *d # e";
    const { compose, command } = hardenedOf({ ...run, service: "yes", user: "app: x", tmpfs: [{ path, options: "" }] });
    expect(parse(compose).services.yes).toMatchObject({ tmpfs: [path], user: "app: x" });
    expect(words(command)).toContain(path);
  });
});
