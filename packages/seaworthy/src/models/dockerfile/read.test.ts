import { describe, expect, test } from "vitest";
import type { Stage } from "./dockerfile.js";
import { readDockerfile, resolveStages } from "./read.js";

const read = (text: string, args?: Record<string, string | null>) =>
  readDockerfile("Dockerfile", text, args && new Map(Object.entries(args)));
function last(text: string, args?: Record<string, string | null>): Stage {
  const stage = read(text, args).stages.at(-1);
  if (!stage) throw new Error("no stage");
  return stage;
}
const facts = (text: string, args?: Record<string, string | null>) => last(text, args).facts;
function baseOf(text: string, args?: Record<string, string | null>): string {
  const { base } = last(text, args);
  return base.kind === "image" ? base.reference.written : base.kind === "scratch" ? "scratch" : `? ${base.because}`;
}

describe("bases", () => {
  test("through stages, in any case, to the image at the bottom", () => {
    const { stages } = read("FROM node:20 AS Base\nFROM base AS mid\nRUN x\nFROM MID\n");
    expect(stages.map(({ name }) => name)).toEqual(["base", "mid", null]);
    expect(stages[2]?.lineage.map(({ index }) => index)).toEqual([2, 1, 0]);
    expect(stages[2]?.base).toMatchObject({ kind: "image", written: "node:20" });
    expect(stages[2]?.effectiveInstructions.map(({ keyword }) => keyword)).toEqual(["FROM", "FROM", "RUN", "FROM"]);
  });

  test("only stages above count, and of equal names the last", () => {
    expect(last("FROM app AS app").parent).toBeNull();
    expect(last("FROM later\nFROM x AS later").parent).toBeNull();
    expect(last("FROM a AS s\nFROM b AS s\nFROM s").parent?.index).toBe(1);
  });

  test("a number in FROM is an image; in COPY --from it is a stage", () => {
    expect(last("FROM a\nFROM 0").parent).toBeNull();
    expect(last("FROM a\nFROM b\nCOPY --from=0 x y").facts.copies[0]?.from).toMatchObject({ kind: "stage", stage: { index: 0 } });
    expect(last("FROM a\nCOPY --from=7 x y").facts.copies[0]?.from).toMatchObject({ kind: "image", reference: null });
  });

  test.each([
    ["ARG V=20\nFROM node:$V", "node:20"],
    ["ARG V=20\nARG I=node:${V}-alpine\nFROM $I", "node:20-alpine"],
    ["ARG V\nFROM node:${V:-22}", "node:22"],
    ["ARG V\nFROM node:$V", "? the value of $V is not known"],
    ["FROM node:${TARGETARCH}", "? the value of $TARGETARCH is not known"],
    ["ARG TARGETARCH=arm64\nFROM node:${TARGETARCH}", "node:arm64"],
    ["FROM a\nARG V=1\nFROM node:$V", "? the value of $V is not known"],
    ["ARG B=x\nFROM a AS x\nFROM $B", "a"],
    ["FROM a:1 AS build_amd64\nFROM a:2 AS build_arm64\nFROM build_${TARGETARCH}${TARGETVARIANT}", "a:1"],
    ["FROM scratch", "scratch"],
    ["FROM Node", "? Node is no image reference"],
    ["ARG V=\nFROM $V", "? FROM names no image"],
  ])("%j is built on %s", (text, base) => {
    expect(baseOf(text)).toBe(base);
  });

  test("build arguments beat defaults; a null one is not known", () => {
    expect(baseOf("ARG V=20\nFROM node:$V", { V: "18" })).toBe("node:18");
    expect(baseOf("ARG V=20\nFROM node:$V", { V: null })).toBe("? the value of $V is not known");
    const tree = read("ARG V=20\nFROM node:$V");
    expect(resolveStages(tree, new Map([["V", "19"]])).stages[0]?.base).toMatchObject({ reference: { tag: "19" } });
  });
});

describe("variables", () => {
  const env = (text: string, args?: Record<string, string | null>) =>
    Object.fromEntries([...facts(text, args).env].map(([name, { value }]) => [name, value]));

  test("a global ARG enters a stage only where it is declared again", () => {
    expect(env("ARG V=1\nFROM scratch\nENV A=${V:-none}\nARG V\nENV B=$V\nARG V=2\nENV C=$V")).toEqual({
      A: "none",
      B: "1",
      C: "2",
    });
  });

  test("one ENV sees the values before it, ARG its own", () => {
    expect(env("FROM scratch\nENV A=1\nENV A=2 B=$A\nARG X=5 Y=${X}6\nENV C=$Y")).toEqual({ A: "2", B: "1", C: "56" });
  });

  test("stages built on a stage inherit ENV and ARG, others nothing", () => {
    const text = "FROM scratch AS a\nARG V=1\nENV E=$V\nFROM a\nENV F=$V$E\n";
    expect(env(text)).toEqual({ E: "1", F: "11" });
    expect(env(`${text}FROM scratch\nENV G=\${V:-no}`)).toEqual({ G: "no" });
  });

  test("what the base may set is not known", () => {
    expect(env("FROM node\nENV PATH=/x:$PATH A=${NODE_VERSION:-1} B='$PATH'")).toEqual({ PATH: null, A: null, B: "$PATH" });
  });

  test("an ARG without a value is unset for ${…:-…}, unknown else, and never hides an ENV", () => {
    expect(env("FROM node\nARG V\nENV A=$V B=${V:-d}\nENV C=1\nARG C\nENV D=$C")).toEqual({ A: null, B: "d", C: "1", D: "1" });
    expect(env("FROM node\nARG V\nENV A=$V", { V: "x" })).toEqual({ A: "x" });
  });
});

describe("effective settings", () => {
  test("USER: the last of the lineage, variables expanded", () => {
    const text = "FROM node AS b\nENV U=app\nUSER $U:1000\nFROM b\nRUN x\n";
    expect(facts(text).user).toEqual({
      value: "app:1000",
      source: "instruction",
      place: { file: "Dockerfile", range: [25, 37] },
    });
    expect(facts("FROM some/thing\nUSER $UNKNOWN").user.value).toBe("$UNKNOWN");
    expect(facts("FROM some/thing").user).toEqual({ value: "root", place: null, source: "default" });
    expect(facts("FROM gcr.io/distroless/static:nonroot").user.source).toBe("base");
  });

  test("USER in force at each RUN", () => {
    const { runs } = facts("FROM x\nRUN a\nUSER u\nRUN b\nUSER 0\n");
    expect(runs.map(({ user }) => user.value)).toEqual(["root", "u"]);
  });

  test("WORKDIR: relative ones join", () => {
    const workdir = (text: string) => facts(`FROM x\n${text}`).workdir.value;
    expect(workdir("WORKDIR /a\nWORKDIR b/../c/")).toBe("/a/c");
    expect(workdir("WORKDIR a")).toBe("/a");
    expect(workdir("ENV D=/srv\nWORKDIR $D/app")).toBe("/srv/app");
    const { runs, workdir: end } = facts("FROM x\nWORKDIR $D\nRUN a\nWORKDIR b\nRUN b\nWORKDIR /c\nRUN c");
    expect(runs.map((run) => run.workdir)).toEqual([null, null, "/c"]);
    expect(end.value).toBe("/c");
  });

  test("ENTRYPOINT resets a CMD of the parent, not one of its own stage", () => {
    const parent = 'FROM x AS p\nCMD ["a"]\nFROM p\n';
    expect(facts(`${parent}ENTRYPOINT ["e"]`).cmd).toBeNull();
    expect(facts(`${parent}CMD ["b"]\nENTRYPOINT ["e"]`).cmd?.words).toEqual(["b"]);
    expect(facts(`${parent}ENTRYPOINT ["e"]\nCMD ["c"]`).cmd?.words).toEqual(["c"]);
    expect(facts(parent).cmd?.words).toEqual(["a"]);
    expect(facts("FROM x\nENTRYPOINT []").entrypoint?.words).toEqual([]);
  });

  test("HEALTHCHECK, STOPSIGNAL, EXPOSE, VOLUME, SHELL", () => {
    const text = `FROM x AS p
ARG PORT=80
EXPOSE $PORT 443/tcp
HEALTHCHECK CMD curl -f http://localhost || exit 1
STOPSIGNAL SIGQUIT
VOLUME ["/data"]
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
FROM p
EXPOSE 9000
`;
    const found = facts(text);
    expect(found.exposed.map(({ port }) => port)).toEqual(["80", "443/tcp", "9000"]);
    expect(found.volumes.map(({ path }) => path)).toEqual(["/data"]);
    expect(found.stopSignal?.value).toBe("SIGQUIT");
    expect(found.healthcheck?.none).toBe(false);
    expect(found.probe?.script?.commands.map(({ name }) => name)).toEqual(["curl", "exit"]);
    expect(found.shell).toMatchObject({ value: ["/bin/bash", "-eo", "pipefail", "-c"], source: "instruction" });
    expect(facts(`${text}HEALTHCHECK NONE`)).toMatchObject({ probe: null, healthcheck: { none: true } });
  });
});

describe("copies", () => {
  const copies = (text: string) =>
    facts(text).copies.map(({ from, sources, destination }) => [from.kind, sources.join(" "), destination]);

  test("where sources come from and where they go", () => {
    expect(
      copies(`FROM a AS b
FROM scratch
WORKDIR /app
ENV D=dist
COPY . .
COPY --from=B /src/$D ./out
COPY --from=nginx:1 /etc/x /etc/
ADD https://x.org/a.tgz git@github.com:a/b.git /tmp/
ADD a.tar x
COPY <<EOF f.txt
hi
EOF
COPY $UNKNOWN ../y
COPY a $UNKNOWN
`),
    ).toEqual([
      ["context", ".", "/app/"],
      ["stage", "/src/dist", "/app/out"],
      ["image", "/etc/x", "/etc/"],
      ["url", "https://x.org/a.tgz git@github.com:a/b.git", "/tmp/"],
      ["context", "a.tar", "/app/x"],
      ["heredoc", "", "/app/f.txt"],
      ["context", "$UNKNOWN", "/y"],
      ["context", "a", null],
    ]);
  });

  test("those of the parents come first", () => {
    expect(copies("FROM x AS p\nCOPY a /\nFROM p\nCOPY b /")).toEqual([
      ["context", "a", "/"],
      ["context", "b", "/"],
    ]);
  });
});

describe("runs", () => {
  const names = (rest: string) =>
    facts(`FROM debian\n${rest}`).runs.map(({ script }) => script?.commands.map(({ name }) => name) ?? null);

  test("shell form, with places in the file", () => {
    const text = "FROM debian\nRUN apt-get update \\\n # why\n && apt-get install -y curl\n";
    const [run] = facts(text).runs;
    expect(run?.script?.commands.map(({ range }) => text.slice(...range))).toEqual(["apt-get update", "apt-get install -y curl"]);
    expect(run?.installs.map(({ manager, packages }) => [manager, packages.map(({ name }) => name)])).toEqual([
      ["apt", ["curl"]],
    ]);
  });

  test("exec form is parsed only for sh -c", () => {
    const text = 'FROM debian\nRUN ["/bin/bash", "-o", "pipefail", "-c", "echo \\"a\\" | cat x"]\nRUN ["npm", "ci"]\n';
    const [run, plain] = facts(text).runs;
    expect(run?.script).toMatchObject({ pipefail: true, errexit: false });
    expect(run?.script?.commands.map(({ range }) => text.slice(...range))).toEqual(['echo \\"a\\"', "cat x"]);
    expect(plain?.script).toBeNull();
  });

  test("heredocs: a body is a script, unless its shebang says otherwise", () => {
    expect(names("RUN <<EOF\nnpm ci\nnpm run build\nEOF\n")).toEqual([["npm", "npm"]]);
    expect(names("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n")).toEqual([null]);
    expect(names("RUN <<EOF\n#!/usr/bin/env -S bash -e\nls\nEOF\n")).toEqual([["ls"]]);
    expect(names("RUN python3 <<EOF && ls\nimport os\nEOF\n")).toEqual([["python3", "ls"]]);
  });

  test("ranges inside a heredoc", () => {
    const text = "FROM debian\nRUN --network=none <<-EOF\n\tnpm ci\n\tEOF\n";
    const [run] = facts(text).runs;
    expect(run?.script?.commands.map(({ range }) => text.slice(...range))).toEqual(["npm ci"]);
  });

  test("SHELL decides, and hands its options on", () => {
    expect(names('SHELL ["pwsh", "-Command"]\nRUN Get-Item x\n')).toEqual([null]);
    const { runs } = facts('FROM x\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN a | b\n');
    expect(runs[0]?.script).toMatchObject({ errexit: true, pipefail: true });
  });
});

describe("circles", () => {
  test.each([
    "FROM a AS x\nCOPY --from=x /a /b",
    "FROM a AS x\nCOPY --from=y /a /b\nFROM b AS y\nCOPY --from=x /a /b",
    "FROM a AS x\nRUN --mount=type=bind,from=y true\nFROM x AS y\n",
  ])("%j", (text) => {
    expect(read(text).problems.map(({ kind }) => kind)).toEqual(["circular"]);
  });

  test("many stages are a limit, not a crash", () => {
    const more = Array.from({ length: 3000 }, (_, index) => `FROM s${index} AS s${index + 1}\nENV V${index}=1\n`).join("");
    const dockerfile = read(`FROM a AS s0\n${more}`);
    expect(dockerfile.problems.map(({ kind }) => kind)).toEqual(["too-deep"]);
    expect(dockerfile.stages.at(-1)?.facts.env.size).toBe(999);
  });
});

describe("Windows", () => {
  test.each([
    ["FROM mcr.microsoft.com/windows/servercore:ltsc2022", true],
    ["FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-1809", true],
    ["# escape=`\nFROM x\nCOPY a C:\\app", true],
    ["FROM --platform=windows/amd64 x", true],
    ["FROM acme/base:ltsc2022", true],
    ["FROM golang AS b\nRUN go build\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022", true],
    ["FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nFROM alpine", false],
    ['FROM x\nSHELL ["powershell", "-Command"]', true],
    ["FROM golang AS b\nRUN GOOS=windows go build\nFROM scratch", false],
    ["# escape=`\nFROM x\nRUN a", false],
    ['FROM mcr.microsoft.com/powershell\nSHELL ["pwsh", "-c"]', false],
  ])("%j: %s", (text, windows) => {
    expect(read(text).windows).toBe(windows);
  });

  test("paths and the default shell", () => {
    const found = facts("# escape=`\nFROM mcr.microsoft.com/windows/nanoserver\nWORKDIR C:\\app\nCOPY a sub\\\nRUN dir\n");
    expect(found.workdir.value).toBe("C:/app");
    expect(found.copies[0]?.destination).toBe("C:/app/sub/");
    expect(found.shell.value[0]).toBe("cmd");
    expect(found.runs[0]?.script).toBeNull();
  });

  test("Linux may build for it", () => {
    const { stages } = read(
      "FROM golang AS a\nRUN go build\nFROM --platform=windows/amd64 x AS b\nRUN dir\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN dir\n",
    );
    expect(stages.map(({ facts: { runs } }) => runs[0]?.script?.commands[0]?.name ?? null)).toEqual(["go", null, null]);
  });
});
