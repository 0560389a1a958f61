import type { Project } from "../project/project.js";
import type { Handed } from "./handed.js";
import type { Outcome, Remark } from "./remark.js";
import { type ShellScript, shellScripts } from "./scripts.js";
import type { ShellChecks, ShellRemark, Unchecked } from "./shell-checks.js";

/** Asks for these texts to be checked, each once; or why nobody can be asked. */
export type ShellChecker = ((texts: readonly string[]) => Promise<Outcome>) | { readonly because: string };

/** Adds to what the project's services share what ShellCheck says of their scripts; it is asked only where there are any. */
export async function addShellChecks(project: Project, checker: ShellChecker): Promise<void> {
  if ("because" in checker) {
    project.facts.shellChecks = { because: checker.because, checked: 0, files: new Map() };
    return;
  }
  const scripts = shellScripts(project);
  const texts = [...new Set(scripts.flatMap(({ handed }) => handed?.text ?? []))];
  const outcome = texts.length > 0 ? await checker(texts) : NOTHING;
  project.facts.shellChecks = checksOf(scripts, new Map(texts.map((text, index) => [text, index])), outcome);
}

const NOTHING: Outcome = { remarks: new Map(), because: null };

function checksOf(
  scripts: readonly ShellScript[],
  indexes: ReadonlyMap<string, number>,
  { remarks, because }: Outcome,
): ShellChecks {
  const files = new Map<string, { checked: number; unchecked: Unchecked[]; remarks: ShellRemark[] }>();
  let checked = 0;
  for (const script of scripts) {
    const { file, range, handed } = script;
    const known = files.get(file) ?? { checked: 0, unchecked: [], remarks: [] };
    files.set(file, known);
    const said = handed && remarks.get(indexes.get(handed.text) ?? -1);
    if (handed && said) {
      checked++;
      known.checked++;
      known.remarks.push(...placed(script, handed, said, known.remarks));
    } else known.unchecked.push({ place: { file, range }, because: script.because ?? because ?? "it was not checked" });
  }
  return { because, checked, files };
}

/** As if ShellCheck had made these remarks and no others. */
export function addRemarks(project: Project, remarks: readonly ShellRemark[]): void {
  const scripts = shellScripts(project);
  const files = new Map(scripts.map(({ file }) => [file, { checked: 0, unchecked: [], remarks: [] as ShellRemark[] }]));
  for (const { file } of scripts) {
    const known = files.get(file);
    if (known) known.checked++;
  }
  for (const remark of remarks) files.get(remark.place.file)?.remarks.push(remark);
  project.facts.shellChecks = { because: null, checked: scripts.length, files };
}

/** Which files a script sources is not followed, and the shell is named in words of our own. */
const NOT_PASSED_ON: ReadonlySet<number> = new Set([1090, 1091, 2148, 2187]);
const UNASSIGNED = 2154;
/** One of these is told for each line, and each line has the same cause. */
const ONCE: ReadonlySet<number> = new Set([1017]);

function placed(
  { file, variables }: ShellScript,
  handed: Handed,
  said: readonly Remark[],
  known: readonly ShellRemark[],
): readonly ShellRemark[] {
  const found: ShellRemark[] = [];
  const seen = new Set(known.map(keyOf));
  const once = new Set<number>();
  for (const remark of said) {
    const { code, level, message } = remark;
    const range = NOT_PASSED_ON.has(code) ? null : handed.rangeOf(remark);
    if (!range || once.has(code)) continue;
    if (code === UNASSIGNED && variables.has(/^\w+/.exec(message)?.[0] ?? "")) continue;
    if (ONCE.has(code)) once.add(code);
    const one: ShellRemark = {
      code: `SC${code}`,
      level: level === "style" ? "info" : level,
      message,
      place: { file, range },
    };
    if (!seen.has(keyOf(one))) found.push(one);
    seen.add(keyOf(one));
  }
  return found;
}

function keyOf({ code, place }: ShellRemark): string {
  return `${code} ${place.range.join()}`;
}
