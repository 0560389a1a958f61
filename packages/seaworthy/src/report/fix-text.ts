import type { ChangedFile, FixedFinding, FixReport, LeftFinding } from "../core/fix-report.js";
import { printable } from "../core/printable.js";
import { hunkLines } from "./fix-patch.js";
import type { Ink } from "./ink.js";
import { clip, placeText } from "./shown.js";

export interface FixTextOptions {
  readonly ink: Ink;
  readonly width: number;
  /** Show all that is left. */
  readonly verbose: boolean;
  /** What is advised and left is shown, too. */
  readonly advice: boolean;
  /** Texts that are credentials: they are masked. */
  readonly secrets: readonly string[];
}

const SHOWN_LEFT = 12;
/** Lines of a new file that is shown whole, and of a longer one. */
const LONGEST_NEW = 80;
const SHOWN_NEW = 12;

/** A block for each file: what is mended in it and why, then its diff; then what is left as it is, with the reason. */
export function renderFixText(fix: FixReport, options: FixTextOptions): string {
  const { ink } = options;
  const { files, fixed, written, report } = fix;
  const out: string[] = [headline(fix, ink), ""];
  const told = new Set<FixedFinding>();
  for (const file of files) {
    const own = fixed.filter((one) => !told.has(one) && one.files.includes(file.path));
    out.push(ink.bold(printable(file.path)) + (file.before === null ? ink.dim("  new") : ""));
    for (const one of own) {
      told.add(one);
      out.push(...fixLines(one, file, options));
    }
    out.push(...diffLines(file, options), "");
  }
  const { left } = fix;
  const shown = left.filter(({ weight }) => options.advice || weight === "required");
  if (shown.length > 0) {
    out.push(ink.bold("Left as it is"));
    const few = options.verbose ? shown : shown.slice(0, SHOWN_LEFT);
    for (const one of few) out.push(...leftLines(one, options));
    if (few.length < shown.length) out.push(ink.dim(`  and ${shown.length - few.length} more: --verbose`));
    out.push("");
  }
  const { met, unmet, unproven, notApplicable, waived } = report.summary.items;
  const verdicts = [
    `${met} met`,
    `${unmet} unmet`,
    `${unproven} unproven`,
    `${notApplicable} not applicable`,
    ...(waived > 0 ? [`${waived} waived`] : []),
  ].join(" · ");
  const next = written || files.length === 0 ? "" : "  ·  --write changes the files";
  out.push(`${written ? "Now" : "Then"}: ${verdicts}${next}`);
  return `${out.join("\n")}\n`;
}

function headline({ files, fixed, written, report }: FixReport, ink: Ink): string {
  const what = `${count(fixed.length, "fix", "fixes")} in ${count(files.length, "file", "files")}`;
  const said = files.length === 0 ? "nothing to change" : written ? `${what} written` : `${what} proposed`;
  return `${ink.bold("seaworthy fix")} · ${printable(report.root)} · ${said}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function fixLines(one: FixedFinding, file: ChangedFile, { ink, width }: FixTextOptions): readonly string[] {
  const safety = one.safety === "safe" ? ink.green("safe") : ink.yellow("review");
  const others = one.files.filter((path) => path !== file.path);
  const also = others.length > 0 ? ink.dim(`, with ${others.map(printable).join(", ")}`) : "";
  return [
    `  ${ink.green("+")} ${printable(one.title)}  ${ink.dim(one.rule)} · ${safety}${also}`,
    `    ${ink.dim(clip(`why: ${one.why}`, Math.max(40, width - 4)))}`,
  ];
}

function diffLines(file: ChangedFile, { ink, secrets, verbose }: FixTextOptions): readonly string[] {
  const all = hunkLines(file);
  // Nobody reads a lockfile.
  const few = file.before === null && !verbose && all.length > LONGEST_NEW;
  const lines = (few ? all.slice(0, SHOWN_NEW) : all).map((line) => {
    let shown = line.replace(/\r$/, "").replace("\ufeff", "");
    for (const secret of secrets) shown = shown.replaceAll(secret, "********");
    shown = printable(shown.replaceAll("\t", "    "));
    if (line.startsWith("@@")) return ink.cyan(shown);
    if (line.startsWith("+")) return ink.green(shown);
    if (line.startsWith("-")) return ink.red(shown);
    return shown;
  });
  return few ? [...lines, ink.dim(`  and ${all.length - SHOWN_NEW} more lines: --verbose`)] : lines;
}

function leftLines({ rule, message, place, services, because }: LeftFinding, { ink, width }: FixTextOptions): readonly string[] {
  const who = services.length > 1 ? ` (${count(services.length, "service", "services")})` : "";
  return [
    `  ${ink.red("✗")} ${clip(message, Math.max(40, width - 4))}`,
    `    ${ink.dim(`${rule}  ${placeText(place)}${who}`)}`,
    `    ${clip(because, Math.max(60, width * 2))}`,
  ];
}
