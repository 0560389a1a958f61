import { describe, expect, it } from "vitest";
import { parseChallenges } from "./challenge.js";

describe("what a server asks for", () => {
  it("is read as RFC 9110 writes it", () => {
    expect(
      parseChallenges(
        'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      ),
    ).toEqual([
      {
        scheme: "bearer",
        parameters: { realm: "https://auth.docker.io/token", service: "registry.docker.io", scope: "repository:a/b:pull,push" },
      },
    ]);
    expect(parseChallenges('Basic realm="a \\"b\\", c", charset=UTF-8, Bearer realm = x')).toEqual([
      { scheme: "basic", parameters: { realm: 'a "b", c', charset: "UTF-8" } },
      { scheme: "bearer", parameters: { realm: "x" } },
    ]);
    expect(parseChallenges("Negotiate, Basic realm=x")).toEqual([
      { scheme: "negotiate", parameters: {} },
      { scheme: "basic", parameters: { realm: "x" } },
    ]);
  });

  it("may be nothing, or nonsense", () => {
    for (const nonsense of ["", ",,,", '="', 'realm="x"', "\u0000"]) expect(parseChallenges(nonsense)).toEqual([]);
  });
});
