import { describe, expect, it } from "vitest";
import { readRemarks } from "./remarks.js";

const comment = {
  file: "7.sh",
  line: 3,
  endLine: 3,
  column: 6,
  endColumn: 8,
  level: "info",
  code: 2086,
  message: "Double quote.",
  fix: { replacements: [] },
};
const read = (comments: unknown) => readRemarks(JSON.stringify({ comments }), 7, 2);

describe("ShellCheck's json1", () => {
  it("is remarks by the number of the file, for each file", () => {
    const { file: _, fix: __, ...remark } = comment;
    expect([...(read([comment]) ?? [])]).toEqual([
      [7, [remark]],
      [8, []],
    ]);
    expect(read([{ ...comment, file: "./8.sh" }])?.get(8)).toHaveLength(1);
    expect(read([{ ...comment, endLine: undefined, endColumn: 0 }])?.get(7)?.[0]).toMatchObject({ endLine: 3, endColumn: 6 });
  });
  it("anything else is no answer", () => {
    for (const text of ["", "[]", "null", '{"comments":1}', "not json", '{"comments":[', "[]"])
      expect(readRemarks(text, 0, 1)).toBeNull();
    for (const wrong of [
      { line: 0 },
      { line: "1" },
      { level: "fatal" },
      { code: -1 },
      { message: 1 },
      { file: "/etc/passwd" },
      { column: 1.5 },
    ])
      expect(read([{ ...comment, ...wrong }]), JSON.stringify(wrong)).toBeNull();
    expect(read([null])).toBeNull();
    expect(read(["x"])).toBeNull();
  });
  it("a remark about a file that was not handed over is dropped, a long message cut", () => {
    expect([...(read([{ ...comment, file: "9.sh" }]) ?? [])].flatMap(([, said]) => said)).toEqual([]);
    expect(read([{ ...comment, message: "x".repeat(9999) }])?.get(7)?.[0]?.message).toHaveLength(500);
  });
});
