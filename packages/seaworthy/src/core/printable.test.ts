import { describe, expect, it } from "vitest";
import { printable } from "./printable.js";

describe("printable", () => {
  it("shows what would act", () => {
    expect(printable("a\u001b[31mb")).toBe("a\\x1b[31mb");
    expect(printable("a\nb\r")).toBe("a\\x0ab\\x0d");
    expect(printable("x\u202ey\u2028")).toBe("x\\u202ey\\u2028");
  });
  it("leaves text in any script alone", () => {
    expect(printable("café 船 🚢 «USER»")).toBe("café 船 🚢 «USER»");
  });
});
