import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import type { Service } from "./service.js";
import { startsOf } from "./start.js";
import { chainOf } from "./start-chain.js";

function read(files: Record<string, string> | string): Service {
  const project = readProjectFrom(typeof files === "string" ? { Dockerfile: files } : files);
  const service = project.services.find((one) => !one.foreign);
  if (!service) throw new Error("no service");
  return service;
}

const argv = (files: Record<string, string> | string) => startsOf(read(files)).map((start) => start.argv);

describe("what the engine executes", () => {
  it.each([
    ['FROM scratch\nENTRYPOINT ["/app"]\nCMD ["-v"]\n', ["/app", "-v"]],
    ["FROM scratch\nENTRYPOINT /app\nCMD -v\n", ["/bin/sh", "-c", "/app"]],
    ['FROM scratch\nENTRYPOINT ["tini", "--"]\nCMD app x\n', ["tini", "--", "/bin/sh", "-c", "app x"]],
    ['FROM node:22\nCMD ["x.js"]\n', ["docker-entrypoint.sh", "x.js"]],
    ["FROM nginx:1.29\n", ["/docker-entrypoint.sh", "nginx", "-g", "daemon off;"]],
    ['FROM nginx:1.29\nENTRYPOINT ["/own"]\n', ["/own"]],
    ["FROM registry.example.com/x:1\n", null],
    ["FROM scratch\n", []],
  ])("%j", (dockerfile, expected) => expect(argv(dockerfile)).toEqual([expected]));

  const files = (compose: string) => ({
    Dockerfile: 'FROM scratch\nENTRYPOINT ["/entry"]\nCMD ["serve"]\n',
    "compose.yaml": `services:\n  web: { build: ., ${compose} }\n`,
  });
  it("takes overrides as Compose does", () => {
    expect(argv(files("command: 'a \"b c\"'"))).toEqual([["/entry", "a", "b c"]]);
    expect(argv(files("entrypoint: /other"))).toEqual([["/other"]]);
    expect(argv(files("entrypoint: [], command: [x]"))).toEqual([["x"]]);
    expect(argv(files("command: 'a ${B}'"))).toEqual([null]);
    expect(argv(files("ports: ['80:80']"))).toEqual([["/entry", "serve"]]);
  });

  it("leaves tasks out, and counts the image where something unread deploys it", () => {
    const tasks = files("command: x, restart: 'no', profiles: [tools]");
    expect(argv(tasks)).toEqual([["/entry", "serve"]]);
    expect(argv({ ...files("command: x"), "fly.toml": "app = 'x'\n" })).toEqual([
      ["/entry", "serve"],
      ["/entry", "x"],
    ]);
  });
});

describe("what leads to the app", () => {
  const follow = (files: Record<string, string> | string) => {
    const service = read(files);
    const [start] = startsOf(service);
    if (!start) throw new Error("no start");
    const { steps, app } = chainOf(service, start);
    return [...steps.map((step) => step.kind), app?.join(" ") ?? null];
  };
  it.each([
    ['FROM alpine\nENTRYPOINT ["tini", "-g", "--"]\nCMD ["node", "x"]\n', ["init", "node x"]],
    ['FROM alpine\nENTRYPOINT ["dumb-init"]\nCMD ["node", "x"]\n', ["init", "node x"]],
    ['FROM alpine\nCMD ["env", "A=b", "gosu", "app", "node", "x"]\n', ["prefix", "prefix", "node x"]],
    ['FROM node:22\nCMD ["node", "x"]\n', ["base script", "node x"]],
    ['FROM node:22\nCMD ["-e", "1"]\n', ["base script", "node -e 1"]],
    ["FROM alpine\nCMD a && exec node x\n", ["shell", "node x"]],
    ["FROM alpine\nCMD $START\n", ["shell", null]],
    ['FROM alpine\nCMD ["npx", "-y", "serve", "dist"]\n', ["wrapper", "serve dist"]],
    ['FROM alpine\nCMD ["poetry", "run", "gunicorn", "x"]\n', ["prefix", "gunicorn x"]],
    ['FROM alpine\nENTRYPOINT ["/opt/start.sh"]\n', ["lost script", null]],
    ['FROM node:22\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["x"]\n', ["lost script", null]],
    ['FROM php:8.4\nCOPY docker-php-entrypoint /usr/local/bin/\nCMD ["x"]\n', ["lost script", null]],
    ['FROM centos:7\nCMD ["sh", "-c", "node x"]\n', ["shell", "node x"]],
    ['FROM gcr.io/distroless/cc-debian13:nonroot\nCMD ["./x"]\n', ["./x"]],
    ['FROM alpine\nCMD ["sudo", "-u", "app", "node", "x"]\n', ["parent", "node x"]],
  ])("%j", (dockerfile, expected) => expect(follow(dockerfile)).toEqual(expected));

  it("goes through scripts and the scripts of the manifest", () => {
    expect(
      follow({
        Dockerfile: 'FROM alpine\nCOPY . /app\nWORKDIR /app\nENTRYPOINT ["./entry.sh"]\nCMD ["npm", "start"]\n',
        "entry.sh": '#!/bin/sh\nexec "$@"\n',
        "package.json": '{"scripts":{"start":"cross-env A=1 npm run serve","serve":"next dev"}}',
      }).slice(0, 2),
    ).toEqual(["script", "wrapper"]);
  });

  it("takes what a script keeps in a variable from behind the dashes", () => {
    const wait = {
      "wait.sh": '#!/usr/bin/env bash\nCLI=("${@:2}")\nexec "${CLI[@]}"\n',
      Dockerfile:
        'FROM python:3.13-slim\nENV HOME_DIR=/srv/app/\nCOPY wait.sh $HOME_DIR\nWORKDIR $HOME_DIR\nCMD ["./wait.sh", "db:5432", "--", "gunicorn", "app:app"]\n',
    };
    expect(follow(wait)).toEqual(["script", "gunicorn app:app"]);
    expect(follow({ ...wait, Dockerfile: wait.Dockerfile.replace('"--", "gunicorn", "app:app"', '"x"') })).toEqual([
      "script",
      null,
    ]);
  });

  it("follows no single way of a script that has several", () => {
    const script = 'check() {\n  test -f /tmp/up\n}\ncase "$1" in\n  check) check ;;\n  server) exec gunicorn app:app ;;\nesac\n';
    const files = {
      Dockerfile: 'FROM python:3.13-slim\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
      "run.sh": `#!/bin/sh\n${script}`,
    };
    expect(follow(files)).toEqual(["script", null]);
  });

  it("ends on scripts that call each other", () => {
    const chain = follow({
      Dockerfile: 'FROM alpine\nCOPY . /\nENTRYPOINT ["/a.sh"]\n',
      "a.sh": "#!/bin/sh\nexec /b.sh\n",
      "b.sh": "#!/bin/sh\nexec /a.sh\n",
    });
    expect(chain.at(-1)).toBeNull();
  });
});

describe("any start", () => {
  it("is followed without throwing, and to an end", () => {
    const word = fc.constantFrom(
      ...'sh -c exec $@ "$@" && & npm start run tini -- env A=b /a.sh a.sh gosu app node x.js poetry uv - \' ( \\ pm2 bundle bun timeout 5 sudo'.split(
        " ",
      ),
    );
    const line = fc.oneof(
      fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
      fc.string({ maxLength: 40 }),
    );
    const argv = fc.array(fc.oneof(word, line), { maxLength: 8 });
    fc.assert(
      fc.property(argv, argv, line, line, line, (entrypoint, cmd, script, command, start) => {
        const project = readProjectFrom({
          Dockerfile: `FROM node:22\nCOPY . /\nENTRYPOINT ${JSON.stringify(entrypoint)}\nCMD ${JSON.stringify(cmd)}\n`,
          "a.sh": script,
          "package.json": JSON.stringify({ scripts: { start } }),
          "compose.yaml": `services:\n  web:\n    build: .\n    command: ${JSON.stringify(command)}\n`,
        });
        for (const service of project.services)
          for (const one of startsOf(service)) expect(chainOf(service, one).steps.length).toBeLessThan(40);
      }),
      { numRuns: 300 },
    );
  });
});
