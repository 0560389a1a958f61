import { describe, expect, it } from "vitest";
import { copyOrigins } from "./copy-origins.js";
import { resultStages, writtenLabels } from "./labels.js";
import { overridden } from "./overridden.js";
import { readDockerfile } from "./read.js";
import {
  builderRuns,
  callsAny,
  deferredRuns,
  writtenBehind,
  writtenCalls,
  writtenCommands,
  writtenInstructions,
  writtenOf,
  writtenRuns,
} from "./written.js";

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

  it("finds instructions by keyword and commands by program, in the order of the file", () => {
    const file = read(
      "FROM x AS a\nENV A=1\nRUN apt-get update && sudo env B=1 apt x\nONBUILD ENV C=1\nFROM y\nRUN apt y; apt-get z | sudo tee f\n",
    );
    const words = (calls: ReturnType<typeof writtenCalls>) =>
      calls.map(({ command }) => command.words.map(({ text }) => text).join(" "));
    expect(writtenOf(file, "ENV").map(({ pairs, onbuild }) => [pairs[0]?.name, onbuild])).toEqual([
      ["A", false],
      ["C", true],
    ]);
    expect(writtenOf(file, "STOPSIGNAL")).toEqual([]);
    expect(words(writtenCalls(file, "apt"))).toEqual(["apt x", "apt y"]);
    expect(words(writtenCalls(file, "apt", "none", "apt-get"))).toEqual(["apt-get update", "apt x", "apt y", "apt-get z"]);
    expect(words(writtenBehind(file, "sudo"))).toEqual(["apt x", "tee f"]);
    expect([callsAny(file, ["tee"]), callsAny(file, ["sudo", "env"])]).toEqual([true, false]);
    const [first, last] = file.stages;
    expect([first, last].map((stage) => (stage ? builderRuns(file, stage).map((run) => run.stage?.index) : null))).toEqual([
      [1],
      [0],
    ]);
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
