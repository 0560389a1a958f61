import { describe, expect, it } from "vitest";
import { nextCapability, USUAL_CAPABILITIES } from "./capability-hints.js";

describe("the capability to try next", () => {
  it.each([
    ["chown: /var/lib/postgresql/data: Operation not permitted", [], "CHOWN"],
    ['nginx: [emerg] chown("/var/cache/nginx/client_temp", 33) failed (1: Operation not permitted)', [], "CHOWN"],
    ["2026/11/27 [emerg] 29#29: setgid(33) failed (1: Operation not permitted)", ["CHOWN"], "SETGID"],
    ["initgroups(www-data, 33) failed (1: Operation not permitted)", [], "SETGID"],
    ["setuid(33) failed (1: Operation not permitted)", ["CHOWN", "SETGID"], "SETUID"],
    ['error: failed switching to "app": operation not permitted', [], "SETGID"],
    ['error: failed switching to "app": operation not permitted', ["SETGID"], "SETUID"],
    ["su-exec: setgroups(0): Operation not permitted", [], "SETGID"],
    ["Error: listen EACCES: permission denied 0.0.0.0:80", [], "NET_BIND_SERVICE"],
    ["bind() to 0.0.0.0:80 failed (13: Permission denied)", [], "NET_BIND_SERVICE"],
    ["chmod: changing permissions of '/data': Operation not permitted", [], "FOWNER"],
    ["sh: can't create /etc/app.conf: Permission denied", [], "DAC_OVERRIDE"],
    ["exec /usr/local/bin/caddy: operation not permitted", [], "NET_BIND_SERVICE"],
    ["[alert] 1#1: worker process 29 exited with fatal code 2 and cannot be respawned", ["CHOWN"], "SETGID"],
    ["all is well", [...USUAL_CAPABILITIES], null],
  ])("%s %j: %s", (line, given, next) => expect(nextCapability(["starting", line], given)).toBe(next));

  it("goes by the last words", () => {
    expect(nextCapability(["chown: not permitted", "setgid: not permitted"], [])).toBe("SETGID");
  });
});
