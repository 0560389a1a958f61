import { describe, expect, it } from "vitest";
import type { ReportedService } from "../core/report.js";
import { memorySource, readProjectFrom } from "../io/memory.js";
import { assembleProject } from "../models/project/assemble.js";
import { KeptDockerfiles } from "../models/project/kept-dockerfiles.js";
import { RULES } from "../rules/index.js";
import { inspect } from "./inspect.js";
import { DEFAULT_SETTINGS } from "./settings.js";

const DOCKERFILE = `FROM node:22-slim
# hadolint ignore=DL3025
CMD node server.js
`;
const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`service-${index}/Dockerfile`, DOCKERFILE]));
const judged = (count: number) => {
  const project = readProjectFrom(files(count), { today: "2026-11-23" });
  return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
};

describe("a tree of very many services", () => {
  it("says of each what a small tree says", () => {
    const few = judged(2);
    const many = judged(250);
    expect(many.services).toHaveLength(250);
    expect(many.services[0]).toEqual(few.services[0]);
    expect(many.problems).toEqual(few.problems);
  });

  it("says of each what it says of it alone, and is told of them in their order", () => {
    const bases = ["alpine", "debian:13-slim", "node", "scratch", "python:3.13-slim"];
    const commands = [
      "CMD app",
      'CMD ["app"]',
      "USER 1000",
      "HEALTHCHECK NONE",
      "RUN apt-get update",
      "# hadolint ignore=DL3006\nUSER root",
    ];
    const text = (at: number) => `FROM ${bases[at % bases.length]}\n${commands[at % commands.length]}\n`;
    const inspected = (texts: readonly (readonly [string, string])[], onService?: (done: number, all: number) => void) => {
      const project = readProjectFrom(Object.fromEntries(texts), { today: "2026-11-23" });
      const call = onService ? { onService } : {};
      return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0", ...call });
    };
    const texts = Array.from({ length: 45 }, (_, at) => [`s${100 + at}/Dockerfile`, text(at)] as const);
    const told: string[] = [];
    const { services } = inspected(texts, (done, all) => told.push(`${done}/${all}`));
    expect(told).toEqual(texts.map((_, at) => `${at}/45`));
    // What services have in common is asked once.
    const own = (service: ReportedService | undefined) =>
      [...(service?.items ?? []).flatMap(({ rulings }) => rulings), ...(service?.advice ?? [])].filter(
        ({ scope }) => scope === "service",
      );
    expect(own(services[0]).length).toBeGreaterThan(100);
    for (const [at, one] of texts.entries()) expect(own(services[at])).toEqual(own(inspected([one]).services[0]));
  });

  it("knows what stands in the files around each, though each is read when its turn comes", () => {
    const around = {
      "service-7/Dockerfile": 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\nEXPOSE\n',
      "service-7/entry.sh":
        "#!/bin/sh\n# seaworthy ignore=graceful-shutdown/entry-script -- it ends at once\nnode server.js\n# seaworthy ignore=craft/no-such-rule\n",
    };
    const inspected = (of: Record<string, string>) => {
      const project = readProjectFrom({ ...of, ...around }, { today: "2026-11-23" });
      return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
    };
    const few = inspected(files(2));
    const many = inspected(files(250));
    const seventh = ({ services }: ReturnType<typeof inspected>) =>
      services.find(({ dockerfile }) => dockerfile === "service-7/Dockerfile");
    const scripts = seventh(few)
      ?.items.flatMap(({ rulings }) => rulings)
      .find(({ rule }) => rule === "graceful-shutdown/entry-script");
    expect(scripts?.findings.map(({ waived }) => waived?.reason)).toEqual(["it ends at once"]);
    expect(seventh(many)).toEqual(seventh(few));
    expect(few.problems.map(({ kind }) => kind)).toContain("waiver");
    expect(few.problems.map(({ place }) => place.file)).toContain("service-7/Dockerfile");
    expect(many.problems).toEqual(few.problems);
  });

  it("has all problems and texts of the files around them once they are read", () => {
    const project = readProjectFrom({
      ...files(250),
      "service-7/Dockerfile": 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\nEXPOSE\n',
      "service-7/entry.sh": "#!/bin/sh\nexec node server.js\n",
    });
    expect(project.problems).toEqual([]);
    expect(project.texts.has("service-7/entry.sh")).toBe(false);
    project.readRest();
    expect(project.problems.map(({ place }) => place.file)).toEqual(["service-7/Dockerfile"]);
    expect(project.texts.has("service-7/entry.sh")).toBe(true);
  });

  it("parses none of them to choose among them", () => {
    let parsed = 0;
    class Counting extends KeptDockerfiles {
      override read(...of: Parameters<KeptDockerfiles["read"]>) {
        parsed++;
        return super.read(...of);
      }
    }
    const dockerfiles = new Counting();
    const source = { ...memorySource(files(250), {}), dockerfiles };
    const { services } = assembleProject(source, { today: "2026-11-23", named: ["service-7", "service-8"] });
    expect(services).toHaveLength(2);
    // To find the builds.
    expect(parsed).toBe(250);
  });

  it("does not hold what was read of them", () => {
    const many = readProjectFrom(files(250));
    const one = many.services[7];
    if (!one) throw new Error("no service");
    const before = one.dockerfile;
    many.letGo(one);
    expect(one.dockerfile).not.toBe(before);
    expect(one.dockerfile?.instructions).toEqual(before?.instructions);
    const few = readProjectFrom(files(2));
    const kept = few.services[0];
    if (!kept) throw new Error("no service");
    const held = kept.dockerfile;
    few.letGo(kept);
    expect(kept.dockerfile).toBe(held);
  });
});
