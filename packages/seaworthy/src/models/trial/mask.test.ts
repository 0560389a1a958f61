import { describe, expect, it } from "vitest";
import { formsOf, maskOf } from "./mask.js";

describe("a mask", () => {
  it("covers a value in each form that programs write", () => {
    const value = 'p@ss/w"rd 1';
    const mask = maskOf([value, "hunter2", "x"]);
    const line = `url postgres://u:${encodeURIComponent(value)}@db plain ${value} json ${JSON.stringify({ value })} basic ${btoa(value)} x`;
    const masked = mask(line);
    for (const form of formsOf(value)) expect(masked).not.toContain(form);
    expect(masked).toMatch(/^url postgres:\/\/u:\[masked\]@db plain \[masked\] json \{"value":"\[masked\]"\} basic \[masked\]/);
    expect(masked.endsWith(" x")).toBe(true);
  });

  it("covers a value that begins another, and leaves a text alone where there is nothing to hide", () => {
    expect(maskOf(["abcd", "abcdef"])("abcdef abcd")).toBe("[masked] [masked]");
    expect(maskOf([""])("abc")).toBe("abc");
    expect(maskOf(["a.c$"])("abc$ a.c$")).toBe("abc$ [masked]");
  });
});
