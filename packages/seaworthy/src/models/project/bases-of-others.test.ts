import { describe, expect, it } from "vitest";
import type { MemoryOptions } from "../../io/memory.js";
import { readProjectFrom } from "../../io/memory.js";

const BASE = "FROM debian:12-slim\nRUN apt-get update && apt-get install -y chromium\n";
const APP = 'FROM acme/shop:base\nCOPY . /app\nCMD ["/app/serve"]\n';
const MAKE = "base:\n\tdocker build -f base.Dockerfile -t acme/shop:base .\n";

function judged(files: Record<string, string>, options: MemoryOptions = {}) {
  const project = readProjectFrom({ Dockerfile: APP, "base.Dockerfile": BASE, Makefile: MAKE, ...files }, options);
  return project.services.map(({ dockerfile }) => dockerfile?.path);
}

describe("an image on which another of the project is built", () => {
  it("is no service, and is listed with the reason", () => {
    const project = readProjectFrom({ Dockerfile: APP, "base.Dockerfile": BASE, Makefile: MAKE });
    expect(project.services.map(({ name }) => name)).toEqual(["app"]);
    expect(project.notJudged).toEqual([
      { file: "base.Dockerfile", because: "starts nothing of its own: it is what Dockerfile builds on" },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ["starts something", { "base.Dockerfile": `${BASE}CMD ["chromium"]\n` }],
    ["is a server as it is", { "base.Dockerfile": "FROM nginx:1.29-alpine\nCOPY nginx.conf /etc/nginx/\n" }],
    ["is deployed", { "compose.yaml": "services:\n  browser: { image: acme/shop:base, command: chromium }\n" }],
    ["has another tag", { Dockerfile: APP.replace(":base", ":1") }],
    ["has another name", { Makefile: MAKE.replace("acme/shop", "acme/kit") }],
  ])("is judged where it %s", (_title, files) => {
    expect(judged(files)).toContain("base.Dockerfile");
  });

  it("is judged where the person asks for it", () => {
    expect(judged({}, { all: true })).toContain("base.Dockerfile");
    expect(judged({}, { named: ["base.Dockerfile"] })).toEqual(["base.Dockerfile"]);
  });

  it("is found behind the default of an argument", () => {
    expect(judged({ Dockerfile: `ARG BASE=acme/shop:base\n${APP.replace("acme/shop:base", "${BASE}")}` })).toEqual([
      "Dockerfile",
    ]);
  });
});
