import { describe, expect, it } from "vitest";
import type { AppInput } from "./input.js";
import { readApp } from "./read.js";

function app(files: Record<string, string>, extra: Partial<AppInput> = {}) {
  const paths = Object.keys(files);
  const root = extra.root ?? ".";
  return readApp({
    root,
    files: root === "." ? paths : paths.filter((path) => path.startsWith(`${root}/`)),
    workspace: paths,
    read: (path) => files[path] ?? null,
    start: null,
    shipped: null,
    ...extra,
  });
}

describe("readApp", () => {
  it("tells language, manager, lockfile and entry", () => {
    const read = app(
      {
        "package.json": '{"scripts":{"start":"node dist/server.js"},"dependencies":{"express":"4"}}',
        "pnpm-lock.yaml": "",
        "src/server.ts": "x()",
      },
      { start: ["npm", "start"] },
    );
    expect(read).toMatchObject({
      language: "node",
      manager: "pnpm",
      entry: "src/server.ts",
      frameworks: ["express"],
      sourceRead: true,
    });
  });

  it("prefers the start command's language where a tree has two", () => {
    const files = { "package.json": "{}", "a.js": "x()", "requirements.txt": "flask==3\n", "app.py": "x()" };
    expect(app(files, { start: ["gunicorn", "app:app"] }).language).toBe("python");
    expect(app(files, { start: ["node", "a.js"] }).language).toBe("node");
  });

  it("finds the server in the script that the start command names", () => {
    const read = app(
      {
        "requirements.txt": "gunicorn\n",
        "app.py": "x()",
        "docker/entrypoint.sh": "#!/bin/sh\n# uvicorn a:b\nexec gunicorn --graceful-timeout 8 app:app\n",
      },
      { start: ["/entrypoint.sh"] },
    );
    expect(read.shutdown).toMatchObject([{ manner: "drains", graceSeconds: 8 }]);
  });

  it("counts no comment, test, example, vendored or minified code", () => {
    const handler = 'process.on("SIGTERM", () => server.close());\n';
    const read = app({
      "package.json": '{"dependencies":{"express":"4"}}',
      "index.js": `// ${handler}/* ${handler} */ const s = 'process.on("SIGTERM", x)';\nrun();`,
      "index.test.js": handler,
      "test/a.js": handler,
      "examples/a.js": handler,
      "node_modules/a/index.js": handler,
      "dist/a.js": handler,
      "lib/a.min.js": handler,
      "lib/b.js": `${" ".repeat(30_000)}${handler}`,
    });
    expect(read.shutdown).toEqual([]);
  });

  it("leaves another program's folder out and follows the packages of the workspace", () => {
    const read = app(
      {
        "package.json": '{"workspaces":["apps/*","packages/*"]}',
        "apps/api/package.json": '{"name":"api","dependencies":{"express":"4","@x/log":"*"}}',
        "apps/api/src/index.ts": 'import { log } from "@x/log"; log();',
        "apps/web/package.json": '{"name":"web","dependencies":{"pino":"9"}}',
        "apps/web/index.js": 'const pino = require("pino"); pino();',
        "packages/log/package.json": '{"name":"@x/log","dependencies":{"winston":"3"}}',
        "packages/log/src/index.ts":
          'import winston from "winston"; export const log = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });',
        "package-lock.json": "{}",
      },
      { root: "apps/api" },
    );
    expect(read.jsonLogging.map((one) => one.name)).toEqual(["winston"]);
    expect(read.manager).toBe("npm");
  });

  it("takes no program of the workspace for a part of another that borrows its types", () => {
    const files = {
      "pnpm-workspace.yaml": "packages: [apps/*]\n",
      "apps/admin/package.json": '{"name":"admin","devDependencies":{"api":"workspace:^","kit":"workspace:^"}}',
      "apps/admin/serve.js": 'console.log("up");',
      "apps/api/package.json": '{"name":"api","scripts":{"start":"node main.js"}}',
      "apps/api/main.js": 'process.on("SIGTERM", () => server.close());',
      "apps/kit/package.json": '{"name":"kit"}',
      "apps/kit/index.js": "export const kit = 1;",
    };
    expect(app(files, { root: "apps/admin" })).toMatchObject({ files: 2, shutdown: [] });
  });

  it("takes the folder that is named where the root's manifest is for tools alone", () => {
    const files = {
      "package.json": '{"name":"repo","devDependencies":{"husky":"9"}}',
      "server/package.json": '{"name":"server","dependencies":{"express":"4"}}',
      "server/index.js": 'process.on("SIGTERM", () => server.close());',
      "client/package.json": '{"name":"client","dependencies":{"react":"19"}}',
      "client/index.js": 'console.log("page");',
    };
    const read = app(files, { start: ["node", "server/index.js"] });
    expect(read).toMatchObject({ entry: "server/index.js", files: 1, shutdown: [{ manner: "drains" }], plainLogging: [] });
    expect(app(files, { shipped: ["server"] })).toMatchObject({ files: 1, frameworks: ["express"] });
    expect(app(files).files).toBe(2);
  });

  it("does not narrow to what lies beside built output", () => {
    const files = {
      "package.json": '{"workspaces":["apps/*","packages/*"]}',
      "apps/web/package.json": '{"name":"web","dependencies":{"express":"4","db":"*"}}',
      "apps/web/src/index.ts": 'process.on("SIGTERM", () => server.close());',
      "apps/docs/package.json": '{"name":"docs","dependencies":{}}',
      "apps/docs/a.ts": "x()",
      "packages/db/package.json": '{"name":"db"}',
      "packages/db/index.ts": "x()",
    };
    const read = app(files, { shipped: ["apps/web/build", "packages/db", "node_modules"] });
    expect(read.shutdown).toHaveLength(1);
    expect(read.files).toBe(2);
  });

  it("reads the version of Spring Boot from the parent above a module", () => {
    const parent =
      "<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.5.0</version></parent></project>";
    const module =
      "<project><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>";
    const read = app(
      { "pom.xml": parent, "api/pom.xml": module, "api/src/main/java/A.java": "class A {}", "web/pom.xml": module },
      { root: "api" },
    );
    expect(read.shutdown).toMatchObject([{ manner: "drains", place: { file: "api/pom.xml" } }]);
    expect(read.manifests.map((one) => one.path)).toEqual(["api/pom.xml", "pom.xml"]);
  });

  it("takes PHP below Apache for the program, and not for a static site", () => {
    const files = { "composer.json": "{}", "public/index.php": "<?php" };
    expect(app(files, { start: ["httpd", "-DFOREGROUND"] }).language).toBe("php");
    expect(app({ "index.html": "" }, { start: ["httpd", "-DFOREGROUND"] }).language).toBe("static");
    expect(app(files, { start: ["nginx", "-g", "daemon off;"] }).language).toBe("static");
  });

  it("reads manifests of other languages and says that their source is not read", () => {
    const read = app({ Gemfile: 'gem "rails", "~> 7.1"\n', "Gemfile.lock": "", "app/a.rb": "" });
    expect(read).toMatchObject({
      language: "ruby",
      manager: "bundler",
      sourceRead: false,
      unreadBecause: "the source of Ruby programs is not read",
    });
    expect(read.manifests[0]?.dependencies.get("rails")).toBe("~> 7.1");
  });

  it("says when it read only a part", () => {
    const files: Record<string, string> = { "go.mod": "module a\n" };
    for (let i = 0; i < 3005; i++) files[`p${i}.go`] = "package a\n";
    const read = app(files);
    expect(read.files).toBe(3000);
    expect(read.unreadBecause).toMatch(/3000 of 3005/);
  });

  it("throws at nothing: broken manifests, binary text, deep nesting", () => {
    const nasty = [
      "{".repeat(20_000),
      "((((".repeat(5000),
      "\u0000\uFFFF'\"`${",
      "a(".repeat(10_000),
      "def a(:\n",
      "x = `${".repeat(3000),
      `import ${"a, ".repeat(4000)}`,
    ];
    for (const text of nasty) {
      for (const [manifest, name] of [
        ["package.json", "a.js"],
        ["pyproject.toml", "a.py"],
        ["go.mod", "a.go"],
        ["pom.xml", "src/main/java/A.java"],
      ] as const) {
        expect(() => app({ [manifest]: text, [name]: text, "src/main/resources/application.yml": text })).not.toThrow();
      }
    }
  });

  it("takes linear time on long runs of one construct", () => {
    const units = [
      "a.b.c(",
      "import a from ",
      "@app.get(",
      "<!--",
      "process.on(",
      "x = async ",
      "class A extends ",
      "    ",
      "`${",
      "func (",
      "@GetMapping(",
      "path(",
      "'",
      "/",
    ];
    for (const unit of units) {
      const text = unit.repeat(100_000 / unit.length);
      app({ "package.json": '{"dependencies":{"express":"4"}}', "a.js": text.replace(/(.{200})/g, "$1\n") });
      app({ "requirements.txt": "flask", "a.py": text.replace(/(.{200})/g, "$1\n") });
      app({ "go.mod": "module a", "a.go": text.replace(/(.{200})/g, "$1\n") });
      app({ "pom.xml": text, "src/main/java/A.java": text.replace(/(.{200})/g, "$1\n") });
    }
  }, 60_000);
});
