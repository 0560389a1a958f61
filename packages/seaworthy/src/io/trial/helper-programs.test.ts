import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { HELPER_PROGRAMS } from "./helper-programs.js";

/** What the script gives for each architecture; null where its compiler is not here. */
type Compiled = Readonly<Record<string, { readonly compiler: string; readonly bytes: Buffer } | null>>;
const SCRIPT = fileURLToPath(new URL("../../../../../scripts/build-helper.mjs", import.meta.url));
const { compileHelper } = (await import(SCRIPT)) as { compileHelper(): Compiled };
const compiled = compileHelper();

/** The machine's number in an ELF header. Source: elf.h. */
const MACHINES: Readonly<Record<string, number>> = { amd64: 62, arm64: 183 };

describe.each(Object.entries(HELPER_PROGRAMS))("the helper for %s", (architecture, program) => {
  const bytes = Buffer.from(program.base64, "base64");

  it("is the program that its hash names: static, small, for that machine", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(program.sha256);
    expect(bytes.subarray(0, 5)).toEqual(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2]));
    expect([bytes.readUInt16LE(16), bytes.readUInt16LE(18)]).toEqual([2, MACHINES[architecture]]);
    // No program header asks for a loader or a library (PT_INTERP 3, PT_DYNAMIC 2).
    const [at, size, count] = [Number(bytes.readBigUInt64LE(32)), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
    const kinds = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(at + i * size));
    expect(kinds.filter((kind) => kind === 2 || kind === 3)).toEqual([]);
    expect(bytes.length).toBeLessThan(8192);
  });

  const made = compiled[architecture];
  const same = made?.compiler === program.compiler;
  const because = made ? `this is ${made.compiler}, it was made by ${program.compiler}` : "its compiler is not installed";
  if (!same) console.info(`skipped: the helper for ${architecture} is not compiled anew: ${because}`);
  it.skipIf(!same)(`is what its source compiles to${same ? "" : ` (skipped: ${because})`}`, () => {
    expect(made?.bytes.equals(bytes)).toBe(true);
  });
});
