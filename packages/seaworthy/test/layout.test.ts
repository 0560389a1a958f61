import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ITEM_IDS } from "../src/checklist.js";
import { RULES } from "../src/rules/index.js";

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), "../src");

/** What each room may import (itself always). The same table stands in ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  checklist: [],
  knowledge: ["core"],
  models: ["core", "knowledge"],
  rule: ["core", "checklist", "models"],
  rules: ["core", "knowledge", "models", "rule"],
  engine: ["core", "checklist", "models", "rule"],
  config: ["core", "checklist", "models", "rule", "engine"],
  report: ["core", "checklist", "rule"],
  io: ["core", "models", "knowledge"],
  api: ["core", "checklist", "knowledge", "models", "rule", "rules", "engine", "config", "report", "io"],
  cli: ["api", "config", "report", "core"],
  testing: ["core", "checklist", "knowledge", "models", "rule", "engine", "io"],
};
/** Rooms that may touch the world. */
const WORLDLY = new Set(["io", "cli"]);
const BANNED = /\b(?:process\.|console\.|Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|fetch\()/;

function files(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : [path];
    })
    .filter((path) => path.endsWith(".ts"));
}

function roomOf(path: string): string {
  return (relative(SRC, path).split("/")[0] ?? "").replace(/\.ts$/, "");
}

const sources = files(SRC);
const edges = sources.flatMap((path) => {
  const text = readFileSync(path, "utf8");
  const specifiers = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;"']*?from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/g),
  ];
  return specifiers.map((match) => ({ from: path, to: match[1] ?? match[2] ?? match[3] ?? "" }));
});
const isTest = (path: string) => path.endsWith(".test.ts");

describe("the rooms", () => {
  it("are all in the table, and the table names no room that is gone", () => {
    const rooms = new Set(sources.map(roomOf));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
    expect(Object.keys(MAY_IMPORT).filter((room) => !rooms.has(room))).toEqual([]);
  });

  it("import in the table's directions alone, types too", () => {
    const wrong = edges.flatMap(({ from, to }) => {
      if (!to.startsWith(".") || isTest(from)) return [];
      const room = roomOf(from);
      const other = roomOf(resolve(dirname(from), to.replace(/\.js$/, ".ts")));
      return room === other || MAY_IMPORT[room]?.includes(other) ? [] : [`${relative(SRC, from)} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it("touch the world in io and cli alone", () => {
    const wrong = edges
      .filter(
        ({ from, to }) => to.startsWith("node:") && !WORLDLY.has(roomOf(from)) && roomOf(from) !== "testing" && !isTest(from),
      )
      .map(({ from, to }) => `${relative(SRC, from)} imports ${to}`);
    const banned = sources.filter((path) => {
      if (isTest(path) || WORLDLY.has(roomOf(path)) || roomOf(path) === "testing") return false;
      const code = readFileSync(path, "utf8").replace(
        /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n]|\\.)+\/[a-z]*/g,
        '""',
      );
      return BANNED.test(code);
    });
    expect([...wrong, ...banned.map((path) => relative(SRC, path))]).toEqual([]);
  });

  it("have no circle of imports", () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of edges) {
      if (!to.startsWith(".") || isTest(from)) continue;
      graph.set(from, [...(graph.get(from) ?? []), resolve(dirname(from), to.replace(/\.js$/, ".ts"))]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].map((one) => relative(SRC, one)).join(" → "));
        return;
      }
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });
});

describe("the rules", () => {
  const onDisk = files(join(SRC, "rules"))
    .filter((path) => !isTest(path) && !path.endsWith("rules/index.ts"))
    .map((path) => relative(join(SRC, "rules"), path).replace(/\.ts$/, ""));

  it("are named by their paths, and all are in the list", () => {
    expect(RULES.map((rule) => rule.id).sort()).toEqual([...onDisk].sort());
  });

  it("each have a test beside them", () => {
    expect(onDisk.filter((id) => !existsSync(join(SRC, "rules", `${id}.test.ts`)))).toEqual([]);
  });

  it("import no other rule", () => {
    const wrong = edges.filter(
      ({ from, to }) =>
        roomOf(from) === "rules" &&
        !from.endsWith("rules/index.ts") &&
        !isTest(from) &&
        roomOf(resolve(dirname(from), to)) === "rules" &&
        to.startsWith("."),
    );
    expect(wrong.map(({ from, to }) => `${relative(SRC, from)} imports ${to}`)).toEqual([]);
  });

  it("serve every item", () => {
    expect(
      ITEM_IDS.filter((item) => !RULES.some((rule) => rule.weight === "required" && rule.id.startsWith(`${item}/`))),
    ).toEqual([]);
  });

  it("share no alias within the required ones of different items by mistake, and know every alias by one writing", () => {
    const writings = new Map<string, Set<string>>();
    for (const alias of RULES.flatMap((rule) => rule.aliases ?? [])) {
      writings.set(alias.toLowerCase(), (writings.get(alias.toLowerCase()) ?? new Set()).add(alias));
    }
    expect([...writings.values()].filter((set) => set.size > 1).map((set) => [...set])).toEqual([]);
  });
});
