import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { HANGS } from "../../testing/limits.js";
import { dependencySteps } from "./dependency-steps.js";

function steps(dockerfile: string, files: Readonly<Record<string, string>> = {}): string[] {
  const [service] = readProjectFrom({ Dockerfile: dockerfile, ...files }).services;
  if (!service?.dockerfile || !service.stage) throw new Error("no service");
  return dependencySteps(service.dockerfile, service.stage, service.context).map(
    ({ tool, spoiledBy, primed, doubt }) =>
      `${tool}: ${spoiledBy?.written ?? "clean"}${primed ? ` (${primed})` : ""}${doubt ? ` ?${doubt.written}` : ""}`,
  );
}

describe("dependencySteps", () => {
  it("tells what code stands before a step, and what came before that", () => {
    expect(steps("FROM a\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm install\n")).toEqual([
      "npm ci: clean",
      "npm install: . (earlier)",
    ]);
  });

  it("leaves out what installs by name, from a path, or offline", () => {
    expect(
      steps("FROM a\nCOPY . .\nRUN npm i -g x && pip install flask && pip install --no-deps . && yarn install --offline\n"),
    ).toEqual([]);
  });

  it("weighs what comes before against what comes later", () => {
    const text = "FROM a\nCOPY Cargo.toml .\nCOPY part part\nRUN cargo build\nCOPY . .\n";
    const main = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`src/${name}.rs`, ""]));
    expect(steps(text, { "part/lib.rs": "", ...main })).toEqual(["cargo build: clean"]);
    expect(steps(text, { "part/lib.rs": "", "part/b.rs": "", "src/a.rs": "" })).toEqual(["cargo build: part"]);
  });

  it("heeds the ignore file: a context of manifests alone holds no code", () => {
    const files = { "package.json": "{}", "index.js": "", ".dockerignore": "*\n!package.json\n" };
    expect(steps("FROM a\nCOPY . .\nRUN npm ci\n", files)).toEqual(["npm ci: clean"]);
  });

  it("knows the folder of a manifest through cd, WORKDIR and options", () => {
    const text = (second: string): string =>
      `FROM a\nWORKDIR /app\nCOPY api/package.json api/\nRUN cd api && npm ci\nCOPY . .\n${second}\n`;
    expect(steps(text("RUN npm ci --prefix web"))).toEqual(["npm ci: clean", "npm ci: ."]);
    expect(steps(text("RUN npm ci --prefix api"))).toEqual(["npm ci: clean", "npm ci: . (earlier)"]);
  });

  it(
    "ends quickly where stages copy from each other again and again",
    () => {
      const stage = (index: number): string =>
        `FROM a AS s${index}\nWORKDIR /app\n${index === 0 ? "COPY . .\n" : `COPY --from=s${index - 1} /app /app\n`.repeat(30)}`;
      const text = `${Array.from({ length: 30 }, (_, index) => stage(index)).join("")}RUN npm ci\n`;
      expect(steps(text)).toEqual([expect.stringContaining("npm ci")]);
    },
    HANGS,
  );
});
