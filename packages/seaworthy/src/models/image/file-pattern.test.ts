import { describe, expect, it } from "vitest";
import { pathMatcher } from "./file-pattern.js";

describe("patterns of files in an image", () => {
  it.each([
    ["/etc/passwd", "/etc/passwd", true],
    ["/etc/passwd", "/etc/passwd-", false],
    ["/etc/passwd", "/srv/etc/passwd", false],
    ["/var/lib/dpkg/status.d/*", "/var/lib/dpkg/status.d/base", true],
    ["/var/lib/dpkg/status.d/*", "/var/lib/dpkg/status.d/a/b", false],
    ["/**/package.json", "/package.json", true],
    ["/**/package.json", "/app/node_modules/a/package.json", true],
    ["/**/package.json", "/app/package.json.bak", false],
    ["/**/.env*", "/app/.env.production", true],
    ["/**/.env*", "/app/env", false],
    ["/**/*.sh", "/docker-entrypoint.sh", true],
    ["/opt/**/bin/*", "/opt/bin/run", true],
    ["/opt/**/bin/*", "/opt/a/b/bin/run", true],
    ["/opt/**/bin/*", "/opt/a/b/bin", false],
    ["/a+b/*.c", "/a+b/x.c", true],
    ["/a+b/*.c", "/aab/x.c", false],
  ])("%s on %s: %s", (pattern, path, matches) => {
    expect(pathMatcher([pattern])(path)).toBe(matches);
    expect(pathMatcher(["/nothing", pattern, "/**/x", "/y/*"])(path)).toBe(matches);
  });
  it("matches nothing without a pattern", () => {
    expect(pathMatcher([])("/etc/passwd")).toBe(false);
  });
});
