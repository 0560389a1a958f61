import type { ReportedImage, ReportedVulnerability } from "../core/reported-image.js";
import { code, words } from "./markdown-text.js";
import { clip } from "./shown.js";
import { sizeText } from "./sizes.js";

const MOST_ROWS = 25;

/** An image in a comment: what it is, and the vulnerabilities that count. */
export function imageBlock(image: ReportedImage): string[] {
  const size =
    image.layers.length > 0
      ? `, ${sizeText(image.size)} in ${image.layers.length === 1 ? "1 layer" : `${image.layers.length} layers`}`
      : "";
  const waste = image.reclaimable > 0 ? `, ${sizeText(image.reclaimable)} could be saved` : "";
  const lines = [`#### ${code(clip(image.reference, 120))}${size}, ${image.packages.length} packages${waste}`, ""];
  const { advisories } = image;
  if (!advisories) return [...lines, "No database of advisories was asked: vulnerabilities are unproven."];
  const told = `${words(advisories.by)}${advisories.date ? ` of ${words(advisories.date)}` : ""}`;
  lines.push(`${told}${advisories.fixture ? ", **a fixture database, not a proof**" : ""}`, "");
  const counts = advisories.vulnerabilities.filter(({ standing }) => standing === "counted" || standing === "unfixed");
  if (counts.length === 0) lines.push("Nothing that counts was found.");
  else
    lines.push(
      "| vulnerability | severity | package | fixed in |",
      "| --- | --- | --- | --- |",
      ...counts.slice(0, MOST_ROWS).map(row),
    );
  if (counts.length > MOST_ROWS) lines.push("", `and ${counts.length - MOST_ROWS} more`);
  for (const gap of advisories.gaps.slice(0, 3)) lines.push("", `⚠️ ${words(clip(gap, 200))}`);
  return lines;
}

function row(one: ReportedVulnerability): string {
  const level = `${one.severity}${one.knownExploited ? ", exploited" : ""}`;
  const fix = one.fixedIn === null ? "no fix" : code(clip(one.fixedIn, 60), true);
  return `| ${code(clip(one.name, 60), true)} | ${level} | ${code(clip(`${one.package} ${one.version}`, 100), true)} | ${fix} |`;
}
