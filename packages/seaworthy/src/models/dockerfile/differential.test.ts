import { DockerfileParser } from "dockerfile-ast";
import { describe, expect, test } from "vitest";
import { parseDockerfile } from "./parse.js";

/** Texts on which dockerfile-ast follows the builder: no heredocs, no quoted flags, no doubtful JSON. */
const TEXTS: Readonly<Record<string, string>> = {
  "two stages": `# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM node:20 AS build
WORKDIR /srv
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
FROM node:20-slim
COPY --from=build --chown=node:node /srv/out ./out
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost:8080/ || exit 1
CMD ["node", "out/main.js"]
`,
  continuations: `from debian
run apt-get update \\
    # the compiler
    && apt-get install -y \\

       gcc \\
       make   \\
    && rm -rf /var/lib/apt/lists/*
env A=1 \\
    B="two words" \\
    C=three
label maintainer="someone"
`,
  "escape, CRLF": '# escape=`\r\nFROM x\r\nRUN one `\r\n    two\r\nCOPY a C:\\b\\\r\nENTRYPOINT ["a", "b"]\r\n',
  "old forms":
    "FROM x\nMAINTAINER me\nENV NAME some value\nARG A\nARG B=2\nSTOPSIGNAL SIGINT\nVOLUME /a /b\nADD a b /c/\nONBUILD RUN x\n",
  comments: "# a\n\n  # b\nFROM x\n#c\nRUN a\n   #d\n",
};

describe("agreement with dockerfile-ast", () => {
  test.each(Object.entries(TEXTS))("%s", (_name, text) => {
    const theirs = DockerfileParser.parse(text);
    const ours = parseDockerfile("Dockerfile", text);
    const starts = [0, ...[...text.matchAll(/\r?\n/g)].map((match) => match.index + match[0].length)];
    const offset = ({ line, character }: { line: number; character: number }) => (starts[line] ?? 0) + character;

    expect(ours.instructions.map(({ keyword, startLine, keywordRange }) => [keyword, startLine, ...keywordRange])).toEqual(
      theirs.getInstructions().map((instruction) => {
        const range = instruction.getInstructionRange();
        return [instruction.getKeyword(), range.start.line + 1, offset(range.start), offset(range.end)];
      }),
    );
    expect(ours.instructions.map(({ range }) => range[1])).toEqual(
      theirs.getInstructions().map((instruction) => offset(instruction.getRange().end)),
    );
    expect(ours.comments.map(({ range }) => range[0])).toEqual(
      theirs.getComments().map((comment) => offset(comment.getRange().start)),
    );
    expect(ours.escape).toBe(theirs.getEscapeCharacter());
  });

  test("arguments split at blanks", () => {
    const text = "FROM a\nCOPY --from=x   one two \\\n  /three\nEXPOSE 1 2\n";
    const theirs = DockerfileParser.parse(text).getInstructions();
    const ours = parseDockerfile("Dockerfile", text).instructions;
    for (const index of [1, 2]) {
      const words = theirs[index]?.getArguments().map((argument) => argument.getValue());
      expect(ours[index]?.words.map((word) => word.text)).toEqual(words?.filter((word) => !word.startsWith("--")));
    }
  });
});
