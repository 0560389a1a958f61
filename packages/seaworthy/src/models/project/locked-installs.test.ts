import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { manifestInstalls } from "./locked-installs.js";

const locked = (lines: string, files: Record<string, string> = {}): string[] => {
  const [service] = readProjectFrom({ Dockerfile: `FROM node:22.12.0\nWORKDIR /app\n${lines}\n`, ...files }).services;
  if (!service) throw new Error("no service");
  return manifestInstalls(service).map(({ locked: one }) =>
    one.kind === "unknown"
      ? one.kind
      : one.kind === "open"
        ? `open ${one.beside ?? one.loose.join()}`
        : `${one.kind} ${one.path}`,
  );
};
const NODE = { "package.json": '{"dependencies": {"a": "^1.0.0"}}', "a.js": "" };

describe("what fixes the versions of an install", () => {
  it.each([
    ["COPY . .\nRUN npm install", { ...NODE, "package-lock.json": "{}" }, ["lockfile package-lock.json"]],
    ["COPY . .\nRUN npm install", NODE, ["open a"]],
    ["COPY . .\nRUN npm install", { "package.json": '{"dependencies": {"a": "1.0.0"}}' }, ["exact package.json"]],
    ["COPY package.json .\nRUN yarn", { ...NODE, "yarn.lock": "" }, ["open yarn.lock"]],
    [
      "COPY . .\nRUN cd web && npm install",
      { "web/package.json": "{}", "web/package-lock.json": "" },
      ["lockfile web/package-lock.json"],
    ],
    [
      "COPY . .\nWORKDIR /app/web\nRUN pnpm install",
      { "web/package.json": "{}", "pnpm-lock.yaml": "" },
      ["lockfile pnpm-lock.yaml"],
    ],
    ["COPY . .\nRUN cd $DIR && npm install", { ...NODE, "package-lock.json": "{}" }, ["unknown"]],
    ["RUN npm install", NODE, ["unknown"]],
    ["RUN npm install -g pm2", NODE, []],
    ["COPY r.txt .\nRUN pip install -r r.txt", { "r.txt": "a\n" }, ["unknown"]],
    ["COPY requirements.txt .\nRUN pip install -r requirements.txt", { "requirements.txt": "a==1.0\nb>2\n" }, ["open b"]],
    ["COPY --from=b /wheels /wheels\nRUN pip install /wheels/*", {}, []],
    [
      "COPY r.txt requirements.txt ./\nRUN pip wheel --no-deps --wheel-dir /srv/wheels -r requirements.txt",
      { "requirements.txt": "a==1.0\nb>2\n" },
      ["open b"],
    ],
    ["RUN --mount=type=bind,target=. npm install", { ...NODE, "package-lock.json": "{}" }, ["lockfile package-lock.json"]],
  ])("%s", (lines, files, expected) => expect(locked(lines, files)).toEqual(expected));

  it("ends on deep folders", () => {
    const deep = `/${"d/".repeat(1500)}`;
    expect(locked(`COPY . .\nWORKDIR ${deep}\nRUN npm install`, NODE)).toEqual(["unknown"]);
  });
});
