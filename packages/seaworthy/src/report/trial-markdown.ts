import type { ReportedTrial } from "../core/reported-trial.js";
import { code, words } from "./markdown-text.js";
import { clip } from "./shown.js";
import { costText } from "./trial-text.js";

/** A trial in a comment: where it ran, what could not be told, and what is proven to work. */
export function trialBlock({ image, digest, engine, drills, hardened, cost }: ReportedTrial): string[] {
  const lines = [
    `#### Trial of ${code(clip(image, 120))} on ${words(`${engine.kind} ${engine.version} (${engine.platform})`)}`,
    "",
    `${code(digest)}; ${costText(cost)}.`,
  ];
  for (const { drill, outcome, because } of drills)
    if (outcome === "failed" || outcome === "not here") lines.push("", `⚠️ ${words(clip(`${drill}: ${because ?? ""}`, 200))}`);
  if (hardened) lines.push("", "Hardened, as it was seen to work:", "", "```yaml", ...fenced(hardened.compose), "```");
  return lines;
}

/** No line of it may close the fence. */
function fenced(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.replaceAll("`", "'"));
}
