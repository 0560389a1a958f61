import { describe, expect, it } from "vitest";
import { readDockerfile } from "../models/dockerfile/read.js";
import type { AnyRule } from "../rule.js";
import { dockerfilePragmas, textPragmas } from "./pragma.js";
import { namesRule } from "./rule-names.js";

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

describe("hadolint's pragmas", () => {
  it("the instruction on the next line", () => {
    expect(read("FROM a\n# hadolint ignore=DL3002\nUSER root\nRUN x\n")).toEqual([
      { names: ["DL3002"], reason: null, until: null, foreign: "hadolint", covers: ["USER root"] },
    ]);
    expect(read("FROM a\n# hadolint ignore=DL3008\nRUN a \\\n  b\nUSER x\n")[0]?.covers).toEqual(["RUN a \\\n  b"]);
    expect(read("FROM a\n#hadolint  ignore = DL3023 , SC2086\nUSER root\n")[0]).toMatchObject({
      names: ["DL3023", "SC2086"],
      covers: ["USER root"],
    });
  });
  it("not over a blank line or another comment, and not inside an instruction", () => {
    expect(read("FROM a\n# hadolint ignore=DL3002\n\nUSER root\n")[0]?.covers).toEqual([]);
    expect(read("FROM a\n# hadolint ignore=DL3002\n# why\nUSER root\n")[0]?.covers).toEqual([]);
    expect(read("FROM a\nRUN a \\\n# hadolint ignore=DL3002\n  b\nUSER root\n")).toEqual([]);
  });
  it("the stage: above its FROM, or what is left of it", () => {
    expect(read("# hadolint stage ignore=DL3011\nFROM a\nEXPOSE 80000\nFROM b\nRUN x\n")[0]?.covers).toEqual([
      "FROM a",
      "EXPOSE 80000",
    ]);
    expect(read("FROM a\nRUN x\n# hadolint stage ignore=DL3011\nRUN y\nEXPOSE 80000\nFROM b\nRUN z\n")[0]?.covers).toEqual([
      "RUN y",
      "EXPOSE 80000",
    ]);
    expect(read("FROM a\n# hadolint stage ignore=DL3011\n\nFROM b\nEXPOSE 80000\n")[0]?.covers).toEqual([]);
  });
  it("the file, from anywhere in it", () => {
    expect(read("FROM a\nUSER x\n# hadolint global ignore = DL3023 , DL3021\n")).toMatchObject([
      { names: ["DL3023", "DL3021"], covers: null },
    ]);
  });
  it("with words behind a #", () => {
    expect(read("FROM a\n# hadolint ignore=DL3002 # the vendor says so\nUSER root\n")[0]).toMatchObject({
      names: ["DL3002"],
      reason: "the vendor says so",
    });
  });
  it("one unknown token voids the pragma, as it does there", () => {
    for (const list of ["crazy,DL3002", "DL3002,", ",DL3002", "DL3002 DL3003", "dl3002", "DL3002;x"]) {
      expect(read(`FROM a\n# hadolint ignore=${list}\nUSER root\n`), list).toEqual([]);
    }
    expect(read("FROM a\n# Hadolint ignore=DL3002\nUSER root\n")).toEqual([]);
    expect(read("FROM a\n## hadolint ignore=DL3002\nUSER root\n")).toEqual([]);
    expect(read("FROM a\n# hadolint shell=powershell\nUSER root\n")).toEqual([]);
  });
});

describe("BuildKit's pragmas", () => {
  const names = (text: string) => read(text).map((one) => [one.names.join(), one.covers?.join("|") ?? null]);
  it("the directive at the top holds for the file", () => {
    for (const name of ["check", "Check", "CHECK "]) {
      expect(read(`# ${name}=skip=JSONArgsRecommended,StageNameCasing;error=true\nFROM a\nCMD x\n`), name).toMatchObject([
        { names: ["JSONArgsRecommended", "StageNameCasing"], foreign: "buildkit", covers: null },
      ]);
    }
    expect(read("# check=error=true\nFROM a\n")).toEqual([]);
    expect(names("# check=error=true;skip=all;experimental=all\nFROM a\n")[0]?.[0]?.split(",")).toHaveLength(21);
  });
  it("a comment holds for the instruction below it, over blank lines and other comments, not over a lone #", () => {
    expect(read("FROM a\n# check=skip=JSONArgsRecommended // legacy\nCMD x\nUSER y\n")).toMatchObject([
      { names: ["JSONArgsRecommended"], reason: "legacy", covers: ["CMD x"] },
    ]);
    expect(names("FROM a\n# check=skip=UndefinedVar\n\n# why\n\nCOPY $x /\n")).toEqual([["UndefinedVar", "COPY $x /"]]);
    expect(names("FROM a\n# check=skip=UndefinedVar\n#\nCOPY $x /\n")).toEqual([]);
    expect(names("FROM a\nRUN a \\\n# check=skip=UndefinedVar\n b\nCOPY $x /\n")).toEqual([]);
    expect(names("FROM a\n  # check=skip=UndefinedVar\nCOPY $x /\n")).toEqual([]);
  });
  it("a comment above a stage holds for its FROM alone", () => {
    expect(names("# words\n# check=skip=StageNameCasing\nFROM a AS B\nCMD x\n")).toEqual([["StageNameCasing", "FROM a AS B"]]);
  });
  it("the first of several comments counts", () => {
    expect(names("FROM a\n# check=skip=UndefinedVar\n# check=skip=LegacyKeyValueFormat\nENV a $b\n")).toEqual([
      ["UndefinedVar", "ENV a $b"],
    ]);
  });
  it("a name in another case means nothing, and the list ends at a space", () => {
    expect(names("# check=skip=jsonargsrecommended\nFROM a\n")).toEqual([]);
    expect(names("# check=skip=StageNameCasing, FromAsCasing\nFROM a\n")).toEqual([["StageNameCasing", null]]);
  });
  it("what looks at the whole file is skipped at its top alone, what is experimental nowhere", () => {
    expect(names("FROM a\n# check=skip=DuplicateStageName,ReservedStageName,StageNameCasing\nFROM b AS a\n")).toEqual([
      ["StageNameCasing", "FROM b AS a"],
    ]);
    expect(names("# check=skip=DuplicateStageName\nFROM a\n")).toEqual([["DuplicateStageName", null]]);
    expect(names("# check=skip=InvalidDefinitionDescription\nFROM a\n")).toEqual([]);
  });
  it("what the builder refuses is told, and not used", () => {
    const told = (text: string, check: string | null = null) =>
      dockerfilePragmas(readDockerfile("Dockerfile", text), { check }).problems.map(({ kind, message }) => `${kind}: ${message}`);
    expect(told("# check=skpi=StageNameCasing\nFROM a\n")).toEqual([
      "waiver: the build refuses the directive `check`: `skpi` is none of skip, error, experimental",
    ]);
    expect(told("# check=skip=StageNameCasing;error=yes\nFROM a\n")).toEqual([
      "waiver: the build refuses the directive `check`: error is true or false, not `yes`",
    ]);
    expect(told("FROM a\n# check=StageNameCasing\nRUN x\n")).toEqual([
      "waiver: the builder does not use this comment: `StageNameCasing` is no setting: write skip=…, error=… or experimental=…",
    ]);
    expect(told("FROM a\n", "all")).toEqual([
      "waiver: the build refuses the build argument: `all` is no setting: write skip=…, error=… or experimental=…",
    ]);
    expect(read("FROM a\n# check=skip=UndefinedVar;x=1\nCOPY $x /\n")).toEqual([]);
  });
});

describe("tally's pragmas", () => {
  it("the next instruction or the file, with namespaces and a reason, in any case", () => {
    expect(
      read("FROM a\n# tally ignore=hadolint/DL3002,buildkit/WorkdirRelativePath;reason=vendor image\n\n# x\nUSER root\n"),
    ).toMatchObject([{ names: ["DL3002", "WorkdirRelativePath"], reason: "vendor image", covers: ["USER root"] }]);
    expect(read("# TALLY global ignore=shellcheck/SC2086, no-unreachable-stages\nFROM a\n")).toMatchObject([
      { names: ["SC2086", "no-unreachable-stages", "tally/no-unreachable-stages"], covers: null, foreign: "tally" },
    ]);
    expect(read("FROM a\n# tally ignore=DL3002; reason=x\nUSER root\n")).toEqual([]);
  });
  it("inside an instruction it reaches the one that follows", () => {
    expect(read("FROM a\nRUN a \\\n# tally ignore=DL3002\n  b\nUSER root\n")[0]?.covers).toEqual(["USER root"]);
  });
  it("`all` means what tally knows of", () => {
    const [all] = read("# tally global ignore=all\nFROM a\n");
    expect(all).toMatchObject({ covers: null });
    const covers = (id: AnyRule["id"], ...aliases: string[]) => all?.names.some((name) => namesRule(name, { id, aliases }));
    expect(covers("craft/x", "DL3002")).toBe(true);
    expect(covers("craft/x", "StageNameCasing")).toBe(true);
    expect(covers("craft/x", "tally/invalid-json-form")).toBe(true);
    expect(covers("least-privilege/x", "CL-0002")).toBe(false);
  });
  it("hadolint's comment with a reason is tally's", () => {
    expect(read("FROM a\n# hadolint ignore=DL3002;reason=driver\nUSER root\n")).toMatchObject([
      { foreign: "tally", names: ["DL3002"], reason: "driver", covers: ["USER root"] },
    ]);
  });
});

describe("Trivy's pragmas", () => {
  it("any of its writings of an id, until the day before the one that is named", () => {
    for (const written of ["DS-0002", "DS002", "AVD-DS-0002", "docker-least-privilege-user", "least-privilege-user", "ds-0002"]) {
      expect(read(`FROM a\n#trivy:ignore:${written}:exp:2027-03-01\nUSER root\n`), written).toMatchObject([
        { names: ["DS-0002"], until: "2027-02-28", covers: ["USER root"] },
      ]);
    }
    expect(read("FROM a\n# trivy:ignore:DS-0002:ws:dev:exp:2027-01-31\nUSER root\n")[0]?.until).toBe("2027-01-30");
    expect(read("FROM a\n# tfsec:ignore:DS-0002[x=1]\nUSER root\n")[0]?.names).toEqual(["DS-0002"]);
  });
  it("wildcards, which reach no further than Trivy's own checks", () => {
    const names = (id: string) => read(`FROM a\n# trivy:ignore:${id}\nUSER root\n`)[0]?.names;
    expect(names("*")).toHaveLength(28);
    expect(names("docker-only-one-*")).toEqual(["DS-0007", "DS-0016", "DS-0023"]);
    expect(names("*-DS-000?")).toBeUndefined();
    expect(names("aws-s3-enable-logging")).toBeUndefined();
  });
  it("several on a line, and lines in a stack, directly above the instruction", () => {
    expect(read("FROM a\n# trivy:ignore:DS-0002 trivy:ignore:DS-0010\nUSER root\n").map((one) => one.names[0])).toEqual([
      "DS-0002",
      "DS-0010",
    ]);
    expect(read("FROM a\n# trivy:ignore:DS-0002\n# trivy:ignore:DS-0010\nUSER root\n").map((one) => one.covers)).toEqual([
      ["USER root"],
      ["USER root"],
    ]);
    expect(read("FROM a\n# trivy:ignore:DS-0002\n\nUSER root\n")[0]?.covers).toEqual([]);
    expect(read("FROM a\n# trivy:ignore:DS-0002\n# why\nUSER root\n")[0]?.covers).toEqual([]);
    expect(read("FROM a\n# words trivy:ignore:DS-0002\nUSER root\n")).toEqual([]);
  });
  it("at the end of the first line of a RUN", () => {
    expect(read("FROM a\nRUN sudo x # trivy:ignore:DS-0010\nUSER root\n")).toMatchObject([
      { names: ["DS-0010"], covers: ["RUN sudo x # trivy:ignore:DS-0010"] },
    ]);
    expect(read("FROM a\nRUN echo trivy:ignore:DS-0010\n")).toEqual([]);
  });
  it("a day that is none is told, and nothing is left out", () => {
    for (const day of ["2027-02-30", "tomorrow", "27-01-01"]) {
      const { waivers, problems } = dockerfilePragmas(
        readDockerfile("Dockerfile", `FROM a\n# trivy:ignore:DS-0002:exp:${day}\nUSER root\n`),
      );
      expect([waivers, problems.length, problems[0]?.message.includes(day)], day).toEqual([[], 1, true]);
    }
  });
});

describe("ShellCheck's directive in the Dockerfile", () => {
  it("above an instruction, and inside one for the command that begins below it", () => {
    expect(read("FROM a\n# shellcheck disable=SC2086,2046 # split on purpose\n\nRUN echo $x\n")).toMatchObject([
      { foreign: "shellcheck", names: ["SC2086", "SC2046"], reason: "split on purpose", covers: ["RUN echo $x"] },
    ]);
    expect(read("FROM a\nRUN a $x && \\\n  # shellcheck disable=SC2086\n  b $y \\\n    $z && \\\n  c\n")[0]?.covers).toEqual([
      "  b $y \\",
      "b $y \\\n    $z",
    ]);
    expect(read("FROM a\n# shellcheck disable=all\nRUN echo $x\n")[0]?.names).toEqual(["craft/shellcheck"]);
    expect(read("FROM a\n# shellcheck shell=bash\nRUN echo $x\n")).toEqual([]);
    expect(read("FROM a\n# shellcheck disable=quotes\nRUN echo $x\n")).toEqual([]);
  });
});

describe("pragmas", () => {
  it("a plain comment is none", () => {
    expect(read("# we ignore=DL3002 here\nFROM a\n# hadolint is nice\nUSER root\n")).toEqual([]);
  });
  it("one of ours inside an instruction reaches that instruction", () => {
    expect(read("FROM a\nRUN a \\\n# seaworthy ignore=DL3008 -- mirror\n  b\nUSER root\n")).toMatchObject([
      { names: ["DL3008"], covers: ["RUN a \\\n# seaworthy ignore=DL3008 -- mirror\n  b"] },
    ]);
  });
  it("those of one tool can be left out", () => {
    const text = "FROM a\n# hadolint ignore=DL3002\nUSER root\n# trivy:ignore:DS-0002\nUSER 0\n";
    const without = new Set(["hadolint"] as const);
    expect(dockerfilePragmas(readDockerfile("Dockerfile", text), { without }).waivers.map((one) => one.foreign)).toEqual([
      "trivy",
    ]);
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
    dockerfilePragmas(readDockerfile("Dockerfile", text), { check }).waivers.map(({ names, reach }) => [
      names.join(),
      reach.ranges,
    ]);
  it("takes the place of the directive, not of the comments", () => {
    const text = "# check=skip=StageNameCasing\nFROM a AS B\n# check=skip=UndefinedVar\nCOPY $x /\n";
    expect(waived(text, null).map(([names]) => names)).toEqual(["StageNameCasing", "UndefinedVar"]);
    expect(waived(text, "skip=FromAsCasing;error=true")).toEqual([
      ["FromAsCasing", null],
      ["UndefinedVar", [[67, 76]]],
    ]);
    expect(waived(text, "error=true").map(([names]) => names)).toEqual(["UndefinedVar"]);
  });
});
