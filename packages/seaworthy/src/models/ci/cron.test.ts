import { describe, expect, test } from "vitest";
import { longestGapDays } from "./cron.js";

describe("the longest gap of a cron line", () => {
  test.each([
    ["0 0 * * *", 1],
    ["0 */6 * * *", 0.25],
    ["*/15 * * * *", 15 / 1440],
    ["0 9-17 * * *", 16 / 24],
    ["0 3 5 * *", 31],
    ["0 0 1,15 * *", 17],
    ["0 0 29 * *", 59],
    ["0 0 31 * *", 61],
    ["0 0 29 2 *", 1461],
    ["0 0 1 */2 *", 62],
    ["0 0 1 */6 *", 184],
    ["0 0 1 jan,jul *", 184],
    ["0 0 * * 0", 7],
    ["0 0 * * 7", 7],
    ["0 0 * * MON-FRI", 3],
    ["0 0 * * 1,4", 4],
    ["30 5 * * Sun", 7],
    ["0 0 */10 * *", 10],
    ["@weekly", 7],
    ["5/20 * * * *", 20 / 1440],
    ["0 22,23 * * 5", 7 - 1 / 24],
  ])("%s: %d days", (cron, days) => expect(longestGapDays(cron)).toBeCloseTo(days, 9));

  test("either the day of the month or of the week is enough, unless one begins with a star", () => {
    expect(longestGapDays("0 0 1 * 1")).toBe(7);
    expect(longestGapDays("0 0 1-7 * */7")).toBeGreaterThan(27);
  });

  test.each(["", "* * * *", "61 * * * *", "0 0 30 2 *", "0 0 0 * *", "a b c d e", "0 0 * * 5-1", "0 0 1/0 * *", "@reboot"])(
    "%j is no schedule",
    (cron) => expect(longestGapDays(cron)).toBeNull(),
  );
});
