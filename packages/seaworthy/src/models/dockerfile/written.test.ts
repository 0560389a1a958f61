import { describe, expect, it } from "vitest";
import { copyOrigins } from "./copy-origins.js";
import { resultStages, writtenLabels } from "./labels.js";
import { overridden } from "./overridden.js";
import { readDockerfile } from "./read.js";
import { deferredRuns, writtenCommands, writtenInstructions, writtenRuns } from "./written.js";

const read = (text: string) => readDockerfile("Dockerfile", text);

describe("what is written in a file", () => {
  it("holds what stands behind ONBUILD, in stages that nothing needs, and before any FROM", () => {
    const file = read("RUN a\nFROM x AS unused\nRUN b\nONBUILD RUN c | d\nFROM y\nRUN e\n");
    expect(writtenCommands(file).map(({ command, run }) => `${run.stage?.index ?? "-"}${command.name}`)).toEqual([
      "-a",
      "0b",
      "0c",
      "0d",
      "1e",
    ]);
    expect(deferredRuns(file).map((run) => run.script?.text)).toEqual(["c | d"]);
    expect(writtenInstructions(file).map((each) => each.keyword)).toEqual([
      "RUN",
      "FROM",
      "RUN",
      "ONBUILD",
      "RUN",
      "FROM",
      "RUN",
    ]);
    expect(writtenRuns(file)).toBe(writtenRuns(file));
  });

  it("parses a RUN behind ONBUILD with the SHELL in force, its caches by the mounts and the environment", () => {
    const file = read(
      'FROM x AS base\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM base\nONBUILD RUN pip install a\nENV PIP_NO_CACHE_DIR=1\nFROM base\nONBUILD RUN pip install a\n',
    );
    expect(deferredRuns(file).map((run) => [run.script?.pipefail, run.leftovers.length])).toEqual([
      [true, 0],
      [true, 1],
    ]);
    expect(deferredRuns(read('FROM x\nSHELL ["cmd", "/c"]\nONBUILD RUN a\n'))[0]?.script).toBeNull();
  });

  it("tells stages above from later ones, the own one, and images", () => {
    const file = read(
      "FROM x AS A\nFROM y AS b\n" +
        "a 0 b 1 c 2 z:1 $v"
          .split(" ")
          .map((one) => `COPY --from=${one} / /\n`)
          .join("") +
        "FROM z AS c\n",
    );
    expect(copyOrigins(file).map((one) => one.is)).toEqual([
      "above",
      "above",
      "own",
      "own",
      "later",
      "later",
      "image",
      "unknown",
    ]);
  });

  it("finds the stages that a build can be asked for", () => {
    const file = read("FROM x AS a\nFROM y AS b\nFROM a\nCOPY --from=b / /\nFROM z\n");
    expect(resultStages(file).map((stage) => stage.index)).toEqual([2, 3]);
    expect(
      writtenLabels(read('FROM x\nLABEL "a b"="c d" e=f\nONBUILD LABEL g h i\n')).map(({ name, value }) => [name, value]),
    ).toEqual([
      ["a b", "c d"],
      ["e", "f"],
      ["g", "h i"],
    ]);
  });

  it("finds what a later instruction of the stage overrides", () => {
    const file = read("FROM x\nCMD a\nONBUILD CMD b\nCMD c\nFROM y\nCMD d\n");
    expect(overridden(file, "CMD").map((each) => each.text)).toEqual(["a"]);
  });
});
