import type { Threshold } from "../core/failing.js";
import type { Report } from "../core/report.js";
import type { SarifRule } from "./sarif.js";
import type { TextOptions } from "./text.js";

/** The formats of a report. The code of one is loaded when it is asked for: a run prints one or two of them. */
export const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  readonly text: TextOptions;
  readonly threshold: Threshold;
  readonly rules: readonly SarifRule[];
  /** When the run was, UTC, `YYYY-MM-DDThh:mm:ss`. */
  readonly at: string;
  /** The path of the project's root in its repository, "" when it is the repository's: forges name files from there. */
  readonly below: string;
}

/** A report in one format: its pieces, where it may be longer than a string can be. */
export async function render(report: Report, format: Format, options: RenderOptions): Promise<Iterable<string>> {
  if (format === "text") {
    const { renderText } = await import("./text.js");
    const images = report.images.length > 0 ? (await import("./image-text.js")).imageLines(report.images, options.text) : [];
    const trials = report.trials.length > 0 ? (await import("./trial-text.js")).trialLines(report.trials, options.text) : [];
    return [renderText(report, options.text, [...images, ...trials])];
  }
  if (format === "json") return (await import("./json.js")).jsonPieces(report);
  const placed = options.below === "" ? report : (await import("./placed.js")).placedBelow(report, options.below);
  switch (format) {
    case "sarif":
      return [(await import("./sarif.js")).renderSarif(placed, options.rules)];
    case "github":
      return [(await import("./github.js")).renderGithub(placed)];
    case "gitlab":
      return [(await import("./gitlab.js")).renderGitlab(placed)];
    case "junit":
      return [(await import("./junit.js")).renderJunit(placed, { ...options.threshold, at: options.at })];
    case "markdown":
      return [await markdown(placed, options.threshold)];
  }
}

async function markdown(report: Report, threshold: Threshold): Promise<string> {
  const { renderMarkdown } = await import("./markdown.js");
  const { images, trials } = report;
  return renderMarkdown(report, threshold, [
    ...(images.length > 0 ? images.map((await import("./image-markdown.js")).imageBlock) : []),
    ...(trials.length > 0 ? trials.map((await import("./trial-markdown.js")).trialBlock) : []),
  ]);
}
