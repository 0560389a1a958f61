import { describe, expect, it } from "vitest";
import type { Manifest } from "../app/app.js";
import { neededForProgram, neededForScript } from "./build-tools.js";

function manifest(scripts: Record<string, string>, dev: readonly string[], production: readonly string[] = []): Manifest {
  const versions = (names: readonly string[]) => new Map(names.map((name) => [name, "1"]));
  return {
    path: "package.json",
    kind: "package.json",
    dependencies: versions(production),
    devDependencies: versions(dev),
    scripts: new Map(Object.entries(scripts)),
    place: { file: "package.json", range: [0, 0] },
  };
}

describe("neededForScript", () => {
  it("names the development dependencies that a script starts", () => {
    expect(neededForScript(manifest({ build: "rimraf dist && nest build" }, ["rimraf", "@nestjs/cli"]), "build")).toEqual([
      "rimraf",
      "@nestjs/cli",
    ]);
    expect(neededForScript(manifest({ build: "npm run a", a: "npx tsc" }, ["typescript"]), "build")).toEqual(["typescript"]);
    expect(neededForScript(manifest({ prebuild: "tsc", build: "node x.js" }, ["typescript"]), "build")).toEqual(["typescript"]);
  });
  it("leaves out what production has, and what no manifest names", () => {
    expect(neededForScript(manifest({ build: "vite build" }, [], ["vite"]), "build")).toEqual([]);
    expect(neededForScript(manifest({ build: "make" }, ["vitest"]), "build")).toEqual([]);
  });
  it("is null without such a script, and ends on scripts that call each other", () => {
    expect(neededForScript(manifest({}, []), "build")).toBeNull();
    expect(neededForScript(manifest({ a: "npm run b", b: "npm run a" }, []), "a")).toEqual([]);
  });
});

describe("neededForProgram", () => {
  it("knows packages by other names", () => {
    expect(neededForProgram(manifest({}, ["@angular/cli"]), "ng")).toEqual(["@angular/cli"]);
    expect(neededForProgram(manifest({}, ["typescript"]), "node")).toEqual([]);
  });
});
