import { describe, expect, it } from "vitest";
import { type MemoryOptions, readProjectFrom } from "../../io/memory.js";
import { copiesInto } from "./copied-paths.js";
import { isSent, sentAndCopied, wouldBeSent } from "./sent-paths.js";
import type { Service } from "./service.js";

function only(files: Record<string, string>, options?: MemoryOptions): Service {
  const [service] = readProjectFrom(files, options).services;
  if (!service) throw new Error("no service");
  return service;
}

describe("the guessed context of a Dockerfile alone", () => {
  const copy = (...sources: readonly string[]): string =>
    `FROM node:22\n${sources.map((source) => `COPY ${source} ./\n`).join("")}`;

  it.each<[string, Record<string, string>, string]>([
    [
      "its own folder, when all sources are there",
      { "api/Dockerfile": copy("package.json", "src/"), "api/package.json": "{}", "api/src/a.js": "" },
      "api",
    ],
    [
      "the nearest folder above where they are",
      { "docker/api/Dockerfile": copy("api/package.json"), "api/package.json": "{}" },
      ".",
    ],
    ["where most are, when one is built elsewhere", { "x/y/Dockerfile": copy("x/lib", "dist"), "x/lib/a": "" }, "."],
    ["its own folder, when none is anywhere", { "api/Dockerfile": copy("vendor.tgz"), "pom.xml": "" }, "api"],
    [
      "the folder whose build makes what is copied",
      { "shop/src/main/docker/Dockerfile.jvm": copy("target/app/lib/", "target/app/*.jar"), "shop/pom.xml": "", "pom.xml": "" },
      "shop",
    ],
    [
      "where most are, also below a build that makes the rest",
      { "docker/Dockerfile": copy("build/libs/*.jar", "entry.sh"), "docker/entry.sh": "", "build.gradle.kts": "" },
      "docker",
    ],
    [
      "its own folder, when that has the build",
      { "api/Dockerfile": copy("target/app.jar"), "api/pom.xml": "", "pom.xml": "" },
      "api",
    ],
    [
      "the folder whose build makes what is copied for each platform",
      {
        "docker/Dockerfile": copy("dist/${TARGETOS}_${TARGETARCH}/shop"),
        "docker/Dockerfile.alpine": "",
        "go.mod": "module shop",
      },
      ".",
    ],
    ["its own folder, when a variable hides all", { "api/Dockerfile": copy("${JAR}"), "go.mod": "module shop" }, "api"],
    ["its own folder, when no build makes it", { "api/Dockerfile": copy("target/app.jar"), "README.md": "" }, "api"],
    ["its own folder for COPY . . beside an app", { "api/Dockerfile": copy("."), "api/package.json": "{}" }, "api"],
    [
      "the folder above for COPY . . beside nothing",
      { "docker/Dockerfile": copy("."), "docker/entrypoint.sh": "", "package.json": "{}" },
      ".",
    ],
    ["found through a wildcard", { "docker/Dockerfile": copy("package*.json"), "package-lock.json": "{}" }, "."],
    [
      "found through a bind mount",
      {
        "docker/Dockerfile": "FROM node\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\n",
        "package.json": "{}",
      },
      ".",
    ],
    ["its own folder, when nothing is copied", { "a/Dockerfile": "FROM redis\n" }, "a"],
  ])("is %s", (_title, files, root) => {
    expect(only(files).context).toMatchObject({ root, known: "guessed" });
  });

  it("is the written one where Compose builds it", () => {
    const service = only({
      "docker/Dockerfile": copy("."),
      "compose.yaml": "services:\n  x: { build: { context: ., dockerfile: docker/Dockerfile } }\n",
    });
    expect(service.context).toMatchObject({ root: ".", known: "written" });
    expect(service.id).toBe("docker/Dockerfile@.");
  });

  it("is the one that a Compose file besides the production set writes down", () => {
    const files = {
      "worker/Dockerfile": copy("."),
      "worker/package.json": "{}",
      "compose.yaml": "services:\n  x: { image: registry.example.com/shop/jobs:4 }\n",
      "compose.build.yaml":
        "services:\n  x: { build: { context: ., dockerfile: worker/Dockerfile, target: dev }, image: registry.example.com/shop/jobs:local }\n  db: { image: postgres }\n",
    };
    const service = only(files);
    expect(service.context).toMatchObject({ root: ".", known: "written" });
    expect(service.stage).not.toBeNull();
    expect(service.deployments.map((one) => one.file)).toEqual(["compose.yaml"]);
    const differing = { ...files, "compose.dev.yaml": "services:\n  x: { build: worker }\n" };
    expect(only(differing).context).toMatchObject({ root: "worker", known: "guessed" });
  });
});

describe("the ignore file of a build", () => {
  const compose = "services:\n  x: { build: { context: ., dockerfile: api/Dockerfile } }\n";

  it("is the Dockerfile's own before the context's", () => {
    const files = {
      "api/Dockerfile": "FROM a\nCOPY . .\n",
      "compose.yaml": compose,
      ".dockerignore": "a\n",
      "api/Dockerfile.dockerignore": "b\n",
    };
    expect(only(files).context?.ignore?.path).toBe("api/Dockerfile.dockerignore");
    const { "api/Dockerfile.dockerignore": _, ...without } = files;
    expect(only(without).context?.ignore?.path).toBe(".dockerignore");
  });

  it("is none that lies elsewhere, is spelled otherwise, or is in nobody's clone", () => {
    const service = only(
      {
        "api/Dockerfile": "FROM a\nCOPY . .\n",
        "compose.yaml": compose,
        "api/.dockerignore": "x\n",
        ".Dockerignore": "x\n",
        ".dockerignore": "x\n",
      },
      { ignored: [".dockerignore"] },
    );
    expect(service.context?.ignore).toBeNull();
    expect(service.context?.deadIgnores.map((dead) => dead.path).sort()).toEqual([
      ".Dockerignore",
      ".dockerignore",
      "api/.dockerignore",
    ]);
  });

  it("is not dead when another build uses it", () => {
    const project = readProjectFrom({
      "api/Dockerfile": "FROM a\nCOPY . .\n",
      "api/.dockerignore": "x\n",
      "compose.yaml": "services:\n  x: { build: { context: ., dockerfile: api/Dockerfile } }\n  y: { build: api }\n",
    });
    expect(project.services.map((one) => one.context?.deadIgnores)).toEqual([[], []]);
  });

  it("reports a pattern on which the build would fail", () => {
    const project = readProjectFrom({ Dockerfile: "FROM a\nCOPY . .\n", ".dockerignore": "ok\n[\n" });
    expect(project.problems).toMatchObject([{ kind: "parse", place: { file: ".dockerignore", range: [3, 4] } }]);
  });
});

describe("what a build sends and copies", () => {
  const dockerfile =
    "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nFROM node:22-slim\nCOPY --from=build /app/dist /app\nCOPY conf/*.json /etc/\n";

  it("finds the would-be paths that nothing keeps out", () => {
    const service = only({ Dockerfile: dockerfile, ".dockerignore": "node_modules/**\n.env*\n.git\n", "package.json": "{}" });
    const { context, stage } = service;
    if (!context || !stage) throw new Error("no context");
    const sent = wouldBeSent(context, { ecosystems: new Set(["node"]) }, copiesInto(stage));
    const named = sent.map((one) => one.wouldBe.name);
    expect(named).toContain("*.pem");
    expect(named).toContain("dist");
    for (const kept of ["node_modules", ".env", ".env.local", ".git", "venv"]) expect(named).not.toContain(kept);
    expect(sent.every((one) => one.copy !== null)).toBe(true);
    const last = wouldBeSent(context, { ecosystems: new Set(["node"]) }, stage.facts.copies);
    expect(last.every((one) => one.copy === null)).toBe(true);
  });

  it("expects .git only at the root of the repository", () => {
    const files = { "api/Dockerfile": "FROM a\nCOPY . .\n", "api/package.json": "{}" };
    expect(only(files).context?.holdsGit).toBe(false);
    expect(only({ Dockerfile: "FROM a\nCOPY . .\n" }).context?.holdsGit).toBe(true);
    expect(only({ Dockerfile: "FROM a\nCOPY . .\n" }, { gitRoot: null }).context?.holdsGit).toBe(false);
  });

  it("looks into the apps below the context too", () => {
    const service = only({ Dockerfile: "FROM a\nCOPY . .\n", ".dockerignore": "node_modules\n", "web/package.json": "{}" });
    if (!service.context || !service.stage) throw new Error("no context");
    const sent = wouldBeSent(service.context, { ecosystems: new Set(["node"]), apps: ["web"] }, service.stage.facts.copies);
    expect(sent.filter((one) => one.wouldBe.name === "node_modules").map((one) => one.folder)).toEqual(["web"]);
  });

  it("lists untracked files that would be sent, and only those", () => {
    const service = only(
      { Dockerfile: dockerfile, ".dockerignore": "node_modules/**\n" },
      { ignored: [".env", "node_modules/", "conf/a.json"], untracked: ["notes.txt"] },
    );
    expect(service.context?.untracked).toEqual([".env", "conf/a.json", "notes.txt"]);
    const { context, stage } = service;
    if (!context || !stage) throw new Error("no context");
    expect(sentAndCopied(context, stage.facts.copies, context.untracked).map((one) => one.path)).toEqual(["conf/a.json"]);
    expect(isSent(context, "node_modules/x")).toBe(false);
  });

  it("honours --exclude", () => {
    const { context, stage } = only({ Dockerfile: "FROM a\nCOPY --exclude=*.key src /src\n", "src/a.key": "", "src/b.js": "" });
    if (!context || !stage) throw new Error("no context");
    expect(sentAndCopied(context, stage.facts.copies, context.files).map((one) => one.path)).toEqual(["src/b.js"]);
  });
});

describe("entry scripts", () => {
  const script = '#!/bin/sh\nset -e\nexec "$@"\n';

  it.each<[string, string, string]>([
    ["a path in exec form", 'FROM a\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["./run.sh"]\n', "run.sh"],
    ["a shell's argument", 'FROM a\nWORKDIR /app\nCOPY . /app/\nCMD ["sh", "run.sh"]\n', "run.sh"],
    ["a name on the PATH", 'FROM a\nCOPY run.sh /usr/local/bin/\nENTRYPOINT ["run.sh"]\n', "run.sh"],
    ["a renamed file", 'FROM a\nCOPY run.sh /entry\nENTRYPOINT ["/entry"]\n', "run.sh"],
    ["shell form", "FROM a\nCOPY run.sh /run.sh\nCMD /run.sh serve\n", "run.sh"],
    ["behind an init", 'FROM a\nCOPY run.sh /\nENTRYPOINT ["/sbin/tini", "--", "/run.sh"]\n', "run.sh"],
    [
      "through another stage",
      'FROM a AS b\nWORKDIR /src\nCOPY . .\nFROM c\nCOPY --from=b /src/run.sh /bin/start\nENTRYPOINT ["start"]\n',
      "run.sh",
    ],
    ["through a wildcard", 'FROM a\nCOPY *.sh /scripts/\nENTRYPOINT ["/scripts/run.sh"]\n', "run.sh"],
  ])("are found by %s", (_title, dockerfile, path) => {
    const service = only({ Dockerfile: dockerfile, "run.sh": script, "package.json": "{}" });
    expect(service.entryScripts.map((one) => one.path)).toEqual([path]);
    expect(service.entryScripts[0]?.execs).toBe(true);
  });

  it("are found behind a deployment's own command", () => {
    const service = only({
      Dockerfile: "FROM a\nWORKDIR /app\nCOPY . .\n",
      "start.sh": "#!/bin/bash\nnode x\n",
      "compose.yaml": "services:\n  x: { build: ., command: ./start.sh }\n",
    });
    expect(service.entryScripts).toMatchObject([{ path: "start.sh", execs: false }]);
  });

  it("are no programs of another kind", () => {
    expect(only({ Dockerfile: 'FROM a\nCOPY run /run\nCMD ["/run"]\n', run: "#!/usr/bin/env python3\n" }).entryScripts).toEqual(
      [],
    );
  });
});

describe("the app of a service", () => {
  it.each<[string, Record<string, string>, string]>([
    ["the context's", { Dockerfile: "FROM node\nCOPY . .\n", "package.json": "{}" }, "."],
    [
      "the Dockerfile's folder",
      {
        "api/Dockerfile": "FROM node\nCOPY api/ .\n",
        "api/package.json": "{}",
        "web/package.json": "{}",
        "compose.yaml": "services:\n  x: { build: { context: ., dockerfile: api/Dockerfile } }\n",
      },
      "api",
    ],
    [
      "the folder that is copied",
      {
        Dockerfile: 'FROM node\nCOPY server/package.json ./\nCOPY server/ ./\nCMD ["node", "index.js"]\n',
        "server/package.json": "{}",
        "server/index.js": "",
        "web/package.json": "{}",
      },
      "server",
    ],
    [
      "the one that the start command leads to",
      {
        Dockerfile: 'FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "packages/api/index.js"]\n',
        "package.json": "{}",
        "packages/api/package.json": "{}",
        "packages/api/index.js": "",
        "packages/web/package.json": "{}",
      },
      "packages/api",
    ],
  ])("lies in %s", (_title, files, root) => {
    expect(only(files).app?.root).toBe(root);
  });
});
