import { describe, expect, it } from "vitest";
import { finding, no } from "../core/answer.js";
import type { ImagePlace } from "../core/place.js";
import { readProjectFrom } from "../io/memory.js";
import { imageOf } from "../models/image/sketch.js";
import type { AnyRule } from "../rule.js";
import { historyOf, layersOf } from "../testing/layers.js";
import { inspect } from "./inspect.js";
import { DEFAULT_SETTINGS } from "./settings.js";

const HISTORY = ["COPY . /app # buildkit", "RUN /bin/sh -c make # buildkit", "ENV TOKEN=x", "USER root"];
const image = imageOf({ history: historyOf(...HISTORY), layers: layersOf(...HISTORY) });

function placeWith(place: ImagePlace["image"], oneShip = true): unknown {
  const project = readProjectFrom({ Dockerfile: "FROM scratch\nCOPY . /app\nRUN make\nENV TOKEN=x\nUSER root\n" });
  const rule = {
    id: "non-root-user/x",
    claim: "all is well",
    why: "Because.",
    todo: "Do it.",
    weight: "required",
    level: "error",
    since: "0.1.0",
    subject: "built",
    image: () => no(finding("it is not", { image: place })),
    ...(oneShip ? {} : { source: () => no(finding("it is not", { image: place })) }),
  } as AnyRule;
  const evidence = new Map(project.services.map(({ id }) => [id, { image: { seen: image, oneShip } }]));
  const report = inspect({
    project,
    rules: [rule],
    settings: DEFAULT_SETTINGS,
    depths: ["source", "image"],
    version: "1",
    evidence,
  });
  const item = report.services[0]?.items.find(({ item: id }) => id === "non-root-user");
  return item?.rulings[0]?.findings[0]?.place;
}

describe("the Dockerfile line of a finding in an image", () => {
  it.each([
    [{ part: "file", layer: `sha256:${"0".repeat(64)}`, path: "/app/.env" }, 2],
    [{ part: "file", layer: `sha256:${"1".repeat(64)}`, path: "/x" }, 3],
    [{ part: "history", path: "2" }, 3],
    [{ part: "config", path: "User" }, 5],
    [{ part: "config", path: "Env TOKEN" }, 4],
  ] as const)("%j", (place, line) => {
    expect(placeWith(place)).toEqual({ image: { ...place, written: { file: "Dockerfile", line } } });
  });
  it.each([
    [{ part: "file", path: "/app/.env" }],
    [{ part: "config", path: "Env OTHER" }],
    [{ part: "config", path: "Healthcheck" }],
    [{ part: "history", path: "99" }],
  ] as const)("is not known for %j", (place) => {
    expect(placeWith(place)).toEqual({ image: place });
  });
  it("is not told of an image that is not shown to be built from it", () => {
    expect(placeWith({ part: "config", path: "User" }, false)).toEqual({ image: { part: "config", path: "User" } });
  });
});
