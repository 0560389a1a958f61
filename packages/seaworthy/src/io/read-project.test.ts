import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readProject } from "./read-project.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "shop-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const options = { today: "2026-01-01" };
const NODE = 'FROM node:22-slim\nCOPY . .\nCMD ["node", "index.js"]\n';

describe("readProject", () => {
  it("reads a folder from disk", () => {
    put({ "api/Dockerfile": NODE, "api/package.json": "{}", "compose.yaml": "services:\n  web:\n    build: api\n" });
    const project = readProject(root, options);
    expect(project.root).toBe(root);
    expect(project.services.map((service) => service.name)).toEqual(["web"]);
    expect([...project.texts.keys()]).toEqual(expect.arrayContaining(["api/Dockerfile", "compose.yaml"]));
  });

  it("takes the first folder that holds all paths, and judges only what was named", () => {
    put({ "a/Dockerfile": NODE, "b/Dockerfile": NODE, "c/Dockerfile": NODE });
    const project = readProject([join(root, "a"), join(root, "b/Dockerfile")], options);
    expect(project.services.map((service) => service.dockerfile?.path)).toEqual(["a/Dockerfile", "b/Dockerfile"]);
  });

  it("judges a file that was named, whatever its name", () => {
    put({ "Dockerfile.dev": NODE, Dockerfile: NODE });
    const project = readProject(join(root, "Dockerfile.dev"), options);
    expect(project.services.map((service) => service.dockerfile?.path)).toEqual(["Dockerfile.dev"]);
  });

  it("does not count the part of the path above the root", () => {
    put({ "examples/test/shop/Dockerfile": NODE });
    expect(readProject(join(root, "examples/test/shop"), options).services.map((service) => service.name)).toEqual(["shop"]);
  });

  it("throws a usage error for a path that is not there", () => {
    expect(() => readProject(join(root, "gone"), options)).toThrow(/gone is not there/);
  });

  it("says of each bad file what is wrong and judges the rest", () => {
    put({
      "a/Dockerfile": NODE,
      "b/Dockerfile": Buffer.from([0, 1, 2]),
      "c/Dockerfile": Buffer.from([0x46, 0xff]),
      "d/Dockerfile": Buffer.alloc(11 * 1024 * 1024, 0x61),
      "e/x": "",
    });
    symlinkSync("/etc/passwd", join(root, "e/Dockerfile"));
    const project = readProject(root, options);
    expect(project.services.map((service) => service.name)).toEqual(["a"]);
    expect(project.problems.map((problem) => `${problem.place.file} ${problem.kind}`)).toEqual([
      "b/Dockerfile binary",
      "c/Dockerfile encoding",
      "d/Dockerfile too-large",
      "e/Dockerfile outside",
    ]);
  });

  it("reads thirty services that share one workflow and one ignore file", () => {
    const names = Array.from({ length: 30 }, (_, index) => `svc-${String(index).padStart(2, "0")}`);
    const compose = names
      .map((name) => `  ${name}:\n    build:\n      context: .\n      dockerfile: ${name}/Dockerfile\n`)
      .join("");
    put({
      "compose.yaml": `services:\n${compose}`,
      ".dockerignore": ".git\n",
      ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build .\n",
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`${name}/Dockerfile`, `FROM node:22\nCOPY ${name} .\n`],
          [`${name}/package.json`, "{}"],
        ]),
      ),
    });
    const project = readProject(root, options);
    expect(project.services.map((service) => service.name)).toEqual(names);
    expect(new Set(project.services.map((service) => service.context?.ignore)).size).toBe(1);
    expect(new Set(project.services.map((service) => service.context?.files)).size).toBe(1);
    expect(new Set(project.services.map((service) => service.project)).size).toBe(1);
    expect(project.services.map((service) => service.app?.root)).toEqual(names);
    expect(project.problems).toEqual([]);
  });
});
