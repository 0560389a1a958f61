import type { Language } from "./app.js";
import type { SourceFile } from "./source.js";

const JVM_MAIN = /\bstatic\s+(?:final\s+)?void\s+main\s*\(|^(?:suspend\s+)?fun\s+main\s*\(/m;
const GO_MAIN = /^func\s+main\s*\(\s*\)/m;
const SPRING_START = /\bSpringApplication\s*\.\s*run\s*\(|\bnew\s+SpringApplicationBuilder\s*\(/;

/** The source file that holds the program's main function, where the language has one and one file alone can be meant. */
export function mainOf(files: readonly SourceFile[], language: Language): string | null {
  const mains = mainsOf(files, language);
  if (language !== "java") return only(mains);
  return [/@SpringBootApplication\b/, SPRING_START].reduce<string | null>(
    (found, mark) => found ?? only(mains.filter((file) => mark.test(file.code))),
    only(mains),
  );
}

export function mainsOf(files: readonly SourceFile[], language: Language): readonly SourceFile[] {
  return files.filter((file) => holdsMain(file, language));
}

function only(files: readonly SourceFile[]): string | null {
  return files.length === 1 ? (files[0]?.path ?? null) : null;
}

function holdsMain(file: SourceFile, language: Language): boolean {
  if (language === "java") return JVM_MAIN.test(file.code);
  if (language === "go") return /^package\s+main\b/m.test(file.code) && GO_MAIN.test(file.code);
  return language === "python" && /(?:^|\/)__main__\.py$/.test(file.path);
}
