import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ITEMS } from "../src/checklist.js";
import { rulesNamed } from "../src/engine/rule-names.js";
import { RULES } from "../src/rules/index.js";
import { run, withProject } from "./cli/run.js";
import { configCheck, schemaOf } from "./schemas.js";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const HOME = "packages/seaworthy";

function markdown(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((one) => {
    const path = `${folder}/${one.name}`;
    return one.isDirectory() ? markdown(path) : path.endsWith(".md") ? [path] : [];
  });
}
const BY_HAND = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", ...markdown("docs/guide")];
const PAGES = [...BY_HAND, ...markdown("docs").filter((path) => !BY_HAND.includes(path))];
const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
/** Fenced blocks of one language, each with the page that it stands on. */
const blocks = (language: string) =>
  BY_HAND.flatMap((page) =>
    [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map((match) => ({
      page,
      text: match[1] ?? "",
    })),
  );

/** Where a heading is linked to, as the usual renderers name it. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("the documents", () => {
  it("link to pages and headings that exist", () => {
    const dead: string[] = [];
    for (const page of PAGES) {
      const prose = textOf(page).replace(/^(`{3,})[\s\S]*?^\1/gm, "");
      for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
        if (!existsSync(join(ROOT, file))) dead.push(`${page}: ${target}`);
        else if (anchor && statSync(join(ROOT, file)).isFile() && !anchors(textOf(file)).includes(anchor))
          dead.push(`${page}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("name files and rooms of this repository that exist", () => {
    const dead: string[] = [];
    for (const page of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/guide/writing-a-rule.md"]) {
      for (const [, path = ""] of textOf(page).matchAll(/`((?:packages|src|test|scripts|docs|bench|examples)\/[\w./-]+)`/g)) {
        const found = [path, `${HOME}/${path}`].some((one) => existsSync(join(ROOT, normalize(one))));
        if (!found) dead.push(`${page}: ${path}`);
      }
    }
    const rooms = [...textOf("ARCHITECTURE.md").matchAll(/^\| `([a-z]+)` \|/gm)].map(([, room]) => room as string);
    for (const room of rooms) {
      const source = join(ROOT, HOME, "src", room);
      if (!existsSync(source) && !existsSync(`${source}.ts`)) dead.push(`ARCHITECTURE.md: ${room}`);
    }
    expect(rooms.length).toBeGreaterThan(8);
    expect(dead).toEqual([]);
  });

  it("name rules, items and other tools' names that are known", () => {
    const dead: string[] = [];
    const known = (name: string) => rulesNamed(name, RULES).length > 0;
    for (const page of BY_HAND) {
      const text = textOf(page);
      const names = [
        ...[...text.matchAll(/\b(?:ignore=|--only |--skip |explain )([\w./,-]+)/g)].flatMap(([, list = ""]) => list.split(",")),
        ...[...text.matchAll(/^\s+(?:- ignore: \[?)([\w/-]+)/gm)].map(([, name = ""]) => name),
        ...ITEMS.flatMap(({ id }) => [...text.matchAll(new RegExp(`\\b${id}/[a-z][a-z-]*`, "g"))].map(([name]) => name)),
      ];
      for (const name of names) {
        if (/^(?:RULE|tells|why|non-root-user\/example|\S*\.ts)$/.test(name) || known(name.replace(/[.,]$/, ""))) continue;
        dead.push(`${page}: ${name}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("show commands that exist: scripts of npm, and commands and options of seaworthy", async () => {
    const scripts = Object.keys((JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }).scripts);
    const dead: string[] = [];
    const help = new Map<string, string>();
    for (const command of ["check", "fix", "scan", "trial", "certify", "verify", "explain", "rules", "db update", "db status"])
      help.set(command, (await run(ROOT, [...command.split(" "), "--help"])).stdout);
    const options = [...help.values()].join("\n");
    let seen = 0;
    for (const page of BY_HAND) {
      const text = textOf(page);
      for (const [whole, script = ""] of text.matchAll(/\bnpm (?:run )?(start|test|[a-z]+(?:-[a-z]+)*)\b/g)) {
        if (/npm (?:install|ci|pack|run)$/.test(whole)) continue;
        if (!scripts.includes(script)) dead.push(`${page}: ${whole}`);
      }
      for (const [line, command = "", rest = ""] of text.matchAll(
        /(?:seaworthy|npm start --) (check|fix|scan|trial|certify|verify|explain|rules|db update|db status)\b([^`\n#]*)/g,
      )) {
        seen++;
        for (const [option] of rest.matchAll(/(?<=\s)--?[a-z][a-z-]*/g)) {
          const listed: readonly string[] = help.get(command)?.match(/(?<=[\s,])--?[a-z][a-z-]*/g) ?? [];
          if (!listed.includes(option)) dead.push(`${page}: ${line}`);
        }
      }
      for (const [, option = ""] of text.matchAll(/`(--[a-z][a-z-]*)/g)) {
        if (!options.includes(option)) dead.push(`${page}: ${option}`);
      }
    }
    expect(seen).toBeGreaterThan(10);
    expect(dead).toEqual([]);
  });

  it("show configs that are accepted", async () => {
    const configs = blocks("yaml").filter(({ text }) =>
      /^(?:compose|rules|policy|waivers|vulnerabilities|database|registries):/m.test(text),
    );
    expect(configs.length).toBeGreaterThan(1);
    const valid = configCheck(schemaOf("config"));
    for (const { page, text } of configs) {
      const files = { "seaworthy.yaml": text, Dockerfile: "FROM alpine:3.22\n", "compose.yaml": "", "compose.prod.yaml": "" };
      const { code, stderr } = await withProject(files, (folder) => run(folder, ["check", "--only", "structured-logging"]));
      expect({ page, stderr }).toEqual({ page, stderr: "" });
      expect({ page, faults: valid(parse(text)) }).toEqual({ page, faults: [] });
      expect(code).toBeLessThan(3);
    }
  });

  it("show waivers that are used as they stand", async () => {
    for (const { page, text } of blocks("dockerfile")) {
      const files = { Dockerfile: `${text.startsWith("FROM") || /\nFROM/.test(text) ? "" : "FROM alpine:3.22\n"}${text}` };
      const { stdout } = await withProject(files, (folder) => run(folder, ["check", "--format", "json"]));
      const { problems } = JSON.parse(stdout) as { problems: { kind: string; message: string }[] };
      expect({ page, waivers: problems.filter((one) => one.kind === "waiver" && !/expired/.test(one.message)) }).toEqual({
        page,
        waivers: [],
      });
    }
  });

  it("tell the exit codes, verdicts and rows of the table as they are", () => {
    const readme = textOf("README.md");
    for (const { title } of ITEMS) expect(readme).toContain(`| ${title} |`);
    for (const { id } of RULES) expect(existsSync(join(ROOT, "docs/rules", `${id}.md`)), id).toBe(true);
  });
});
