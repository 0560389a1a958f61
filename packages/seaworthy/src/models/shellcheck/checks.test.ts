import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { addShellChecks } from "./checks.js";
import type { Outcome, Remark } from "./remark.js";

/** A ShellCheck that says one thing of every `$name`, and what else is asked for. */
const remarksOf = (text: string, code = 2086): Remark[] =>
  text.split("\n").flatMap((line, row) =>
    [...line.matchAll(/\$(\w+)/g)].map(({ index, 0: { length }, 1: name }) => {
      const column = [...line.slice(0, index)].length + 1;
      return {
        code,
        level: "style" as const,
        message: code === 2154 ? `${name} is referenced but not assigned.` : "Quote it.",
        line: row + 1,
        column,
        endLine: row + 1,
        endColumn: column + length,
      };
    }),
  );

async function checked(files: Record<string, string> | string, code?: number, outcome?: Partial<Outcome>) {
  const given = typeof files === "string" ? { Dockerfile: files } : files;
  const asked: string[][] = [];
  const project = readProjectFrom(given);
  await addShellChecks(project, async (texts) => {
    asked.push([...texts]);
    const remarks = new Map(texts.map((text, index) => [index, remarksOf(text, code)]));
    return { remarks, because: null, ...outcome };
  });
  const checks = project.facts.shellChecks;
  const found = [...(checks?.files ?? [])].flatMap(([file, { remarks }]) =>
    remarks.map(
      ({ code: name, level, place }) =>
        `${name} ${level} ${file} ${(given as Record<string, string>)[file]?.slice(...place.range)}`,
    ),
  );
  return { asked, checks, found, project };
}

describe("what ShellCheck says", () => {
  it("is put where it belongs: over continuations, comments, heredocs, CRLF, JSON escapes, characters of two units", async () => {
    const texts = [
      'FROM x\nRUN a "🚢" \\\n # $no\n\n  && b 🚢 $one\n',
      "FROM x\r\nRUN a \\\r\n  && b $one\r\n",
      "# escape=`\nFROM x\nRUN a `\n  && b $one\n",
      "FROM x\nRUN <<-EOF\n\t\tb 🚢 $one\n\tEOF\n",
      "FROM x\nRUN <<A cat > f && b\nx\nA\nRUN c $one\n",
      "FROM x\nRUN cat <<A > f\n🚢 $one\nA\n",
      'FROM x\nCMD ["sh", "-c", "\\u0041 \\"\\ud83d\\udea2\\" $one"]\n',
      "FROM x\nHEALTHCHECK --interval=1s \\\n CMD a $one\n",
      "FROM x\nONBUILD RUN a \\\n $one\n",
      "\uFEFFFROM x\nRUN $one\n",
    ];
    for (const text of texts) expect((await checked(text)).found, text).toEqual(["SC2086 info Dockerfile $one"]);
  });
  it("of one text is asked once, and told wherever it stands", async () => {
    const { asked, found } = await checked({ "a/Dockerfile": "FROM x\nRUN $a\n", "b/Dockerfile": "FROM x\n\nRUN $a\n" });
    expect(asked.map((texts) => texts.length)).toEqual([1]);
    expect(found).toEqual(["SC2086 info a/Dockerfile $a", "SC2086 info b/Dockerfile $a"]);
  });
  it("is asked for nothing where there is no script", async () => {
    const { asked, checks } = await checked('FROM x\nCMD ["a"]\n');
    expect([asked, checks?.checked, checks?.because]).toEqual([[], 0, null]);
  });
  it("is left out where it speaks of what it cannot see", async () => {
    for (const code of [1090, 1091, 2148, 2187])
      expect((await checked("FROM x\nRUN $a\n", code)).found, String(code)).toEqual([]);
    expect((await checked("FROM x\nRUN <<A\n$a\n$b\nA\n", 1017)).found).toEqual(["SC1017 info Dockerfile $a"]);
  });
  it("knows what the image and its deployments set for a script", async () => {
    const { found } = await checked(
      {
        Dockerfile: 'FROM x\nENV set=1\nCOPY s.sh /\nENTRYPOINT ["/s.sh"]\n',
        "s.sh": "#!/bin/sh\necho $set $given $other\n",
        "compose.yaml": "services: { a: { build: ., environment: { given: 1 } } }\n",
      },
      2154,
    );
    expect(found).toEqual(["SC2154 info s.sh $other"]);
  });
  it("is not known of what was not checked", async () => {
    const { checks, found } = await checked("FROM x\nRUN $a\nRUN $b\n", 2086, {
      remarks: new Map([[0, []]]),
      because: "ShellCheck took longer than 60 seconds",
    });
    expect(found).toEqual([]);
    expect(checks).toMatchObject({ checked: 1, because: "ShellCheck took longer than 60 seconds" });
    expect(checks?.files.get("Dockerfile")?.unchecked).toEqual([
      { place: { file: "Dockerfile", range: [14, 20] }, because: "ShellCheck took longer than 60 seconds" },
    ]);
  });
  it("is shared by the services", async () => {
    const { project } = await checked("FROM x\nRUN $a\n");
    expect(project.services[0]?.project.shellChecks).toBe(project.facts.shellChecks);
  });
  it("is looked for no further where nobody can be asked", async () => {
    const project = readProjectFrom({ Dockerfile: "FROM x\nRUN $a\n" });
    await addShellChecks(project, { because: "nobody is there" });
    expect(project.facts.shellChecks).toEqual({ because: "nobody is there", checked: 0, files: new Map() });
  });
});
