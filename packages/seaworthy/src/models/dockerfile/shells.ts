import { basename } from "./paths.js";

/** What a SHELL (or the first words of an exec form) says about the script after it. */
export interface ShellKind {
  /** The shell's own name, `busybox` for busybox's. */
  readonly program: string;
  readonly errexit: boolean;
  readonly pipefail: boolean;
  /** The index of the word that holds the script: the one after `-c`. */
  readonly script: number;
}

const POSIX = new Set(["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"]);

/** What nearly every image has. */
const DEFAULT: ShellKind = Object.freeze({ program: "sh", errexit: false, pipefail: false, script: 2 });

/** Reads the words of a SHELL instruction or of an exec form; null unless they call a POSIX shell with -c. */
export function posixShell(words: readonly string[]): ShellKind | null {
  if (words.length === 2 && words[0] === "/bin/sh" && words[1] === "-c") return DEFAULT;
  let index = 0;
  if (basename(words[0] ?? "") === "env") index++;
  const isBusybox = basename(words[index] ?? "") === "busybox";
  if (isBusybox) index++;
  if (!isPosixShell(words[index] ?? "")) return null;
  const program = isBusybox ? "busybox" : basename(words[index] ?? "");
  let errexit = false;
  let pipefail = false;
  for (index++; index < words.length; index++) {
    const word = words[index] as string;
    if (!/^[-+]./.test(word)) return null;
    if (word.startsWith("--")) continue;
    const on = word.startsWith("-");
    if (on && word.includes("e")) errexit = true;
    if (/[oO]/.test(word)) {
      const option = words[++index];
      if (on && option === "pipefail") pipefail = true;
      if (on && option === "errexit") errexit = true;
    }
    if (on && word.includes("c")) return { program, errexit, pipefail, script: index + 1 };
  }
  return null;
}

/** True for the name or path of a shell that reads POSIX scripts. */
export function isPosixShell(program: string): boolean {
  return POSIX.has(basename(program));
}

/** The program that a `#!` line names, behind `env` and its options; null when there is no shebang. */
export function shebangProgram(text: string): string | null {
  if (!text.startsWith("#!")) return null;
  const end = text.indexOf("\n");
  const words = text
    .slice(2, end < 0 ? text.length : end)
    .trim()
    .split(/\s+/);
  if (basename(words[0] ?? "") !== "env") return basename(words[0] ?? "");
  return basename(words.slice(1).find((word) => !word.startsWith("-") && !word.includes("=")) ?? "");
}
