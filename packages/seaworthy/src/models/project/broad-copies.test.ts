import { expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { broadCopies } from "./broad-copies.js";

function folders(dockerfile: string, files: Readonly<Record<string, string>> = {}) {
  const [service] = readProjectFrom({ Dockerfile: dockerfile, ...files }).services;
  if (!service?.dockerfile || !service.stage || !service.context) throw new Error("no service");
  const { broad, unclear } = broadCopies(service.dockerfile, service.stage, service.context);
  return { broad: broad.map(({ folder, copy }) => (copy ? folder : `mount ${folder}`)), unclear: unclear !== null };
}

it("knows the context in every spelling", () => {
  expect(folders("FROM a\nCOPY . /a\nCOPY ./ /b\nCOPY / /c\nCOPY * /d\nADD ./. /e\n").broad).toEqual([".", ".", ".", ".", "."]);
});

it("takes a folder with a manifest for a program, one without for source", () => {
  const files = { "api/package.json": "{}", "src/a.js": "", "pkg/deep/go.mod": "" };
  expect(folders("FROM a\nCOPY api /a\nCOPY src /b\nCOPY pkg/ /c\nCOPY api/* /d\n", files).broad).toEqual(["api", "pkg", "api"]);
});

it("counts mounts of the whole context", () => {
  const text =
    "FROM a\nRUN --mount=target=. x\nRUN --mount=type=bind,source=go.mod,target=go.mod x\nRUN --mount=type=cache,target=/c x\n";
  expect(folders(text).broad).toEqual(["mount ."]);
});

it("says when it cannot tell", () => {
  expect(folders("FROM a\nARG X\nCOPY $X /a\n")).toEqual({ broad: [], unclear: true });
  expect(folders("FROM a\nARG X\nCOPY ${X}.jar /a\n")).toEqual({ broad: [], unclear: false });
});

it("names an instruction of a shared stage once", () => {
  expect(folders("FROM a AS base\nCOPY . .\nFROM base AS b\nFROM base\nCOPY --from=b /x /y\n").broad).toEqual(["."]);
});
