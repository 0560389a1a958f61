import { printable } from "../core/printable.js";
import type { ReportedImage, ReportedLayer, ReportedVulnerability } from "../core/reported-image.js";
import type { Ink } from "./ink.js";
import { clip } from "./shown.js";
import { sizeText } from "./sizes.js";
import type { TextOptions } from "./text.js";

const SHOWN = 15;
const BAR = 12;

/** What was seen of the images, below their verdicts: advisories, layers, packages. */
export function imageLines(images: readonly ReportedImage[], options: TextOptions): readonly string[] {
  return images.flatMap((image) => [
    ...head(image, options),
    "",
    ...vulnerabilities(image, options),
    "",
    ...(image.layers.length > 0 ? [...layers(image, options), ""] : []),
    ...unread(image, options),
  ]);
}

function head(image: ReportedImage, { ink, width }: TextOptions): readonly string[] {
  const facts = [
    image.platform,
    image.os ?? "unknown system",
    image.layers.length > 0
      ? `${sizeText(image.size)} in ${image.layers.length === 1 ? "1 layer" : `${image.layers.length} layers`}`
      : null,
    image.created ? `built ${image.created.slice(0, 10)}` : null,
    image.base ? `base ${image.base.reference ?? image.base.digest ?? "?"} (by ${image.base.by})` : null,
  ].filter((fact) => fact !== null && fact !== "");
  const kinds = new Map<string, number>();
  for (const { kind } of image.packages) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${count} ${kind}`);
  const packages = image.packages.length === 0 ? "no packages" : `${image.packages.length} packages: ${counts.join(", ")}`;
  return [ink.bold(clip(`Image ${image.reference}`, width)), `  ${clip(facts.join(" · "), width - 2)}`, `  ${packages}`];
}

function vulnerabilities({ advisories }: ReportedImage, options: TextOptions): readonly string[] {
  const { ink, width, verbose } = options;
  if (!advisories) {
    return [
      ink.bold("Vulnerabilities"),
      ink.yellow("  ? no database of advisories was asked: `seaworthy db update` makes one, --database names one"),
    ];
  }
  const { by, date, fixture, gaps } = advisories;
  const told = `${by}${date ? ` of ${date}` : ""}${fixture ? ", a fixture database, not a proof" : ""}`;
  const lines = [`${ink.bold("Vulnerabilities")}  ${ink.dim(printable(told))}`, `  ${tally(advisories.vulnerabilities)}`];
  const of = (...standings: readonly string[]) => advisories.vulnerabilities.filter((one) => standings.includes(one.standing));
  const most = verbose ? Number.POSITIVE_INFINITY : SHOWN;
  lines.push(...table("", of("counted"), options, most));
  lines.push(...table("No fix is known", of("unfixed"), options, most));
  lines.push(...table("Of unknown severity", of("undecided"), options, most));
  const ignored = of("ignored");
  if (ignored.length > 0) lines.push(ink.dim(`  ${ignored.length} do not count, with a reason${verbose ? ":" : " (--verbose)"}`));
  if (verbose)
    for (const one of ignored)
      lines.push(ink.dim(clip(`    ${one.name} in ${one.package}: ${one.ignored?.reason} (${one.ignored?.by})`, width)));
  for (const gap of verbose ? gaps : gaps.slice(0, 5)) lines.push(ink.yellow(clip(`  ? ${gap}`, width)));
  if (!verbose && gaps.length > 5) lines.push(ink.yellow(`  ? and ${gaps.length - 5} more: --verbose`));
  return lines;
}

const LEVELS = ["critical", "high", "medium", "low", "negligible", "unknown"] as const;

function tally(all: readonly ReportedVulnerability[]): string {
  if (all.length === 0) return "none found";
  const parts = LEVELS.map((level) => [level, all.filter(({ severity }) => severity === level).length] as const);
  const exploited = all.filter(({ knownExploited }) => knownExploited).length;
  const counts = parts.filter(([, count]) => count > 0).map(([level, count]) => `${count} ${level}`);
  return `${counts.join(" · ")}${exploited > 0 ? ` · ${exploited} known to be exploited` : ""}`;
}

function table(
  title: string,
  rows: readonly ReportedVulnerability[],
  { ink, width }: TextOptions,
  most: number,
): readonly string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, most);
  const name = widest(shown.map((one) => one.name));
  const what = Math.min(44, widest(shown.map((one) => `${one.package} ${one.version}`)));
  const lines = shown.map((one) => {
    const fix = one.fixedIn === null ? "no fix" : `→ ${one.fixedIn}`;
    const more = [one.knownExploited ? "exploited" : "", one.origin === "base" ? "of the base" : ""].filter(Boolean).join(", ");
    const level = painted(one.severity, one.severity.padEnd(10), ink);
    const text = `${clip(one.name, name).padEnd(name)} ${level} ${clip(`${one.package} ${one.version}`, what).padEnd(what)} ${clip(fix, 30)}`;
    return `    ${text}${more ? `  ${ink.dim(clip(more, Math.max(12, width - name - what - 50)))}` : ""}`;
  });
  const rest = rows.length - shown.length;
  return [...(title ? [`  ${title}`] : []), ...lines, ...(rest > 0 ? [ink.dim(`    and ${rest} more: --verbose`)] : [])];
}

function widest(texts: readonly string[]): number {
  return Math.min(32, Math.max(...texts.map(({ length }) => length)));
}

function painted(severity: ReportedVulnerability["severity"], text: string, ink: Ink): string {
  if (severity === "critical" || severity === "high") return ink.red(text);
  return severity === "medium" || severity === "unknown" ? ink.yellow(text) : ink.dim(text);
}

/** A bar for each layer, as long as its share of the image; what later layers hide of it is hollow. */
function layers({ layers: all, reclaimable, wasted }: ReportedImage, { ink, width, verbose }: TextOptions): readonly string[] {
  const largest = Math.max(1, ...all.map(({ bytes }) => bytes));
  const lines = all.map((layer) => {
    const waste = layer.wasted > 0 ? `${sizeText(layer.wasted)} hidden` : "";
    const text = `${String(layer.index + 1).padStart(4)} ${bar(layer, largest)} ${sizeText(layer.bytes).padStart(9)}  ${waste.padEnd(16)}`;
    const from = layer.fromBase === true ? "base: " : "";
    return `${text} ${ink.dim(clip(`${from}${instruction(layer.createdBy)}`, Math.max(20, width - text.length - 1)))}`;
  });
  const title = `${ink.bold("Layers")}  ${ink.dim(`${sizeText(reclaimable)} could be saved: bytes that a later layer hides`)}`;
  const paths = (verbose ? wasted : wasted.slice(0, 3)).map((one) =>
    ink.dim(
      clip(
        `       ${sizeText(one.bytes).padStart(9)}  ${one.path}  layer ${one.layer + 1}, ${HOW[one.how]} by layer ${one.hiddenBy + 1}`,
        width,
      ),
    ),
  );
  return [reclaimable > 0 ? title : ink.bold("Layers"), ...lines, ...paths];
}

const HOW = { replaced: "replaced", metadata: "copied with another mode or owner", deleted: "deleted" } as const;

function bar({ bytes, wasted }: ReportedLayer, largest: number): string {
  const length = Math.round((bytes / largest) * BAR);
  const hollow = bytes > 0 ? Math.min(length, Math.round((Math.min(wasted, bytes) / bytes) * length)) : 0;
  return `${"█".repeat(length - hollow)}${"░".repeat(hollow)}`.padEnd(BAR);
}

/** A line of the history without what the builder wraps around an instruction. */
function instruction(createdBy: string | null): string {
  const text = (createdBy ?? "?").replace(/^\/bin\/sh -c #\(nop\)\s*/, "").replace(/\s+# buildkit$/, "");
  return text.replace(/^(?:RUN )?(?:\|\d+ .*? )?\/bin\/sh -c /s, "RUN ");
}

function unread(image: ReportedImage, { ink, width, verbose }: TextOptions): readonly string[] {
  if (image.unread.length === 0) return [];
  const shown = verbose ? image.unread : image.unread.slice(0, 5);
  const lines = shown.map(({ layer, path, because }) =>
    ink.yellow(clip(`  ? ${path ?? (layer === null ? "the image" : `layer ${layer + 1}`)}: ${because}`, width)),
  );
  const rest = image.unread.length - shown.length;
  return [ink.bold("Could not be read"), ...lines, ...(rest > 0 ? [ink.dim(`  and ${rest} more: --verbose`)] : []), ""];
}
