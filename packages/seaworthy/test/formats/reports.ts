import type { Level } from "../../src/core/answer.js";
import type { Problem } from "../../src/core/problem.js";
import type { Report, ReportedFinding, ReportedService, Ruling } from "../../src/core/report.js";
import { judgeFiles } from "../judged.js";

/** Two services with faults of every weight, a waiver, a problem, and a fault that both share. */
export const PROJECT: Readonly<Record<string, string>> = {
  "compose.yaml": "services:\n  api:\n    build: api\n    privileged: true\n  web:\n    build: web\n",
  "api/Dockerfile": 'FROM node:latest\nUSER root\nRUN cd /srv && npm install\nCMD node "a&b<c>.js"\n',
  "web/Dockerfile":
    'FROM alpine:3.22\n# seaworthy ignore=non-root-user -- "the" <driver> & its reasons\nUSER root\nCMD ["/app"]\n',
  "old/Dockerfile": "FROM alpine\nFRMO x\n",
};

export function projectReport(): Report {
  return judgeFiles(PROJECT);
}

/** Texts that formats choke on or are broken out of by. */
export const HOSTILE: readonly string[] = [
  "\u001b[31mred\u0000\u0007\u009b",
  "]]> <!-- --> <![CDATA[ <x y='\"'>&amp;&#0;",
  "half \ud800 and \udc00, \ufffe\uffff",
  "line\nbreak\r\nand\ttab\u2028\u202e",
  "| a | b |\n| --- |",
  "@everyone #1 GH-1 owner/repo#2 !3 ~label %m &4 $x$ https://evil.example www.evil.example a@evil.example",
  "[link](https://evil.example) ![img](x) <https://evil.example> <script>alert(1)</script> <!-- seaworthy -->",
  "``` `code` `` \\` ~~~ **bold** _it_ ~~s~~ # title\n# title\n- [ ] item\n> quote",
  "::error file=a::b\n::stop-commands::x",
  " leading and trailing ` ",
  "",
  "🚢 naïve ß 漢字",
];

/** A report in which every text of unknown origin is the given one. */
export function reportOf(text: string, level: Level = "error"): Report {
  const base = judgeFiles({ Dockerfile: "FROM alpine:3.22\nUSER root\n" });
  const finding = (one: ReportedFinding): ReportedFinding => ({
    ...one,
    level,
    message: text,
    deployment: text,
    place: "file" in one.place ? { ...one.place, file: text } : one.place,
  });
  const ruling = (one: Ruling): Ruling => ({ ...one, because: text, findings: one.findings.map(finding) });
  const services = base.services.map(
    (service): ReportedService => ({
      ...service,
      name: text,
      dockerfile: text,
      stage: text,
      items: service.items.map((item) => ({ ...item, rulings: item.rulings.map(ruling) })),
      advice: service.advice.map(ruling),
    }),
  );
  const start = { line: 1, column: 1, offset: 0 };
  const kinds: readonly Problem["kind"][] = ["parse", "waiver"];
  const problems = kinds.map((kind) => ({ kind, message: text, place: { file: text, start, end: start } }));
  return { ...base, root: text, services, problems };
}
