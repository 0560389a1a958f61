import fc from "fast-check";
import { compare as semverCompare } from "semver";
import { describe, expect, it } from "vitest";
import { compareOf, ECOSYSTEMS } from "./compare.js";

/** Each line is in rising order; `=` joins those that are equal. */
const RISING: Readonly<Record<string, readonly string[]>> = {
  Debian: [
    "1.0~rc1-1 1.0~rc1-1+b1 1.0-1 1.0-1+b1 1.0-1+deb12u1 1.0-1.1 1.0-2 1.0a-1 1.0+dfsg-1 1.0.1-1 1:0.1",
    "2:1.2.3 10:0.1",
    "0~~ 0~ 0 0a 0+ 0.",
    "0:1=1=0:1-0=1-0 1-1",
    "7.6-0 7.6p2-4",
    "1.2.3-1~bpo12+1 1.2.3-1",
    "1.2.13.dfsg-1 1:1.2.11.dfsg-2+deb11u2 1:1.2.13.dfsg-1",
  ],
  Ubuntu: ["3.0.2-0ubuntu1.9 3.0.2-0ubuntu1.10", "1.1.1f-1ubuntu2 1.1.1f-1ubuntu2.16"],
  Alpine: [
    "1.0_alpha 1.0_alpha2 1.0_beta1 1.0_pre1 1.0_rc1 1.0 1.0-r1 1.0-r10 1.0_git20200101 1.0_p1 1.0_p2 1.0a 1.0.1 1.1 1.10",
    "1.1.1d-r2 1.1.1d-r3 1.1.1g-r0 1.1.1k-r0",
    "1.00 1.001 1.0 1.01 1.1",
    "10.0.0-r2 10.01.0-r0",
    "6.0_rc1 6.0 6.0_p1",
    "1.0~3 1.0~4",
    "1-x 1",
    "6.6.1p1-r2 6.6.1p1-r3 6.6.1p2-r0",
    "2.10.4-r2 2.10.6-r0 2.10.7-r0",
    "1.36.1-r5 1.36.1-r29",
    "123456789012345678901 123456789012345678902",
  ],
  "Red Hat": [
    "1.0~rc1-1 1.0-1 1.0^git1-1 1.0.1-1",
    "5.14.0-427.13.1.el9_4 5.14.0-611.54.6.el9_7",
    "0:1.0-1=1.0-1 1:0.5-1",
    "a 1 1a 1.1",
    "2.0-1.el8 2.0-1.el8_1 2.0-2.el8",
    "1 1-1",
    "1.05=1.5 1.6",
    "(none):1-1=1-1 1-2",
  ],
  npm: [
    "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0=1.0.0+build 1.0.1",
    "99999999999999999998.0.0 99999999999999999999.0.0",
    "v1.2=1.2.0 1.2.1",
  ],
  Go: [
    "v0.0.0-20200101000000-aaaaaaaaaaaa v0.0.0-20210101000000-aaaaaaaaaaaa 0.0.0",
    "1.22.0-0 go1.22rc1 go1.22rc2 go1.22=1.22.0 go1.22.1",
    "2.0.0+incompatible=2.0.0 2.0.1+incompatible",
    "go1.21.3=1.21.3 1.21.4",
  ],
  NuGet: ["1.0.0-Alpha=1.0.0-alpha 1.0.0=1.0 1.0.0.1 1.0.1", "1.0.0-beta.9 1.0.0-beta.10"],
  "crates.io": ["0.9.0 0.10.0-alpha.1 0.10.0"],
  Bitnami: ["20.9.0 20.10.0"],
  PyPI: [
    "1.0.dev1 1.0a1.dev1 1.0a1 1.0b2 1.0rc1 1.0=1.0.0 1.0+local 1.0.post1 1.1 1!0.1",
    "2011k 2012",
    "not-a-version 0.0.1",
    "0.9.a-x 0.9.b-x",
  ],
  RubyGems: ["1.0.0.beta 1.0.0.rc1 1.0=1.0.0 1.0.1 1.10", "1.a 1.b 1", "1beta 1", "1.0.0-x 1.0.0"],
  Packagist: [
    "1.0.0-dev 1.0.0-alpha1 1.0.0-beta2=1.0.0.b2 1.0.0RC1 1.0.0=v1.0.0 1.0.0-patch1 1.0.1",
    "dev-main 1.0",
    "1.2.3.#.beta 1.2.3",
  ],
  Maven: [
    "1-alpha-1=1a1 1-beta-1 1-milestone-1=1m1 1-rc=1-cr 1-snapshot=1-SNAPSHOT 1=1.0=1-ga=1.0.0-final=1.RELEASE 1-sp 1-jre 1-1 1.1",
    "2.9.10.7 2.9.10.8 2.12.0-rc1 2.12.0",
    "1-sp 1-constructor 1-toString 1-1",
    "31.0-android 31.0-jre 31.0.1-jre",
    "4.1.68.Final=4.1.68 4.1.69.Final",
    "99999999999999999998 99999999999999999999",
  ],
};

const CASES = Object.entries(RISING).flatMap(([ecosystem, lines]) => lines.map((line) => [ecosystem, line] as const));

describe("the order of versions", () => {
  it.each(CASES)("%s: %s", (ecosystem, line) => {
    const compare = compareOf(ecosystem);
    const groups = line.split(" ").map((group) => group.split("="));
    const order = (a: string, b: string) => Math.sign(compare?.(a, b) ?? Number.NaN);
    for (const [i, group] of groups.entries()) {
      for (const [j, other] of groups.entries()) {
        for (const a of group) for (const b of other) expect(`${a} ${order(a, b)} ${b}`).toBe(`${a} ${Math.sign(i - j)} ${b}`);
      }
    }
  });

  it.each([
    ["Debian", ""],
    ["Debian", "x:1"],
    ["Debian", "1 2"],
    ["Alpine", ".1"],
    ["Alpine", "next"],
    ["Red Hat", ""],
    ["npm", "latest"],
    ["Go", "(devel)"],
    ["RubyGems", "head"],
    ["Maven", " "],
    ["Packagist", ""],
  ])("%s has nothing to say of %j", (ecosystem, version) => {
    expect(compareOf(ecosystem)?.(version, "1.0")).toBeNull();
    expect(compareOf(ecosystem)?.("1.0", version)).toBeNull();
  });

  it("takes an ecosystem with its release, and knows no others", () => {
    expect(compareOf("Debian:12")).toBe(compareOf("Debian"));
    expect(compareOf("Hackage")).toBeNull();
    expect(compareOf("constructor")).toBeNull();
  });

  it("is the same from both sides, whatever the text", () => {
    const signs = "0123456789.-_~^+:abrc v";
    const version = fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 });
    for (const ecosystem of ECOSYSTEMS) {
      const compare = compareOf(ecosystem);
      fc.assert(
        fc.property(version, version, (a, b) => {
          const there = compare?.(a, b) ?? null;
          const back = compare?.(b, a) ?? null;
          expect(there === null ? null : Math.sign(there) + 0).toBe(back === null ? null : 0 - Math.sign(back));
          expect(compare?.(a, a) ?? 0).toBe(0);
        }),
        { numRuns: 300 },
      );
    }
  });

  it("is that of the semver library where it has one", () => {
    const number = fc.nat(30);
    const label = fc.oneof(fc.nat(20).map(String), fc.constantFrom("alpha", "beta", "rc", "x-y", "a1", "-"));
    const version = fc
      .tuple(number, number, number, fc.array(label, { maxLength: 3 }), fc.boolean())
      .map(([a, b, c, pre, meta]) => `${a}.${b}.${c}${pre.length > 0 ? `-${pre.join(".")}` : ""}${meta ? "+b.1" : ""}`);
    const compare = compareOf("npm");
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compare?.(a, b) ?? 9)).toBe(semverCompare(a, b));
      }),
    );
  });
});
