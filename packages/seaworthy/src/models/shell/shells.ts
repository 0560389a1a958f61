import type { ShellWord } from "./script.js";

const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "ksh", "zsh", "mksh"]);

/** How a shell was called: where its script stands among the words, and what its options set. */
export interface ShellCall {
  /** The index of the word after -c; null when there is no -c. */
  readonly script: number | null;
  /** It reads its script from standard input: no -c, no file, or -s. */
  readonly stdin: boolean;
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

export function isShell(name: string | null): boolean {
  return name !== null && SHELLS.has(name);
}

/** Reads the words of `sh …`, `bash …`, `su … -c …`, `runuser … -c …`; null for any other program. */
export function shellCall(name: string | null, words: readonly ShellWord[]): ShellCall | null {
  if (name === "su" || name === "runuser") return switchedShell(words);
  if (!isShell(name)) return null;
  let errexit = false;
  let pipefail = false;
  let command = false;
  let stdin = false;
  let index = 1;
  for (; index < words.length; index += 1) {
    const shown = words[index]?.value ?? words[index]?.text ?? "";
    if (shown === "--" || shown === "-") {
      index += 1;
      break;
    }
    if (shown.startsWith("--")) {
      if (shown === "--rcfile" || shown === "--init-file") index += 1;
      continue;
    }
    if (!/^[-+]./.test(shown)) break;
    const set = shown.startsWith("-");
    if (set && shown.includes("c")) command = true;
    if (set && shown.includes("e")) errexit = true;
    if (set && shown.includes("s")) stdin = true;
    if (/[oO]/.test(shown)) {
      index += 1;
      const option = words[index]?.value;
      if (set && option === "pipefail") pipefail = true;
      if (set && option === "errexit") errexit = true;
    }
  }
  const rest = index < words.length;
  return { script: command && rest ? index : null, stdin: !command && (stdin || !rest), errexit, pipefail };
}

function switchedShell(words: readonly ShellWord[]): ShellCall | null {
  for (let index = 1; index < words.length - 1; index += 1) {
    const value = words[index]?.value;
    if (value === "--command" || (value !== undefined && value !== null && /^-[a-z]*c$/.test(value))) {
      return { script: index + 1, stdin: false, errexit: false, pipefail: false };
    }
  }
  return null;
}

/** What `set …` switches on: [errexit, pipefail]. */
export function setOptions(words: readonly ShellWord[]): readonly [errexit: boolean, pipefail: boolean] {
  let errexit = false;
  let pipefail = false;
  for (let index = 1; index < words.length; index += 1) {
    const value = words[index]?.value ?? "";
    if (value === "--" || !/^[-+]/.test(value)) break;
    if (!value.startsWith("-")) {
      if (value.includes("o")) index += 1;
      continue;
    }
    if (value.includes("e")) errexit = true;
    if (value.includes("o")) {
      index += 1;
      const option = words[index]?.value;
      if (option === "pipefail") pipefail = true;
      if (option === "errexit") errexit = true;
    }
  }
  return [errexit, pipefail];
}
