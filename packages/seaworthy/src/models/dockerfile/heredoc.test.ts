import { describe, expect, test } from "vitest";
import { readHeredocWord } from "./heredoc.js";
import { parseDockerfile } from "./parse.js";

const run = (rest: string) => {
  const tree = parseDockerfile("Dockerfile", `FROM a\n${rest}`);
  const node = tree.instructions[1];
  return { tree, node, bodies: node?.heredocs.map(({ name, body }) => [name, body]) };
};

describe("heredocs", () => {
  test("several in one instruction, read one after the other", () => {
    const { tree, node, bodies } = run("RUN <<A cat - <<-'B C' >x\none\nA\n\ttwo\n\tB C\nUSER u\n");
    expect(bodies).toEqual([
      ["A", "one\n"],
      ["B C", "\ttwo\n"],
    ]);
    expect(node?.heredocs.map(({ expand, chomp }) => [expand, chomp])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect([node?.startLine, node?.endLine]).toEqual([2, 6]);
    expect(node?.heredocs.map(({ range }) => tree.text.slice(...range))).toEqual(["<<A", "<<-'B C'"]);
    expect(node?.heredocs.map(({ bodyRange }) => tree.text.slice(...bodyRange))).toEqual(["one\n", "\ttwo\n"]);
    expect(tree.instructions[2]?.keyword).toBe("USER");
  });

  test("comments, directives and markers in a body are text", () => {
    const { tree, bodies } = run("RUN <<EOF\n# no comment\n<<<<<<< x\nFROM b \\\nEOF\n");
    expect(bodies).toEqual([["EOF", "# no comment\n<<<<<<< x\nFROM b \\\n"]]);
    expect(tree.comments).toEqual([]);
  });

  test("COPY: a heredoc is no source", () => {
    const { node } = run("COPY <<EOF a.txt /dir/\nhi\nEOF\n");
    expect(node).toMatchObject({ keyword: "COPY", sources: [{ text: "a.txt" }], destination: { text: "/dir/" } });
  });

  test("under ONBUILD and after a continuation", () => {
    const { node } = run("ONBUILD RUN x \\\n  <<EOF\nhi\nEOF\n");
    expect(node?.keyword === "ONBUILD" && node.inner?.heredocs.map(({ body }) => body)).toEqual(["hi\n"]);
  });

  test.each([
    ["RUN echo x<<EOF", 0],
    ["RUN echo '<<EOF'", 0],
    ["RUN echo $((1<<2))", 0],
    ["RUN cat <<< word", 0],
    ['RUN ["cat", "<<EOF"]', 0],
    ["RUN cat <<  EOF\nEOF", 1],
    ["RUN cat 3<<EOF\nEOF", 1],
    ['RUN cat <<"EOF"\nEOF', 1],
    ["RUN it's <<EOF", 0],
    ["RUN ${ <<EOF", 0],
    ["ENV A=<<EOF", 0],
  ])("%j has %i", (line, count) => {
    const { node, tree } = run(`${line}\n`);
    expect(node?.heredocs.length).toBe(count);
    expect(tree.problems).toEqual([]);
  });

  test("a delimiter must stand alone on its line; CRLF is no part of it", () => {
    expect(run("RUN <<EOF\r\nEOF x\r\n EOF\r\nEOF\r\n").bodies).toEqual([["EOF", "EOF x\r\n EOF\r\n"]]);
  });

  test("one that is not closed takes the rest and is one problem", () => {
    const { tree } = run("RUN <<A <<B\nx\n");
    expect(tree.problems).toMatchObject([{ kind: "parse", place: { range: [11, 14] } }]);
  });

  test("the word alone", () => {
    expect(readHeredocWord("<<-EOF")).toEqual({ name: "EOF", expand: true, chomp: true });
    expect(readHeredocWord("<<'E'OF")).toEqual({ name: "EOF", expand: false, chomp: false });
    for (const word of ["<<", "<EOF", "a<<EOF", "<<<EOF", "<<-"]) expect(readHeredocWord(word)).toBeNull();
  });
});
