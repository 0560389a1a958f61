import { expect, it } from "vitest";
import { finding, no, unknown, worst, yes } from "./answer.js";

const at = (offset: number) => ({ file: "start.sh", range: [offset, offset + 1] as const });

it("keeps the findings of all nos, each once", () => {
  const first = finding("runs without exec", at(3));
  const other = finding("runs without exec", at(9));
  const deployed = finding("runs without exec", at(3), { deployment: "web" });
  expect(worst([yes("a"), no(first), unknown("b"), no({ ...first }, other), no(deployed)])).toEqual(no(first, other, deployed));
});

it("is the answer itself where one alone is the worst", () => {
  const answer = no(finding("x", at(1)));
  expect(worst([yes("a"), answer])).toBe(answer);
  expect(worst([])).toBeNull();
});
