import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { isGone, LONGEST_RUN, parseOwner, thisProcess } from "./owner.js";

describe("the maker of a container", () => {
  const self = thisProcess();
  it("lives while its process does", async () => {
    expect(isGone(parseOwner(JSON.stringify(self)), 0)).toBe(false);
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    expect(isGone({ ...self, pid: child.pid as number }, 0)).toBe(true);
  });
  it.skipIf(self.began === "")("is gone where its pid was given to another", () => {
    expect(isGone({ ...self, began: "1" }, 0)).toBe(true);
  });
  it("is not known to be gone on another machine, in another namespace, after another start, but by age", () => {
    for (const other of [{ host: "elsewhere" }, { boot: "other" }, { namespace: "pid:[1]" }]) {
      expect(isGone({ ...self, pid: 2 ** 22 + 1, ...other }, 1000)).toBe(false);
      expect(isGone({ ...self, ...other }, LONGEST_RUN + 1)).toBe(true);
    }
    expect(isGone(null, 1000)).toBe(false);
    expect(isGone(null, LONGEST_RUN + 1)).toBe(true);
  });
  it.each(["", "{", "null", '{"pid":-1}', '{"pid":0}', '{"pid":"1"}'])("is not named by %j", (label) =>
    expect(parseOwner(label)).toBeNull(),
  );
});
