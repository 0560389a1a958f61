import { describe, expect, it } from "vitest";
import { readDockerfile } from "../models/dockerfile/read.js";
import { dockerfilePragmas, textPragmas } from "./pragma.js";

/** What the pragmas of a Dockerfile cover: names, and the covered texts (null: the whole file). */
function read(text: string) {
  return dockerfilePragmas(readDockerfile("Dockerfile", text)).waivers.map(({ names, reason, until, foreign, reach }) => ({
    names,
    reason,
    until,
    foreign,
    covers: reach.ranges?.map((range) => text.slice(...range)) ?? null,
  }));
}

describe("pragmas of other tools, with the reach that those give them", () => {
  it("hadolint: the next instruction, the stage, the file", () => {
    expect(read("FROM a\n# hadolint ignore=DL3002\nUSER root\nRUN x\n")).toEqual([
      { names: ["DL3002"], reason: null, until: null, foreign: "hadolint", covers: ["USER root"] },
    ]);
    expect(read("# hadolint stage ignore=DL3011\nFROM a\nEXPOSE 80000\nFROM b\nRUN x\n")[0]?.covers).toEqual([
      "FROM a",
      "EXPOSE 80000",
    ]);
    expect(read("# hadolint global ignore = DL3023 , DL3021\nFROM a\n")).toMatchObject([
      { names: ["DL3023", "DL3021"], covers: null },
    ]);
    expect(read("FROM a\n# hadolint ignore=DL3002 # the vendor says so\nUSER root\n")[0]).toMatchObject({
      names: ["DL3002"],
      reason: "the vendor says so",
    });
  });
  it("hadolint: one unknown token voids the pragma, as it does there", () => {
    expect(read("FROM a\n# hadolint ignore=crazy,DL3002\nUSER root\n")).toEqual([]);
    expect(read("FROM a\n# hadolint shell=powershell\nUSER root\n")).toEqual([]);
  });
  it("BuildKit: the directive at the top, the comment above an instruction", () => {
    expect(read("# check=skip=JSONArgsRecommended,StageNameCasing;error=true\nFROM a\nCMD x\n")).toMatchObject([
      { names: ["JSONArgsRecommended", "StageNameCasing"], foreign: "buildkit", covers: null },
    ]);
    const [all] = read("# check=skip=all\nFROM a\n");
    expect(all?.names).toHaveLength(22);
    expect(all?.names).toContain("JSONArgsRecommended");
    expect(all?.names).not.toContain("*");
    expect(read("FROM a\n# check=skip=JSONArgsRecommended // legacy\nCMD x\nUSER y\n")).toMatchObject([
      { names: ["JSONArgsRecommended"], reason: "legacy", covers: ["CMD x"] },
    ]);
    expect(read("# check=error=true\nFROM a\n")).toEqual([]);
  });
  it("tally: with its namespaces and its reason", () => {
    expect(
      read("FROM a\n# tally ignore=hadolint/DL3002,buildkit/WorkdirRelativePath;reason=vendor image\nUSER root\n"),
    ).toMatchObject([{ names: ["DL3002", "WorkdirRelativePath"], reason: "vendor image", covers: ["USER root"] }]);
    expect(read("# tally global ignore=all\nFROM a\n")).toMatchObject([{ names: ["*"], covers: null }]);
  });
  it("Trivy: any of its writings of an id, with the day on which it ends", () => {
    for (const written of ["DS-0002", "DS002", "AVD-DS-0002"]) {
      expect(read(`FROM a\n# trivy:ignore:${written}:exp:2027-01-31\nUSER root\n`)).toMatchObject([
        { names: ["DS-0002"], until: "2027-01-31", covers: ["USER root"] },
      ]);
    }
  });
  it("a plain comment is no pragma", () => {
    expect(read("# we ignore=DL3002 here\nFROM a\n# hadolint is nice\nUSER root\n")).toEqual([]);
  });
});

describe("our own pragmas in other files", () => {
  const covers = (text: string) =>
    textPragmas("compose.yaml", text).waivers.map((waiver) => waiver.reach.ranges?.map((range) => text.slice(...range)) ?? null);
  it("cover the line they stand on", () => {
    expect(covers("services:\n  api:\n    privileged: true # seaworthy ignore=a/b -- r\n    image: x\n")).toEqual([
      ["    privileged: true # seaworthy ignore=a/b -- r\n"],
    ]);
  });
  it("cover the next line with what is indented below it", () => {
    expect(
      covers(
        "services:\n  # seaworthy ignore=a/b -- r\n  # another comment\n\n  api:\n    image: x\n\n    user: root\n  web:\n    image: y\n",
      ),
    ).toEqual([["  api:\n    image: x\n\n    user: root"]]);
  });
  it("cover the file, in code too", () => {
    expect(covers("# seaworthy file-ignore=a/b until=2027-01-31 -- r\nx: 1\n")).toEqual([null]);
    expect(textPragmas("a.ts", "foo();\n// seaworthy ignore=a/b -- r\nbar();\nbaz();\n").waivers).toMatchObject([
      { names: ["a/b"], reason: "r", by: "a.ts:2" },
    ]);
  });
  it("give several names, a date and a depth", () => {
    expect(
      textPragmas("x.yaml", "# seaworthy ignore=a/b,DL3002 until=2027-01-31 depth=trial -- why -- really\nx: 1\n").waivers,
    ).toMatchObject([{ names: ["a/b", "DL3002"], until: "2027-01-31", trial: true, reason: "why -- really" }]);
  });
  it("are not found where only the word stands", () => {
    expect(textPragmas("x.yaml", "image: seaworthy\nurl: https://seaworthy ignore=x\n")).toEqual({ waivers: [], problems: [] });
  });
});

describe("BuildKit's build argument", () => {
  const waived = (text: string, check: string | null) =>
    dockerfilePragmas(readDockerfile("Dockerfile", text), check).waivers.map(({ names, reach }) => [names.join(), reach.ranges]);
  it("takes the place of the directive, not of the comments", () => {
    const text = "# check=skip=StageNameCasing\nFROM a AS B\n# check=skip=UndefinedVar\nCOPY $x /\n";
    expect(waived(text, null).map(([names]) => names)).toEqual(["UndefinedVar", "StageNameCasing"]);
    expect(waived(text, "skip=FromAsCasing;error=true")).toEqual([
      ["UndefinedVar", [[67, 76]]],
      ["FromAsCasing", null],
    ]);
    expect(waived(text, "error=true").map(([names]) => names)).toEqual(["UndefinedVar"]);
  });
});
