import { describe, expect, it } from "vitest";
import { notApplicable, yes } from "../core/answer.js";
import { defineRule } from "../rule.js";
import { askedRules } from "./asked-rules.js";
import { DEFAULT_SETTINGS } from "./settings.js";

const rule = defineRule({
  id: "non-root-user/user",
  claim: "c",
  why: "w",
  todo: "t",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source: () => yes("so it is"),
});
const asked = () => askedRules([rule], { ...DEFAULT_SETTINGS });

describe("rulings without a finding", () => {
  it("are one for the same answer, and others for another answer or reason", () => {
    const [one] = asked().rules;
    if (!one) throw new Error("not asked");
    const first = one.quiet(yes("so it is"));
    expect(first).toMatchObject({ rule: rule.id, ruling: "yes", depth: "source", because: "so it is", findings: [] });
    expect(one.quiet(notApplicable("so it is")).ruling).toBe("n/a");
    expect(one.quiet(yes("of another kind")).because).toBe("of another kind");
    expect(one.quiet(yes("so it is"))).toEqual(first);
    const names = Array.from({ length: 100 }, (_, at) => one.quiet(yes(`file ${at}`)).because);
    expect(names).toEqual(Array.from({ length: 100 }, (_, at) => `file ${at}`));
    expect(one.quiet(yes("file 99"))).toBe(one.quiet(yes("file 99")));
  });

  it("make one verdict of an item while all are the same", () => {
    const { rules, items } = asked();
    const [one] = rules;
    const item = items.find(({ required }) => required.length > 0);
    if (!one || !item) throw new Error("not asked");
    const met = item.verdict([one.quiet(yes("a"))]);
    expect(met.verdict).toBe("met");
    expect(item.verdict([one.notAsked]).verdict).toBe("unproven");
    expect(item.verdict([one.quiet(yes("a"))])).toBe(met);
    expect(item.verdict([one.quiet(yes("b"))])).not.toBe(met);
  });
});
