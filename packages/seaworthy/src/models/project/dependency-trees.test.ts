import { describe, expect, it } from "vitest";
import { readDockerfile } from "../dockerfile/read.js";
import { dependencyTrees } from "./dependency-trees.js";

function trees(text: string): string[] {
  const stage = readDockerfile("Dockerfile", text).stages.at(-1);
  if (!stage) throw new Error("no stage");
  return dependencyTrees(stage).map(({ manager, production, paths }) => `${manager} ${production} ${paths[0]}`);
}

describe("dependencyTrees", () => {
  it("knows the folder of an install, by WORKDIR, cd and options", () => {
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm ci")).toEqual(["npm false /app/node_modules"]);
    expect(trees("FROM node:24\nWORKDIR /app\nRUN cd web && npm ci --omit=dev")).toEqual(["npm true /app/web/node_modules"]);
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm --prefix web ci")).toEqual(["npm false /app/web/node_modules"]);
  });
  it("follows trees through COPY", () => {
    const head = "FROM node:24 AS a\nWORKDIR /app\nRUN npm ci\nFROM node:24\n";
    expect(trees(`${head}COPY --from=a /app/node_modules /srv/node_modules`)).toEqual(["npm false /srv/node_modules"]);
    expect(trees(`${head}COPY --from=a /app /srv`)).toEqual(["npm false /srv/node_modules"]);
    expect(trees(`${head}COPY --from=a /app/dist /srv`)).toEqual([]);
    expect(trees(`${head}COPY --from=a / /x`)).toEqual(["npm false /x/app/node_modules"]);
  });
  it("sees what prunes and what removes", () => {
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm ci && npm prune --omit dev")).toEqual(["npm true /app/node_modules"]);
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm ci && rm -rf node_modules")).toEqual([]);
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm ci && npm prune")).toEqual(["npm false /app/node_modules"]);
    expect(trees("FROM node:24\nWORKDIR /app\nRUN npm ci --include=dev && NODE_ENV=production npm prune")).toEqual([
      "npm true /app/node_modules",
    ]);
  });
  it("ends on stages that copy from each other, and on long chains of many copies", () => {
    expect(trees("FROM node:24 AS a\nCOPY --from=b / /\nRUN npm ci\nFROM node:24 AS b\nCOPY --from=a / /\n").length).toBeLessThan(
      10,
    );
    const copies = (from: number) => Array.from({ length: 30 }, (_, n) => `COPY --from=s${from} / /c${n}`).join("\n");
    const chain = Array.from({ length: 20 }, (_, n) => `FROM node:24 AS s${n}\n${n > 0 ? copies(n - 1) : "RUN npm ci"}`);
    expect(trees(chain.join("\n")).length).toBeGreaterThan(0);
  });
});
