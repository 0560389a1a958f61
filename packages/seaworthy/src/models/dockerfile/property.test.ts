import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Range } from "../../core/place.js";
import { HANGS } from "../../testing/limits.js";
import type { Instruction } from "./ast.js";
import { readDockerfile } from "./read.js";

const SEED_TEXT = `# syntax=docker/dockerfile:1
ARG V=20
FROM --platform=$BUILDPLATFORM node:\${V:-18}-alpine AS build
WORKDIR /app
COPY --chown=a:b ["a b", "./"]
RUN --mount=type=cache,target=/root/.npm <<-'EOF' cat > f
\tnpm ci # x
\tEOF
ENV A=1 B="two words" \\
  # why
  C='$A'
FROM build
COPY --from=build /app/dist .
ONBUILD RUN echo "\${A%b}"
HEALTHCHECK --interval=5s CMD ["sh", "-c", "curl \\"x\\" || exit 1"]
EXPOSE $PORT 80
ENTRYPOINT ["node", "x.js"]
`;

const WORDS =
  "\\ ` # $ ${ } \" ' [ ] , <<EOF EOF << - -- --a=b --from= = FROM RUN COPY ENV ARG ONBUILD HEALTHCHECK CMD NONE AS \uFEFF \u00a0 é 😀".split(
    " ",
  );
const LINES = [" ", "\t", "\n", "\r\n", " \\\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n"];
const FRAGMENT = fc.constantFrom(...WORDS, ...LINES, "\n", "\n", " ");
const random = fc
  .array(fc.oneof(FRAGMENT, FRAGMENT, fc.string({ maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(""));
const mutated = fc
  .array(fc.tuple(fc.nat(SEED_TEXT.length), fc.nat(12), FRAGMENT), { minLength: 1, maxLength: 6 })
  .map((edits) => edits.reduce((text, [at, cut, add]) => text.slice(0, at) + add + text.slice(at + cut), SEED_TEXT));

function inside(inner: Range | null, outer: Range, what: string): void {
  if (!inner) return;
  if (!(inner[0] >= outer[0] && inner[0] <= inner[1] && inner[1] <= outer[1]))
    throw new Error(`${what} ${inner} is not inside ${outer}`);
}

function checkInstruction(node: Instruction, outer: Range, text: string): void {
  inside(node.range, outer, node.keyword);
  inside(node.keywordRange, node.range, "keyword");
  inside(node.textRange, node.range, "text");
  for (const flag of node.flags) {
    inside(flag.range, node.range, "flag");
    inside(flag.valueRange, flag.range, "flag value");
  }
  for (const word of node.words) inside(word.range, node.textRange, "word");
  for (const heredoc of node.heredocs) {
    inside(heredoc.range, node.range, "heredoc");
    inside(heredoc.bodyRange, node.range, "heredoc body");
    expect(text.slice(...heredoc.bodyRange)).toBe(heredoc.body);
  }
  for (let at = 0; at < node.text.length; at++) {
    if (text[node.textOffsets.at(at)] !== node.text[at]) throw new Error(`offset ${at} of ${node.keyword}`);
  }
  if ("pairs" in node) {
    for (const pair of node.pairs) {
      inside(pair.range, node.textRange, "pair");
      inside(pair.nameRange, pair.range, "name");
      inside(pair.valueRange, pair.range, "value");
    }
  }
  if (node.keyword === "ONBUILD" && node.inner) checkInstruction(node.inner, node.range, text);
}

function check(text: string): void {
  const file: Range = [0, text.length];
  const dockerfile = readDockerfile("Dockerfile", text);
  let end = 0;
  for (const node of dockerfile.instructions) {
    checkInstruction(node, file, text);
    if (node.range[0] < end || node.endLine < node.startLine) throw new Error(`${node.keyword} overlaps the one before it`);
    end = node.range[1];
  }
  for (const comment of dockerfile.comments) expect(text[comment.range[0]]).toBe("#");
  for (const problem of dockerfile.problems) inside(problem.place.range, file, problem.message);
  for (const stage of dockerfile.stages) {
    const { facts } = stage;
    void [facts.cmd?.script, facts.entrypoint?.script, facts.probe?.script];
    for (const run of facts.runs) for (const command of run.script?.commands ?? []) inside(command.range, file, "command");
    for (const run of facts.runs) void [run.installs, run.leftovers];
  }
}

describe("any text", () => {
  test("random pieces: no throw, ranges inside and nested", () => {
    fc.assert(fc.property(random, check), { numRuns: 500 });
  });

  test("a good file damaged", () => {
    fc.assert(fc.property(mutated, check), { numRuns: 500 });
  });

  test.each([
    ["an escape on every line", `FROM a\nRUN a${" \\\n".repeat(100_000)}`],
    ["flags", `FROM a\nRUN ${"--a=b ".repeat(50_000)}`],
    ["ONBUILD in ONBUILD", `FROM a\n${"ONBUILD ".repeat(100_000)}`],
    ["open heredocs", `FROM a\nRUN ${"<<A ".repeat(50_000)}`],
    ["open substitutions", `FROM a\nENV A=${"${A:-".repeat(50_000)}`],
    ["doubled values", `FROM scratch\nENV A=xx\n${"ENV A=$A$A\n".repeat(200)}`],
    ["conflict markers", "<<<<<<< a\n=======\n>>>>>>> b\n".repeat(20_000)],
    ["brackets", `FROM a\nCMD ${"[".repeat(100_000)}`],
  ])(
    "costs no more than its length: %s",
    (_name, text) => {
      const { stages } = readDockerfile("Dockerfile", text);
      void stages[0]?.facts.env;
    },
    HANGS,
  );
});
