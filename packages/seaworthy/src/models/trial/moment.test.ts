import { describe, expect, it } from "vitest";
import { msBetween, nanosecondsOf } from "./moment.js";

describe("a point in time", () => {
  it("is exact beyond what numbers hold", () => {
    expect(nanosecondsOf("2026-11-27T17:33:01.123456789Z")).toBe("1795800781123456789");
    expect(nanosecondsOf("2026-11-27T17:33:01Z")).toBe("1795800781000000000");
    expect(nanosecondsOf("2026-11-27T18:33:01.5+01:00")).toBe("1795800781500000000");
    expect(msBetween("1795800781123456789", "1795800781124456790")).toBe(1.000001);
    expect(msBetween("1795800781124456789", "1795800781123456789")).toBe(-1);
  });
  it.each(["0001-01-01T00:00:00Z", "", "yesterday", "2026-11-27", "2026-13-40T00:00:00Z"])("is none: %j", (text) =>
    expect(nanosecondsOf(text)).toBeNull(),
  );
});
