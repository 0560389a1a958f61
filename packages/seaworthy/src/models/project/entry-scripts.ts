import type { Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import { handoverOf, readEntryScript } from "../shell/last-command.js";
import { offsetsFrom } from "../shell/offsets.js";
import { originOf } from "./copied-paths.js";
import type { Reader } from "./reader.js";
import type { EntryScript, ProjectFiles, Service } from "./service.js";
import type { ProjectSource } from "./source.js";

const MOST_SCRIPTS = 4;
const MOST_WORDS = 12;
/** Where a bare name is looked for, as PATH has it in nearly every image. */
const PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
const SHELLS = /^(?:sh|bash|ash|dash|zsh|ksh|tini|dumb-init|catatonit|su-exec|gosu|env|exec)$/;

/** Whether a tree may hold a script at all: that of a Dockerfile and nothing else, of which there are thousands, does not. */
export function mayHoldScripts({ tracked, untracked, ignored }: ProjectSource, reader: Reader): boolean {
  const [only] = tracked;
  if (only === undefined || tracked.length + untracked.length + ignored.length > 1) return true;
  const text = reader.glance(only);
  return text !== null && isShellScript(only, text);
}

/**
 * The scripts of the project that start commands name: words that are paths, arguments of a shell or of an init, and bare names on
 * the PATH, each followed back to the file that a COPY brought there. `commands` are lists of words, entrypoints first.
 */
export function entryScripts(
  stage: Stage,
  commands: readonly (readonly string[])[],
  context: string,
  files: ProjectFiles,
  reader: Reader,
): readonly EntryScript[] {
  const found = new Map<string, EntryScript>();
  const workdir = stage.facts.workdir.value.includes("$") ? null : stage.facts.workdir.value;
  for (const words of commands) {
    for (const word of candidateWords(words)) {
      for (const path of imagePaths(word, workdir)) {
        const origin = originOf(stage, path, context, files);
        if (origin === null || found.has(origin)) continue;
        const script = readScript(origin, reader);
        if (script) found.set(origin, script);
        break;
      }
      if (found.size >= MOST_SCRIPTS) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** The script that a word of a service's start command names, if it is one of the project's; `word` stands where a program is run. */
export function entryScriptOf(service: Service, word: string): EntryScript | null {
  const { stage, context, entryScripts } = service;
  if (!stage || !context || entryScripts.length === 0) return null;
  const workdir = stage.facts.workdir.value.includes("$") ? null : stage.facts.workdir.value;
  for (const path of imagePaths(word, workdir)) {
    const origin = originOf(stage, path, context.root, service.project.files);
    const script = origin === null ? undefined : entryScripts.find((one) => one.path === origin);
    if (script) return script;
  }
  return null;
}

/** The words of the command that a script ends in, as far as they are known; none where it hands over to its arguments alone. */
export function handedOver({ text }: EntryScript): readonly string[] {
  const words = handoverOf(text.replace(/^\uFEFF/, " "), offsetsFrom(0)).command?.words ?? [];
  return words.flatMap(({ value }) => (value === null ? [] : [value]));
}

function readScript(path: string, reader: Reader): EntryScript | null {
  const text = reader.glance(path);
  if (text === null || !isShellScript(path, text)) return null;
  reader.keep(path, text);
  return readEntryScript(path, text);
}

function isShellScript(path: string, text: string): boolean {
  const shebang = /^\uFEFF?#!([^\n]*)/.exec(text)?.[1];
  return shebang === undefined ? /\.(?:sh|bash)$/.test(path) : /\b(?:sh|bash|dash|ash|zsh|ksh)\b/.test(shebang);
}

/** The words that could be scripts: the program, and what follows it while it is a shell, an init or an option. */
function candidateWords(words: readonly string[]): readonly string[] {
  const candidates: string[] = [];
  for (const word of words.slice(0, MOST_WORDS)) {
    if (word.startsWith("-")) {
      if (word === "-c") break;
      continue;
    }
    const name = word.slice(word.lastIndexOf("/") + 1);
    if (SHELLS.test(name)) continue;
    candidates.push(word);
    if (!word.endsWith(".sh") && candidates.length > 2) break;
  }
  return candidates;
}

function imagePaths(word: string, workdir: string | null): readonly string[] {
  if (word.includes("$")) return [];
  if (word.startsWith("/")) return [cleanPath(word)];
  const here = workdir === null ? [] : [cleanPath(`${workdir}/${word}`)];
  return word.includes("/") ? here : [...here, ...PATH.map((folder) => `${folder}/${word}`)];
}
