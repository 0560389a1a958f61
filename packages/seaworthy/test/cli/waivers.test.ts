import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { run, withProject } from "./run.js";

const base = (comment: string, user = "USER root") => `FROM alpine:3.22\n${comment}\n${user}\nCMD ["/app"]\n`;

interface Seen {
  readonly verdict: string | undefined;
  readonly problems: readonly string[];
  readonly by: string | undefined;
  readonly code: number;
}

async function see(files: Record<string, string>, item: string, ...argv: string[]): Promise<Seen> {
  return withProject(files, async (folder) => {
    const { code, stdout } = await run(folder, ["check", "--format", "json", ...argv]);
    const report = JSON.parse(stdout) as Report;
    const found = report.services[0]?.items.find((one) => one.item === item);
    return {
      verdict: found?.verdict,
      problems: report.problems.map((one) => `${one.place.file}:${one.place.start.line} ${one.message}`),
      by: found?.rulings.flatMap((one) => one.findings).find((one) => one.waived)?.waived?.by,
      code,
    };
  });
}
const USER = ["--only", "non-root-user/user"];
const user = (comment: string, ...argv: string[]) => see({ Dockerfile: base(comment) }, "non-root-user", ...USER, ...argv);

describe("waivers in a Dockerfile", () => {
  it("by rule, item, alias, several, until its last day, over comments and blank lines", async () => {
    for (const names of ["non-root-user/user", "non-root-user", "DL3002", "dl3002", "AVD-DS-0002", "x/y,DL3002"]) {
      expect(await user(`# seaworthy ignore=${names} until=2099-12-31 -- reason`), names).toMatchObject({
        verdict: "waived",
        by: "Dockerfile:2",
      });
    }
    expect((await user("# seaworthy ignore=DL3002 -- reason\n# more words\n\n")).verdict).toBe("waived");
    expect((await user("  #   seaworthy   ignore = DL3002 -- reason -- and more")).verdict).toBe("waived");
    expect((await user("#seaworthy ignore=DL3002")).verdict).toBe("waived");
  });

  it("reaches the next instruction alone; file-ignore the file", async () => {
    expect(await user("# seaworthy ignore=DL3002 -- r\nRUN true")).toMatchObject({
      verdict: "unmet",
      problems: [expect.stringMatching(/Dockerfile:2 .*covers nothing: remove it/)],
    });
    expect((await user("# seaworthy file-ignore=DL3002 -- r\nRUN true")).verdict).toBe("waived");
  });

  it("expired, without a reason, mistyped: told where it stands", async () => {
    expect(await user("# seaworthy ignore=DL3002 until=2020-01-31 -- r")).toMatchObject({
      verdict: "unmet",
      code: 1,
      problems: [expect.stringMatching(/Dockerfile:2 .*expired on 2020-01-31/)],
    });
    expect((await user("# seaworthy ignore=DL3002")).verdict).toBe("waived");
    expect(await user("# seaworthy ignore=DL3002", "--strict")).toMatchObject({
      verdict: "unmet",
      problems: [expect.stringMatching(/no reason/)],
    });
    for (const bad of ["until=2027-02-30", "until=tomorrow", "till=2027-01-01"]) {
      expect(await user(`# seaworthy ignore=DL3002 ${bad} -- r`), bad).toMatchObject({
        verdict: "unmet",
        problems: [expect.stringMatching(/not used/)],
      });
    }
    expect((await user("# seaworthy ignore=non-root-user/usr -- r")).problems).toEqual([
      expect.stringMatching(/no rule or item is named `non-root-user\/usr`: did you mean `non-root-user\/user`\?/),
    ]);
  });

  it("of what is missing stands at the FROM of the shipped stage", async () => {
    const { verdict } = await see(
      { Dockerfile: 'FROM alpine:3.22 AS x\n\n# seaworthy ignore=DL3002 -- driver\nFROM x\nCMD ["/app"]\n' },
      "non-root-user",
      ...USER,
    );
    expect(verdict).toBe("waived");
  });

  it("pragmas of other tools: with their reach, refused by --strict without a reason", async () => {
    for (const comment of [
      "# hadolint ignore=DL3002",
      "# hadolint global ignore=DL3002",
      "# tally ignore=hadolint/DL3002;reason=driver",
      "# tally global ignore=hadolint/DL3002",
      "# trivy:ignore:DS-0002:exp:2099-01-31",
      "# trivy:ignore:AVD-DS-0002",
    ]) {
      expect((await user(comment)).verdict, comment).toBe("waived");
      expect((await user(comment, "--strict")).verdict, comment).toBe(comment.includes("reason=") ? "waived" : "unmet");
    }
    expect((await user("# trivy:ignore:DS-0002:exp:2020-01-31")).verdict).toBe("unmet");
    expect((await user("# hadolint ignore=DL3002\nRUN true")).verdict).toBe("unmet");
    const skip = { Dockerfile: "# check=skip=JSONArgsRecommended\nFROM alpine:3.22\nUSER 1000\nCMD /app\n" };
    expect((await see(skip, "graceful-shutdown", "--only", "graceful-shutdown/exec-form")).verdict).toBe("waived");
  });
});

describe("waivers elsewhere", () => {
  const compose = (above: string, behind = "") =>
    `services:\n${above}  api:\n    build: .\n    privileged: true${behind}\n    user: "1000"\n`;
  const privileged = (text: string) =>
    see(
      { Dockerfile: base("", "USER 1000"), "compose.yaml": text },
      "least-privilege",
      "--only",
      "least-privilege/not-privileged",
    );

  it("in Compose: behind the line, or above it with what is indented below", async () => {
    expect(await privileged(compose("", " # seaworthy ignore=least-privilege/not-privileged -- driver"))).toMatchObject({
      verdict: "waived",
      by: "compose.yaml:4",
    });
    expect((await privileged(compose("  # seaworthy ignore=least-privilege -- driver\n"))).verdict).toBe("waived");
    expect(await privileged(compose("  # seaworthy ignore=DL3002 -- driver\n"))).toMatchObject({ verdict: "unmet" });
  });

  it("in the config, told at its line when it expired or covers nothing", async () => {
    const config = "# ours\nwaivers:\n  - ignore: DL3002\n    reason: driver\n    until: ";
    expect(
      await see({ Dockerfile: base(""), "seaworthy.yaml": `${config}2099-01-01\n` }, "non-root-user", ...USER),
    ).toMatchObject({
      verdict: "waived",
      by: "seaworthy.yaml:3",
    });
    expect(
      (await see({ Dockerfile: base(""), "seaworthy.yaml": `${config}2020-01-01\n` }, "non-root-user", ...USER)).problems,
    ).toEqual([expect.stringMatching(/^seaworthy\.yaml:3 .*expired/)]);
    expect(
      (await see({ Dockerfile: base("", "USER 1"), "seaworthy.yaml": `${config}2099-01-01\n` }, "non-root-user")).problems,
    ).toEqual([expect.stringMatching(/^seaworthy\.yaml:3 .*covers nothing/)]);
  });

  it("are not called useless by a run that asked only a part", async () => {
    const files = {
      "a/Dockerfile": base("# seaworthy ignore=DL3002 -- driver"),
      "b/Dockerfile": base("", "USER 1000"),
      "seaworthy.yaml": "waivers:\n  - ignore: DL3025\n    services: [a]\n    reason: r\n",
    };
    expect((await see({ ...files, "seaworthy.yaml": "" }, "healthcheck", "--only", "healthcheck")).problems).toEqual([]);
    expect((await see({ ...files, "seaworthy.yaml": "" }, "healthcheck", "--skip", "non-root-user")).problems).toEqual([]);
    expect((await see(files, "non-root-user", "--service", "b")).problems).toEqual([]);
    expect((await see(files, "non-root-user", "b")).problems).toEqual([]);
    expect((await see(files, "non-root-user")).problems).toEqual([expect.stringMatching(/DL3025 covers nothing/)]);
  });
});

describe("the builder's directive", () => {
  const level = (text: string, more: Record<string, string> = {}) =>
    withProject({ Dockerfile: text, ...more }, async (folder) => {
      const { stdout } = await run(folder, ["check", "--format", "json", "--only", "StageNameCasing,DL3048"]);
      const [service] = (JSON.parse(stdout) as Report).services;
      return service?.advice.map(({ rule, findings }) => `${rule.slice(6)} ${findings[0]?.level}`).sort();
    });
  const body = "FROM alpine:3.22 AS Base\nLABEL Upper=1\n";
  const usual = ["label-name info", "stage-name-case info"];
  const raised = ["label-name info", "stage-name-case error"];

  it("error=true makes an error of what the builder's own checks find, as the build fails by it", async () => {
    expect(await level(body)).toEqual(usual);
    expect(await level(`# check=error=true\n${body}`)).toEqual(raised);
    expect(await level(`# check=error=false\n${body}`)).toEqual(usual);
    expect(await level(`# check=error=true\n${body}`, { "seaworthy.yaml": "rules: { StageNameCasing: warning }\n" })).toEqual([
      "label-name info",
      "stage-name-case warning",
    ]);
    const built = "services: { a: { build: { context: ., args: [BUILDKIT_DOCKERFILE_CHECK=error=true] } } }\n";
    expect(await level(body, { "compose.yaml": built })).toEqual(raised);
  });
});

describe("a level in the config", () => {
  it("holds for every finding of the rule, also for one that the rule grades by itself", () =>
    withProject(
      {
        Dockerfile: "FROM alpine:3.22\nUSER 1000\n",
        "compose.yaml": "services: { a: { build: ., pid: host, uts: host } }\n",
      },
      async (folder) => {
        const levels = async () => {
          const { stdout } = await run(folder, ["check", "--format", "json", "--only", "least-privilege/no-host-namespaces"]);
          const [service] = (JSON.parse(stdout) as Report).services;
          const rulings = service?.items.flatMap((item) => item.rulings) ?? [];
          return rulings.flatMap(({ findings }) => findings.map(({ level }) => level)).sort();
        };
        expect(await levels()).toEqual(["error", "warning"]);
        writeFileSync(join(folder, "seaworthy.yaml"), "rules: { least-privilege/no-host-namespaces: info }\n");
        expect(await levels()).toEqual(["info", "info"]);
      },
    ));
});
