import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fix } from "../../src/api/fix.js";
import { findBuilder } from "../../src/io/build/find-builder.js";
import { makeBases } from "./bases/make-bases.js";
import { isMissing, type Missing, removeScratch, run, scratchWith, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

const running = await trialEngine();
const builder = isMissing(running) ? running : findBuilder(running.engine, process.env, []);
const bases = isMissing(running)
  ? running
  : isMissing(builder)
    ? builder
    : await makeBases(running.engine.address, ["node", "python"]);
const missing: Missing | null = isMissing(bases) ? bases : null;
const TAG = "seaworthy-test/locked:1";
const address = isMissing(running) ? "" : running.engine.address;
afterAll(async () => {
  removeScratch();
  if (!isMissing(running)) await running.stop();
});

/** Mends a project by its lockfiles alone, builds it then, and says what is left and what its files are. */
async function mended(files: Readonly<Record<string, string>>) {
  const named = (text: string) => (isMissing(bases) ? text : text.replace(/BASE-(\w+)/g, (_, name) => bases.get(name) ?? ""));
  const root = scratchWith(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, named(text)])));
  const env = { ...process.env, DOCKER_HOST: address };
  const only = ["pinned-versions/lockfile"];
  const { fix: report } = await fix({ cwd: root, env, only, review: true, lockfiles: true, write: true });
  return { root, report, read: (path: string) => readFileSync(join(root, path), "utf8") };
}

describe.skipIf(missing !== null)(title("lockfiles that a fix makes in a build", missing ?? {}), () => {
  it("npm's own, from which it then installs", { timeout: 300_000 }, async () => {
    const { root, report, read } = await mended({
      "web/Dockerfile": 'FROM BASE-node\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCMD ["node", "a.js"]\n',
      "web/package.json": '{"name": "web", "dependencies": {"is-odd": "^3.0.0"}}',
      "web/.dockerignore": "node_modules\n",
    });
    expect(report.left).toEqual([]);
    expect(read("web/Dockerfile")).toContain("COPY package.json package-lock.json ./\nRUN npm ci\n");
    const { packages } = JSON.parse(read("web/package-lock.json"));
    expect(packages["node_modules/is-odd"].version).toMatch(/^3\./);
    expect(packages["node_modules/is-number"].integrity).toMatch(/^sha512-/);
    try {
      if (isMissing(builder)) throw new Error(builder.because);
      run(builder.program, [...builder.command, "-q", "-t", TAG, join(root, "web")], {
        DOCKER_HOST: address,
        DOCKER_BUILDKIT: "1",
      });
    } finally {
      run("docker", ["image", "rm", "--force", TAG], { DOCKER_HOST: address });
    }
  });

  it("pip's answer, in the list itself", { timeout: 300_000 }, async () => {
    const { report, read } = await mended({
      Dockerfile: 'FROM BASE-python\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "a.py"]\n',
      "requirements.txt": "itsdangerous>=2  # signs\nMarkupSafe\n",
      "a.py": "",
    });
    expect(report.left).toEqual([]);
    expect(read("requirements.txt")).toMatch(/^itsdangerous==2\.\d+\.\d+ {2}# signs\nMarkupSafe==\d+\.\d+\.\d+\n$/);
  });

  it("a manager that finds no answer is told in its words, and nothing is changed", { timeout: 300_000 }, async () => {
    const before = '{"dependencies": {"is-odd": "^3000.0.0"}}';
    const { report, read } = await mended({
      Dockerfile: 'FROM BASE-node\nWORKDIR /app\nCOPY . .\nRUN npm install\nCMD ["node", "a.js"]\n',
      "package.json": before,
    });
    expect(report.left.map(({ because }) => because)).toEqual([
      expect.stringMatching(/^npm could not make the lockfile: the build failed/),
    ]);
    expect(report.files).toEqual([]);
    expect(read("package.json")).toBe(before);
  });
});
