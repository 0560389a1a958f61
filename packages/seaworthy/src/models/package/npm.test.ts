import { describe, expect, it } from "vitest";
import { imageParts } from "../../testing/image-parts.js";
import { catalogue } from "./catalogue.js";

const of = (...layers: Parameters<typeof imageParts>[0]) => catalogue(imageParts(layers));
const named = (...layers: Parameters<typeof imageParts>[0]) =>
  of(...layers).packages.map(({ name, version, development }) => [name, version, development]);
const json = (value: unknown) => JSON.stringify(value);

describe("packages of npm", () => {
  it("are those that are installed, by the names and licences of their manifests", () => {
    const { packages } = of({
      "/app/node_modules/left-pad/package.json": json({ name: "left-pad", version: "1.3.0", license: "WTFPL" }),
      "/app/node_modules/@babel/core/package.json": json({ name: "@babel/core", version: "7.24.0", license: { type: "MIT" } }),
      "/app/node_modules/old/package.json": json({ name: "old", version: "0.1.0", licenses: [{ type: "MIT" }, { type: "BSD" }] }),
      "/app/node_modules/alias/package.json": `\ufeff${json({ name: "real-name", version: "2.0.0" })}`,
      "/usr/local/lib/node_modules/npm/package.json": json({ name: "npm", version: "10.8.2", license: "Artistic-2.0" }),
    });
    expect(packages.map(({ name, purl, licences }) => [name, purl, licences])).toEqual([
      ["@babel/core", "pkg:npm/%40babel/core@7.24.0", ["MIT"]],
      ["left-pad", "pkg:npm/left-pad@1.3.0", ["WTFPL"]],
      ["npm", "pkg:npm/npm@10.8.2", ["Artistic-2.0"]],
      ["old", "pkg:npm/old@0.1.0", ["MIT", "BSD"]],
      ["real-name", "pkg:npm/real-name@2.0.0", []],
    ]);
  });

  it("are not the manifests inside of a package, the application's own, or a cache's", () => {
    expect(
      named({
        "/app/package.json": json({ name: "api", version: "1.0.0", dependencies: { a: "1" } }),
        "/app/node_modules/a/package.json": json({ name: "a", version: "1.0.0" }),
        "/app/node_modules/a/esm/package.json": json({ type: "module" }),
        "/app/node_modules/a/test/fixture/package.json": json({ name: "fixture", version: "0.0.0" }),
        "/app/node_modules/.cache/x/package.json": json({ name: "x", version: "1.0.0" }),
        "/usr/src/app/package.json": json({ name: "app", version: "1.0.0" }),
        "/opt/service/package.json": json({ name: "api", version: "1.0.0" }),
      }),
    ).toEqual([["a", "1.0.0", false]]);
  });

  it("are found where they were unpacked by hand, under their own name", () => {
    expect(
      named({
        "/opt/yarn-v1.22.22/package.json": json({ name: "yarn", version: "1.22.22" }),
        "/root/.cache/node/corepack/v1/pnpm/8.15.4/package.json": json({ name: "pnpm", version: "8.15.4" }),
        "/usr/local/lib/code-server/package.json": json({ name: "code-server", version: "4.20.0", dependencies: {} }),
      }),
    ).toEqual([
      ["code-server", "4.20.0", null],
      ["pnpm", "8.15.4", null],
      ["yarn", "1.22.22", null],
    ]);
  });

  it("are for developers by npm's own record", () => {
    expect(
      named({
        "/app/node_modules/.package-lock.json": json({
          packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/a/node_modules/b": { version: "2.0.0", dev: true } },
        }),
        "/app/node_modules/a/package.json": json({ name: "a", version: "1.0.0" }),
        "/app/node_modules/a/node_modules/b/package.json": json({ name: "b", version: "2.0.0" }),
        "/app/node_modules/c/package.json": json({ name: "c", version: "3.0.0" }),
      }),
    ).toEqual([
      ["a", "1.0.0", false],
      ["b", "2.0.0", true],
      ["c", "3.0.0", null],
    ]);
  });

  it("are for developers when only they reach it, as Node finds modules, links of pnpm included", () => {
    const store = "/app/node_modules/.pnpm";
    expect(
      named({
        "/app/package.json": json({ dependencies: { web: "1" }, devDependencies: { tester: "1", shared: "1" } }),
        "/app/node_modules/web": { link: ".pnpm/web@1.0.0/node_modules/web" },
        "/app/node_modules/tester": { link: `${store}/tester@1.0.0/node_modules/tester` },
        [`${store}/web@1.0.0/node_modules/web/package.json`]: json({
          name: "web",
          version: "1.0.0",
          dependencies: { shared: "1" },
        }),
        [`${store}/web@1.0.0/node_modules/shared/package.json`]: json({ name: "shared", version: "1.0.0" }),
        [`${store}/tester@1.0.0/node_modules/tester/package.json`]: json({
          name: "tester",
          version: "1.0.0",
          dependencies: { runner: "1", tester: "1" },
        }),
        [`${store}/tester@1.0.0/node_modules/runner/package.json`]: json({ name: "runner", version: "1.0.0" }),
        "/usr/local/lib/node_modules/npm/package.json": json({ name: "npm", version: "10.0.0" }),
      }),
    ).toEqual([
      ["npm", "10.0.0", null],
      ["runner", "1.0.0", true],
      ["shared", "1.0.0", false],
      ["tester", "1.0.0", true],
      ["web", "1.0.0", false],
    ]);
  });

  it("keep their layer when a later one changes their owner, and lose it with their version", () => {
    const a = (version: string) => ({ "/app/node_modules/a/package.json": json({ name: "a", version }) });
    const layers = (...all: Parameters<typeof imageParts>[0]) => of(...all).packages.map(({ layer }) => layer);
    expect(layers(a("1.0.0"), {}, a("1.0.0"))).toEqual([0]);
    expect(layers(a("1.0.0"), a("1.1.0"), a("1.1.0"))).toEqual([1]);
    expect(layers(a("1.0.0"), { "/app/node_modules/a/package.json": null })).toEqual([]);
  });

  it("leave a gap where a manifest is broken, and survive hostile ones", () => {
    const { packages, unread } = of({
      "/app/node_modules/a/package.json": "{",
      "/app/node_modules/b/package.json": "[".repeat(200_000),
      "/app/node_modules/c/package.json": json({ name: { x: 1 }, version: 7 }),
      "/app/node_modules/d/package.json": '{"name":"__proto__","version":"1","dependencies":{"__proto__":"1","constructor":"1"}}',
      "/app/package.json": '{"dependencies":{"__proto__":"1","../../etc":"1","":"1"},"devDependencies":["x"]}',
      "/app/node_modules/.package-lock.json": '{"packages":{"__proto__":{"dev":true},"../x":{"dev":true}}}',
    });
    expect(packages.map(({ name }) => name)).toEqual(["__proto__"]);
    expect(unread).toEqual(
      ["a", "b"].map((name) => ({ layer: 0, path: `/app/node_modules/${name}/package.json`, because: "is no JSON object" })),
    );
  });
});
