import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { printable } from "../../src/core/printable.js";
import type { Report } from "../../src/core/report.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { code, words } from "../../src/report/markdown-text.js";
import { judgeFiles } from "../judged.js";
import { HOSTILE, projectReport, reportOf } from "./reports.js";

const parser = new MarkdownIt({ html: true, linkify: true });
// Forges link no bare name of a host but one that begins with www, which the prose is searched for.
parser.linkify.set({ fuzzyLink: false });
const LENIENT = { failOn: "info", strict: false } as const;
const markdown = (report: Report) => renderMarkdown(report, LENIENT);

interface Piece {
  readonly type: string;
  readonly content: string;
}
const SHORTENED = "_Shortened: the whole report is in the log of the run._";
/** All tokens, those inside of lines too. */
function pieces(text: string): readonly Piece[] {
  return parser.parse(text, {}).flatMap((block) => (block.children ? block.children : [block]));
}
/** What a forge looks through for mentions, references and addresses: all text that is not code. */
function prose(text: string): string {
  return pieces(text)
    .map((one) => (one.type === "text" ? one.content : "\n"))
    .join("");
}
const ACTIVE = /(?:^|[^\w/])@\w|#\d|\bGH-\d|[!~%&$]\w|:\/\/|www\./i;
const HARMLESS = new Set(["text", "softbreak", "strong_open", "strong_close", "code_inline"]);

/** The first line is the marker, the last the footer; between them there is no HTML, no link, no image, no emphasis but our own. */
function expectInert(text: string): void {
  expect(text).toMatch(/^<!-- seaworthy[^\n]* -->\n\n### /);
  const inside = text.slice(text.indexOf("\n") + 1, text.lastIndexOf("<sub>")).replace(SHORTENED, "");
  const blocks = parser.parse(inside, {});
  const kinds = new Set(blocks.map((one) => one.type));
  for (const kind of ["html_block", "fence", "code_block", "blockquote_open", "hr"]) expect(kinds).not.toContain(kind);
  const strange = blocks.flatMap((one) => one.children ?? []).filter((one) => !HARMLESS.has(one.type));
  expect(strange.map((one) => `${one.type} ${one.content}`)).toEqual([]);
  expect(prose(inside)).not.toMatch(ACTIVE);
}

describe("Markdown for a comment", () => {
  it("begins with the marker, then says how it stands, then what is unmet and where", () => {
    const text = markdown(projectReport());
    expect(text.split("\n").slice(0, 3)).toEqual([
      "<!-- seaworthy -->",
      "",
      expect.stringMatching(/^### ❌ Seaworthy: \d+ unmet, .* in 3 services$/),
    ]);
    expect(text).toMatch(/^- \*\*Non-root user\*\* \(error\): .* `api\/Dockerfile:2` `non-root-user\/user`$/m);
    expect(text).toMatch(/^#### Problems\n\n- parse: /m);
    expect(text).not.toContain("driver");
    expectInert(text);
  });

  it("is passing where nothing fails the run, and says when nothing was judged", () => {
    const report = judgeFiles({ Dockerfile: "FROM alpine:3.22\nUSER root\n" });
    expect(markdown(report)).toContain("### ❌");
    const none = {
      ...report,
      services: report.services.map((one) => ({ ...one, items: one.items.filter((item) => item.verdict !== "unmet") })),
    };
    expect(markdown(none)).toContain("### ✅");
    expect(markdown(judgeFiles({}))).toContain("### Seaworthy: nothing was judged");
  });

  it("is marked by what was judged, so that two parts of a repository have two comments", () => {
    expect(markdown({ ...projectReport(), root: "services/api" })).toMatch(/^<!-- seaworthy services\/api -->\n/);
    for (const root of ["--> <b>", "a--->b", "\n-->\n", "ü"]) expectInert(markdown({ ...projectReport(), root }));
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))("shows %s as words", (_, text) => {
    expectInert(markdown(reportOf(text)));
  });

  it("shows any text as words, and that very text", () => {
    const signs = fc.constantFrom(
      ...HOSTILE,
      "@a",
      "#1",
      "<b>",
      "](x)",
      "`",
      "``",
      "\\",
      "|",
      "*",
      "_",
      "~~",
      "\n",
      "- ",
      "[x]",
      "$",
      "://",
      "www.",
      "GH-1",
      "&lt;",
    );
    const any = fc
      .array(fc.oneof(signs, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 6 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(any, (text) => {
        expectInert(markdown(reportOf(text)));
        const wellFormed = text.replace(/[\ud800-\udfff\0]/g, "");
        const ticks = wellFormed.replaceAll("`", "'").replaceAll("\u200b", "");
        const shown = prose(`- x: ${words(ticks)}`)
          .replaceAll("\u200b", "")
          .trim();
        expect(shown).toBe(`x: ${printable(ticks.replace(/\s+/g, " ").trim())}`.trim());
        const span = pieces(`- x ${code(wellFormed)}`).filter((one) => one.type === "code_inline");
        expect(span.map((one) => one.content.trim())).toEqual([printable(wellFormed).trim()]);
      }),
      { numRuns: 150 },
    );
  });

  it("stays below the bound of a comment, whatever the size of the report", () => {
    const base = reportOf("漢".repeat(5000));
    const many = {
      ...base,
      services: Array.from({ length: 300 }, () => base.services).flat(),
      problems: Array.from({ length: 500 }, () => base.problems).flat(),
    };
    const text = markdown(many);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toContain("<sub>");
    expectInert(text);
    const wide = { ...projectReport(), root: "x".repeat(70_000) };
    expect(Buffer.byteLength(markdown(wide))).toBeLessThan(65_536);
  });
});
