import { describe, expect, it } from "vitest";
import { neededStages, pulledImages } from "./needed.js";
import { readDockerfile } from "./read.js";

const FILE = `ARG V=22
FROM golang:1.25 AS unused
FROM node:$V AS deps
RUN --mount=type=bind,from=ghcr.io/acme/tool:1,target=/t --mount=from=extra,target=/e --mount=type=cache,target=/c npm ci
FROM alpine:3.22 AS extra
FROM $BASE AS unknown
FROM scratch AS empty
COPY --from=unknown /x /x
FROM deps AS final
COPY --from=busybox /bin/sh /bin/sh
COPY --from=empty /x /x
COPY --from=0 /y /y
`;

describe("what goes into a stage", () => {
  it("takes lineage, copies and mounts", () => {
    const file = readDockerfile("Dockerfile", FILE.replace("COPY --from=0 /y /y\n", ""));
    const last = file.stages.at(-1);
    if (!last) throw new Error("no stage");
    expect(
      neededStages(file, last)
        .map((stage) => stage.name)
        .sort(),
    ).toEqual(["deps", "empty", "extra", "final", "unknown"]);
    const pulled = pulledImages(file, last).map(({ by, written, reference }) => `${by} ${reference?.written ?? `?${written}`}`);
    expect(pulled).toEqual(["FROM node:22", "RUN ghcr.io/acme/tool:1", "FROM alpine:3.22", "FROM ?$BASE", "COPY busybox"]);
  });

  it("takes a stage by its number, and nothing of a stage that nobody needs", () => {
    const file = readDockerfile("Dockerfile", FILE);
    const [unused] = file.stages;
    const last = file.stages.at(-1);
    if (!last || !unused) throw new Error("no stage");
    expect(neededStages(file, last)).toContain(unused);
    expect(pulledImages(file, unused).map((image) => image.written)).toEqual(["golang:1.25"]);
  });

  it("marks the value alone", () => {
    const text = "FROM scratch\nCOPY --from=busybox:latest /a /a\n";
    const file = readDockerfile("Dockerfile", text);
    const [stage] = file.stages;
    if (!stage) throw new Error("no stage");
    expect(pulledImages(file, stage).map(({ place }) => text.slice(...place.range))).toEqual(["busybox:latest"]);
  });
});
