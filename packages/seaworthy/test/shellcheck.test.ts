import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Report, Ruling } from "../src/core/report.js";
import { unmark } from "../src/engine/marks.js";
import { readProjectFrom } from "../src/io/memory.js";
import { findShellcheck } from "../src/io/shellcheck/find.js";
import { runShellcheck } from "../src/io/shellcheck/run.js";
import { addShellChecks } from "../src/models/shellcheck/checks.js";
import { RULES } from "../src/rules/index.js";
import { run, withProject } from "./cli/run.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const found = findShellcheck(process.env, [resolve(HERE, "../../..")]);
const PROGRAM = "program" in found ? found.program : null;
const ENV = { PATH: process.env.PATH ?? "" };
const ONLY = ["--only", "craft/shellcheck"];

async function ruling(files: Readonly<Record<string, string>> | string, ...argv: readonly string[]): Promise<Ruling | undefined> {
  const given = typeof files === "string" ? { Dockerfile: files } : files;
  return withProject(given, async (folder) => {
    const { stdout } = await run(folder, ["check", "--format", "json", ...(argv.length > 0 ? argv : ONLY)], ENV);
    return (JSON.parse(stdout) as Report).services[0]?.advice.find(({ rule }) => rule === "craft/shellcheck");
  });
}
/** Codes with the text that is marked; waived ones in brackets. */
async function codes(files: Readonly<Record<string, string>> | string, ...argv: readonly string[]): Promise<readonly string[]> {
  const given: Readonly<Record<string, string>> = typeof files === "string" ? { Dockerfile: files } : files;
  return ((await ruling(given, ...argv))?.findings ?? []).map(({ aliases, place, waived }) => {
    if (!("file" in place)) return "";
    const told = `${aliases.join()} ${given[place.file]?.slice(place.start.offset, place.end.offset)}`;
    return waived ? `(${told})` : told;
  });
}

describe.skipIf(PROGRAM === null)(`ShellCheck itself${"because" in found ? ` (skipped: ${found.because})` : ""}`, () => {
  it("says of the rule's examples what was recorded", async () => {
    const rule = RULES.find(({ id }) => id === "craft/shellcheck");
    for (const example of rule?.examples ?? []) {
      const { files, marks } = unmark(example.files ?? "");
      const project = readProjectFrom(files);
      await addShellChecks(project, (texts) => runShellcheck(PROGRAM ?? "", texts, ENV));
      const said = [...(project.facts.shellChecks?.files.values() ?? [])].flatMap(({ remarks }) => remarks);
      expect(said, example.title).toEqual((example.shellcheck ?? []).map((one, index) => ({ ...one, place: marks[index] })));
    }
  });

  it("is asked about every kind of script, each in its dialect, and told at its place", async () => {
    expect(
      await codes({
        Dockerfile: `FROM debian:13-slim AS one
RUN d=$(pwd) \\
  # words
  && echo "🚢" $d
SHELL ["/bin/bash", "-e", "-c"]
RUN <<EOF
echo $BASH_VERSION "\${a[@]}"
cd /x
EOF
HEALTHCHECK CMD curl $HOST_NAME || exit 1
COPY start.sh /
ENTRYPOINT ["/start.sh"]
FROM alpine:3.23
RUN set -o pipefail; [[ "$HOME" == /x ]] || true
CMD ["sh", "-c", "exec app $A"]
`,
        "compose.yaml": "services: { a: { build: { context: ., target: one } } }\n",
        "start.sh": '#!/bin/sh\n. ./lib.sh\nif [ "$1" == a ]; then echo $2; fi\n',
      }),
    ).toEqual([
      "SC2086 $d",
      "SC2086 $BASH_VERSION",
      "SC2154 ${a[@]}",
      "SC2086 $HOST_NAME",
      "SC2086 $A",
      "SC3014 ==",
      "SC2086 $2",
    ]);
  });

  it("knows ENV, ARG and what the builder passes on", async () => {
    expect(await codes('FROM x\nARG a\nENV b=1\nRUN echo "$a" "$b" "$http_proxy" "$c"\n')).toEqual(["SC2154 $c"]);
    expect(await codes('ARG a=1\nFROM x\nRUN echo "$a"\n')).toEqual(["SC2154 $a"]);
    expect(await codes('FROM x\nENV APP_VERSION=1\nRUN echo "$AP_VERSION"\n')).toEqual(["SC2153 $AP_VERSION"]);
  });

  it("says of a script what it says of the file by itself", async () => {
    const script = "#!/bin/bash\nfor f in $(ls *.sh); do cp $f /tmp; done\nread x\n[ $x = 1 ] && cd /y\nlocal z\n";
    const { stdout } = spawnSync(PROGRAM ?? "", ["--norc", "-f", "json1", "-"], { input: script, encoding: "utf8" });
    const alone = (JSON.parse(stdout) as { comments: { code: number; line: number; column: number }[] }).comments;
    const ours = await ruling({ Dockerfile: 'FROM debian:13\nCOPY s.sh /\nENTRYPOINT ["/s.sh"]\n', "s.sh": script });
    expect(alone.length).toBeGreaterThan(5);
    expect(
      ours?.findings.map(({ aliases, place }) => ("file" in place ? [...aliases, place.start.line, place.start.column] : [])),
    ).toEqual(alone.map(({ code, line, column }) => [`SC${code}`, line, column]));
  });

  it("is silenced by the comments of hadolint, tally and ShellCheck, and by ours", async () => {
    const waived = ["(SC2086 $x)"];
    for (const comment of [
      "# hadolint ignore=SC2086",
      "# tally ignore=shellcheck/SC2086",
      "# tally ignore=all",
      "# shellcheck disable=SC2086",
      "# shellcheck disable=SC2000-SC2100",
      "# seaworthy ignore=SC2086 -- split on purpose",
      "# seaworthy ignore=craft/shellcheck -- split on purpose",
    ])
      expect(await codes(`FROM x\nARG x\n${comment}\nRUN x=$(pwd); echo $x\n`), comment).toEqual(waived);
    expect(await codes("# hadolint global ignore=SC2086\nFROM x\nRUN x=$(pwd); echo $x\n")).toEqual(waived);
    expect(await codes("FROM x\n# hadolint ignore=SC2046\nRUN x=$(pwd); echo $x\n")).toEqual(["SC2086 $x"]);
    expect(await codes("FROM x\nRUN x=$(pwd); \\\n  # shellcheck disable=SC2086\n  echo $x; \\\n  ls $x\n")).toEqual([
      "(SC2086 $x)",
      "SC2086 $x",
    ]);
    expect(await codes("FROM x\nRUN <<E\n# shellcheck disable=SC2086\nx=$(pwd)\necho $x\nE\n")).toEqual([]);
    expect(await codes("FROM x\nRUN <<E\nx=$(pwd)\n# shellcheck disable=SC2086\necho $x\nls $x\nE\n")).toEqual(["SC2086 $x"]);
  });

  it("goes by its codes in the config and on the command line", async () => {
    const text = "FROM x\nRUN echo $x\n";
    const level = async (config: string) =>
      (await ruling({ Dockerfile: text, "seaworthy.yaml": config }))?.findings.map(
        ({ aliases, level: one }) => `${aliases.join()} ${one}`,
      );
    expect(await level("")).toEqual(["SC2154 warning", "SC2086 info"]);
    expect(await level("rules: { SC2086: off }\n")).toEqual(["SC2154 warning"]);
    expect(await level("rules: { SC2086: error, sc2154: info }\n")).toEqual(["SC2154 info", "SC2086 error"]);
    expect(await level("rules: { craft/shellcheck: error, SC2086: info }\n")).toEqual(["SC2154 error", "SC2086 info"]);
    expect(await level("rules: { craft/shellcheck: off }\n")).toBeUndefined();
    expect(await codes(text, "--only", "SC2086")).toEqual(["SC2086 $x"]);
    expect(await codes(text, "--only", "SC2086,craft")).toHaveLength(2);
    expect(await codes(text, ...ONLY, "--skip", "SC2086,SC2154")).toEqual([]);
    expect((await ruling(text, ...ONLY, "--skip", "SC2086,SC2154"))?.ruling).toBe("yes");
    expect(await ruling(text, "--only", "craft", "--no-shellcheck")).toBeUndefined();
  });

  it("finds two things at one place, which stay two", async () =>
    withProject({ Dockerfile: "FROM x\nRUN echo $x\n" }, async (folder) => {
      const sarif = JSON.parse((await run(folder, ["check", "--format", "sarif", ...ONLY], ENV)).stdout);
      expect(sarif.runs[0].results.map((one: { message: { text: string } }) => one.message.text.slice(0, 6))).toEqual([
        "SC2154",
        "SC2086",
      ]);
    }));

  it("is shown one by one as advice", () =>
    withProject({ Dockerfile: `FROM x\nRUN echo ${"$x ".repeat(12)}\n` }, async (folder) => {
      const { stdout } = await run(folder, ["check", "--advice", ...ONLY], ENV);
      expect(stdout).toMatch(/SC2154: x is referenced but not assigned {2}Dockerfile:2\n/);
      expect(stdout).toMatch(/\n {8}and \d+ more: --verbose\n/);
      expect((await run(folder, ["check", "--advice", "--verbose", ...ONLY], ENV)).stdout.match(/SC2086: /g)).toHaveLength(12);
    }));

  it("takes no waiver for useless that it does not need by chance of being absent", () =>
    withProject(
      { Dockerfile: "FROM x\nRUN true\n", "seaworthy.yaml": "waivers: [{ ignore: SC2086, reason: r }]\n" },
      async (folder) => {
        const problems = async (env: Record<string, string>) =>
          (JSON.parse((await run(folder, ["check", "--format", "json"], env)).stdout) as Report).problems.map(
            ({ message }) => message,
          );
        expect(await problems(ENV)).toEqual(["the waiver of SC2086 covers nothing: remove it"]);
        expect(await problems({})).toEqual([]);
      },
    ));

  it("leaves nothing of itself behind", () =>
    withProject({}, async (folder) => {
      const before = process.env.TMPDIR;
      process.env.TMPDIR = folder;
      try {
        expect((await runShellcheck(PROGRAM ?? "", ["echo $x\n"], ENV)).remarks.get(0)?.length).toBeGreaterThan(0);
      } finally {
        if (before === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = before;
      }
      expect(readdirSync(folder)).toEqual([]);
    }));
});

describe("without ShellCheck", () => {
  const TEXT = { Dockerfile: "FROM alpine:3.23\nRUN echo $x\nRUN true\nUSER 1000\n" };
  const NOTE = "Shell scripts were not checked: no shellcheck is on the PATH";

  it("that is said once, whatever the format", () =>
    withProject(TEXT, async (folder) => {
      const said = async (format: string) =>
        (await run(folder, ["check", "--format", format, ...ONLY])).stdout.split(NOTE).length - 1;
      expect(await said("text")).toBe(1);
      expect(await said("github")).toBe(1);
      expect(await said("sarif")).toBe(1);
      expect(await said("markdown")).toBe(1);
      expect(await said("junit")).toBeGreaterThan(0);
      const report = JSON.parse((await run(folder, ["check", "--format", "json", ...ONLY])).stdout) as Report;
      expect(report.inspected.shellcheck).toEqual({ checked: 0, because: "no shellcheck is on the PATH" });
      expect(report.services[0]?.advice).toMatchObject([{ ruling: "unknown", because: "no shellcheck is on the PATH" }]);
      expect(report.problems).toEqual([]);
    }));

  it("nothing is said where nobody asks, or where there is no script", async () => {
    for (const argv of [["--no-shellcheck"], ["--skip", "craft/shellcheck"], ["--only", "non-root-user"]])
      expect(await withProject(TEXT, async (folder) => (await run(folder, ["check", ...argv])).stdout)).not.toContain(
        "hell script",
      );
    expect(
      await withProject(
        { Dockerfile: 'FROM alpine:3.23\nUSER 1000\nCMD ["/app"]\n' },
        async (folder) => (await run(folder, ["check"])).stdout,
      ),
    ).not.toContain("hell script");
  });

  it.skipIf(process.platform === "win32")("a program of the project that calls itself so is not run", () =>
    withProject(TEXT, async (folder) => {
      const bin = join(folder, "node_modules/.bin");
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, "shellcheck"), `#!/bin/sh\ntouch ${folder}/ran\necho '{"comments":[]}'\n`);
      chmodSync(join(bin, "shellcheck"), 0o755);
      const { stdout } = await run(folder, ["check", ...ONLY], { PATH: bin });
      expect(stdout).toContain("belongs to the project, of which nothing is run");
      expect(readdirSync(folder)).not.toContain("ran");
    }),
  );
});
