import { describe, expect, it } from "vitest";
import { PLAIN } from "../src/report/ink.js";
import { renderSarif } from "../src/report/sarif.js";
import { renderText } from "../src/report/text.js";
import { RULES } from "../src/rules/index.js";
import { judgeFiles } from "./judged.js";

const COUNT = 30;

/** Thirty services that share one workflow and one .dockerignore: their context is the root. */
function monorepo(): Record<string, string> {
  const files: Record<string, string> = {
    ".dockerignore": "*.md\n",
    ".github/workflows/ci.yml":
      "on: [push]\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker compose build\n",
    "compose.yaml": "services:\n",
  };
  for (let index = 0; index < COUNT; index++) {
    const name = `svc-${String(index).padStart(2, "0")}`;
    files["compose.yaml"] += `  ${name}:\n    build:\n      context: .\n      dockerfile: services/${name}/Dockerfile\n`;
    files[`services/${name}/Dockerfile`] =
      `FROM node:22.12.0-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER ${index % 3 === 0 ? "root" : "1000"}\nCMD ["node", "services/${name}/index.js"]\n`;
    files[`services/${name}/index.js`] = "console.log('up');\n";
    files[`services/${name}/package.json`] = `{"name":"${name}"}`;
  }
  return files;
}

describe("a monorepo of thirty services", () => {
  const report = judgeFiles(monorepo());

  it("is thirty services", () => {
    expect(report.services).toHaveLength(COUNT);
  });

  it("exports what they share once", () => {
    const { runs } = JSON.parse(renderSarif(report, RULES)) as {
      runs: { results: { ruleId: string; properties: { services: string[] } }[] }[];
    };
    const results = runs[0]?.results ?? [];
    for (const shared of RULES.filter((rule) => rule.scope === "project" || rule.scope === "context")) {
      const found = results.filter((one) => one.ruleId === shared.id);
      for (const one of found) expect(one.properties.services, shared.id).toHaveLength(COUNT);
    }
    expect(results.filter((one) => one.ruleId === "image-scanning/scan-gate")).toHaveLength(1);
    expect(results.filter((one) => one.ruleId === "dockerignore/excludes-vcs")).toHaveLength(1);
    expect(results.filter((one) => one.ruleId === "non-root-user/user")).toHaveLength(COUNT / 3);
  });

  it("has a summary of one screen, the worst first, and no wall behind it", () => {
    const lines = renderText(report, { ink: PLAIN, width: 100, verbose: false, advice: false }).split("\n");
    const summary = lines.slice(2, lines.indexOf("", 2));
    expect(summary).toHaveLength(COUNT);
    const unmet = summary.map((line) => Number(/(\d+) unmet/.exec(line)?.[1] ?? 0));
    expect(unmet).toEqual([...unmet].sort((a, b) => b - a));
    expect(lines.filter((line) => line.startsWith("For the whole project"))).toHaveLength(1);
    expect(lines.length).toBeLessThan(130);
    expect(Math.max(...summary.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
