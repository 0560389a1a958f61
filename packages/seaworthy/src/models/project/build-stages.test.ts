import { expect, it } from "vitest";
import { readDockerfile } from "../dockerfile/read.js";
import { buildStages } from "./build-stages.js";

function names(text: string, shipped = -1): (string | null)[] {
  const dockerfile = readDockerfile("Dockerfile", text);
  const stage = dockerfile.stages.at(shipped);
  return stage ? buildStages(dockerfile, stage).map(({ name }) => name) : [];
}

it("follows COPY --from and mounts through other stages, and leaves the rest out", () => {
  expect(
    names(
      "FROM a AS deps\nFROM a AS unused\nFROM a AS build\nCOPY --from=deps /x /x\nFROM a AS tool\nFROM a AS last\nCOPY --from=BUILD /y /y\nRUN --mount=from=tool,target=/t cp /t /u\n",
    ),
  ).toEqual(["deps", "build", "tool", "last"]);
});

it("takes a number for a stage, and a name of no stage for an image", () => {
  expect(names("FROM a AS one\nFROM a AS two\nRUN --mount=from=0,target=/t x\nRUN --mount=from=redis:7,target=/r x\n")).toEqual([
    "one",
    "two",
  ]);
});

it("ends at the stage that ships", () => {
  expect(names("FROM a AS one\nFROM one AS two\nFROM a AS three\n", 1)).toEqual(["two"]);
});
