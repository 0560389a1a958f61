import { factsOfBase } from "./base-facts.js";
import { isOfBase, isRunJava } from "./base-scripts.js";
import { entryScriptOf } from "./entry-scripts.js";
import type { EntryScript, Service } from "./service.js";

/** What a start is followed on: the project that builds an image, or the built image itself. */
export interface StartGround {
  /** The script that a word names as a program, where its text is known. */
  script(word: string): EntryScript | null;
  /** What a script of a known base image starts, its words given; null when they name none. `first`: they are its own ENTRYPOINT's. */
  baseScript(words: readonly string[], first: boolean): readonly string[] | null;
  /** Whether a word names a script whose text is not known. */
  isLostScript(word: string): boolean;
  /** The text of a script of the package manager's manifest. */
  manifestScript(name: string): string | null;
  /** The family of the operating system by whose \`sh\` texts are run; null when it is not known. */
  readonly family: string | null;
}

/** The ground of a service's sources. */
export function groundOf(service: Service): StartGround {
  const { stage } = service;
  const facts = stage ? factsOfBase(stage) : null;
  return {
    script: (word) => entryScriptOf(service, word),
    baseScript(words, first) {
      const [written = ""] = words;
      if (stage === null || !isScriptByName(written)) return null;
      if (isRunJava(stage, written)) return ["java", ...words.slice(1)];
      if (!isOfBase(stage, facts?.entrypoint ?? [], written)) return null;
      return afterBaseScript(facts?.language ?? null, words.slice(1), first);
    },
    isLostScript: isScriptByName,
    manifestScript(name) {
      for (const { kind, scripts } of service.app?.manifests ?? []) {
        if (kind === "package.json" && scripts.has(name)) return scripts.get(name) ?? null;
      }
      return null;
    },
    family: facts?.os?.family ?? null,
  };
}

/** Whether a word looks like a script that starts a container. */
export function isScriptByName(word: string): boolean {
  const small = word.toLowerCase();
  if (small.endsWith(".sh") || small.endsWith(".bash") || word === "/usr/local/s2i/run") return true;
  return small.includes("entrypoint") && /(?:^|[/_.-])(?:docker-)?entrypoint$|docker-(?:php-)?entrypoint|_entrypoint/.test(small);
}

/** The entrypoints of language images put their program in front of options and of files. */
function afterBaseScript(language: string | null, rest: readonly string[], first: boolean): readonly string[] {
  const [word = ""] = rest;
  const program = language === "node" ? "node" : language === "php" ? "php" : null;
  return first && program && word.startsWith("-") ? [program, ...rest] : rest;
}
