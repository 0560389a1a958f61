import type { ShellWord } from "./script.js";

/** How a program that runs another one reads what stands before it. */
interface PrefixSyntax {
  /** Options that take the next word as their value. */
  readonly valued?: readonly string[];
  /** How many operands it takes before the command. */
  readonly operands?: number;
  /** Takes `NAME=value` before the command. */
  readonly assigns?: true;
  /** It is another command altogether when one of these is among its options. */
  readonly never?: readonly string[];
  /** It is a prefix only when one of these is among its options. */
  readonly only?: readonly string[];
  /** It is a prefix only of these programs, also as `name@version`. */
  readonly programs?: readonly string[];
}

const XARGS = [
  "-a",
  "-d",
  "-E",
  "-I",
  "-L",
  "-n",
  "-P",
  "-s",
  "--arg-file",
  "--delimiter",
  "--max-args",
  "--max-procs",
  "--replace",
];
const SUDO = [
  "-u",
  "-g",
  "-C",
  "-D",
  "-h",
  "-p",
  "-R",
  "-r",
  "-T",
  "-t",
  "-U",
  "--user",
  "--group",
  "--chdir",
  "--host",
  "--prompt",
];
const SETPRIV = [
  "--reuid",
  "--ruid",
  "--euid",
  "--regid",
  "--rgid",
  "--egid",
  "--groups",
  "--inh-caps",
  "--ambient-caps",
  "--bounding-set",
  "--securebits",
  "--pdeathsig",
];

const PREFIXES: ReadonlyMap<string, PrefixSyntax> = new Map<string, PrefixSyntax>([
  ["sudo", { valued: SUDO, assigns: true, never: ["-l", "-v", "-k", "-K"] }],
  ["doas", { valued: ["-u", "-C"] }],
  ["env", { valued: ["-u", "-C", "--unset", "--chdir"], assigns: true, never: ["-S", "--split-string"] }],
  ["exec", { valued: ["-a"] }],
  ["time", { valued: ["-f", "-o", "--format", "--output"] }],
  ["nohup", {}],
  ["command", { never: ["-v", "-V"] }],
  ["builtin", {}],
  ["nice", { valued: ["-n", "--adjustment"] }],
  ["ionice", { valued: ["-c", "-n", "--class", "--classdata"] }],
  ["xargs", { valued: XARGS }],
  ["timeout", { valued: ["-k", "-s", "--kill-after", "--signal"], operands: 1 }],
  ["stdbuf", { valued: ["-i", "-o", "-e", "--input", "--output", "--error"] }],
  ["setsid", {}],
  ["fakeroot", {}],
  ["eatmydata", {}],
  ["linux32", {}],
  ["busybox", { never: ["--install", "--list"] }],
  ["tini", { valued: ["-p", "-e"] }],
  ["tini-static", { valued: ["-p", "-e"] }],
  ["dumb-init", { valued: ["-r", "--rewrite"] }],
  ["catatonit", {}],
  ["gosu", { operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["setuidgid", { operands: 1 }],
  ["s6-setuidgid", { operands: 1 }],
  ["chpst", { valued: ["-u", "-U", "-b", "-e", "-/", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c", "-r", "-t"] }],
  ["setpriv", { valued: SETPRIV }],
  ["runuser", { valued: ["-u", "-g", "-G", "--user", "--group", "--supp-group"], only: ["-u", "--user"] }],
  ["chroot", { valued: ["--userspec", "--groups"], operands: 1 }],
  ["xvfb-run", { valued: ["-n", "-s", "-e", "-f", "-p", "-w", "--server-num", "--server-args"] }],
  ["corepack", { programs: ["yarn", "pnpm", "npm"] }],
]);

/** How many words stand before the program that does the work, the names of what they call, and what they assign. */
export interface Peeled {
  readonly count: number;
  readonly prefixes: readonly string[];
  readonly assignments: readonly ShellWord[];
}

/** The last part of the path of a program, also of `$VENV/bin/pip`; null when it is not known. */
export function programName(word: ShellWord | undefined): string | null {
  if (word === undefined) return null;
  const { value } = word;
  if (value !== null) return (value.includes("/") ? value.slice(value.lastIndexOf("/") + 1) : value) || null;
  return /\/([\w.+-]+)["']?$/.exec(word.text)?.[1] ?? null;
}

/** Whether a program may run the words behind it. */
export function isPrefix(program: string): boolean {
  return PREFIXES.has(program);
}

const NOT_PEELED: Peeled = Object.freeze({ count: 0, prefixes: Object.freeze([]), assignments: Object.freeze([]) });

/**
 * Peels sudo, env, exec and their like, as long as a command is left.
 * @param first the program that the first word names
 */
export function peel(words: readonly ShellWord[], first = programName(words[0])): Peeled {
  if (first === null || !PREFIXES.has(first)) return NOT_PEELED;
  const prefixes: string[] = [];
  const assignments: ShellWord[] = [];
  let count = 0;
  for (;;) {
    const name = programName(words[count]);
    const syntax = name === null ? undefined : PREFIXES.get(name);
    if (name === null || syntax === undefined) break;
    const assigned: ShellWord[] = [];
    const next = skipPrefix(words, count + 1, syntax, assigned);
    if (next === null || next >= words.length) break;
    prefixes.push(name);
    assignments.push(...assigned);
    count = next;
  }
  return { count, prefixes, assignments };
}

/** The index of the first word of the command behind a prefix; null when it is none. */
function skipPrefix(words: readonly ShellWord[], from: number, syntax: PrefixSyntax, assigned: ShellWord[]): number | null {
  let index = from;
  let allowed = syntax.only === undefined;
  for (; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const shown = word.value ?? word.text;
    if (shown === "--") {
      index += 1;
      break;
    }
    if (syntax.assigns && /^[A-Za-z_]\w*=/.test(shown)) {
      assigned.push(word);
      continue;
    }
    if (!shown.startsWith("-") || shown === "-") break;
    if (syntax.never?.includes(shown)) return null;
    if (syntax.only?.some((name) => shown === name || shown.startsWith(`${name}=`))) allowed = true;
    if (takesNext(shown, syntax.valued ?? [])) index += 1;
  }
  while (syntax.assigns && index < words.length) {
    const word = words[index];
    if (word === undefined || !/^[A-Za-z_]\w*=/.test(word.value ?? word.text)) break;
    assigned.push(word);
    index += 1;
  }
  index += syntax.operands ?? 0;
  if (!allowed) return null;
  if (syntax.programs !== undefined) {
    const program = (programName(words[index]) ?? "").replace(/@.*$/, "");
    if (!syntax.programs.includes(program)) return null;
  }
  return index;
}

function takesNext(option: string, valued: readonly string[]): boolean {
  if (valued.includes(option)) return true;
  if (option.startsWith("--")) return false;
  // In a cluster such as -Eu only the last letter can take the next word.
  for (let index = 1; index < option.length; index += 1) {
    if (valued.includes(`-${option[index]}`)) return index === option.length - 1;
  }
  return false;
}
