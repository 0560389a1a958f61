import type { Range } from "../../core/place.js";
import type { Script } from "./script.js";

const SECRET = /\/run\/secrets\//;

/**
 * Files that a script fills with what is mounted below /run/secrets, by `>` or `cp`, and does not delete again. `range` is that of
 * the file's name. What a program makes of a secret that it reads by itself is not seen.
 */
export function writtenSecrets(script: Script): readonly { readonly target: string; readonly range: Range }[] {
  const carriers = new Set<string>();
  const found: { target: string; range: Range }[] = [];
  for (const command of script.commands) {
    const text = command.words.map((word) => word.text).join(" ");
    const carries = SECRET.test(text) || variablesIn(text).some((name) => carriers.has(name));
    for (const { name, range } of command.assignments) {
      const start = range[0] - script.range[0];
      const written = script.text.slice(Math.max(0, start), start + (range[1] - range[0]));
      if (/^\w{1,100}$/.test(name) && SECRET.test(written)) carriers.add(name);
    }
    if (!carries) continue;
    if (command.name === "cp" || command.name === "install") {
      const target = command.words.at(-1);
      if (target && command.words.length > 2) found.push({ target: target.value ?? target.text, range: target.range });
    }
    if (command.name !== "cat" && command.name !== "echo" && command.name !== "printf") continue;
    for (const { operator, target } of command.redirects) {
      if (target && (operator === ">" || operator === ">>"))
        found.push({ target: target.value ?? target.text, range: target.range });
    }
  }
  const removed = new Set(
    script.commands
      .filter(({ name }) => name === "rm" || name === "shred")
      .flatMap(({ words }) => words.slice(1).map((word) => base(word.value ?? word.text))),
  );
  return found.filter(({ target }) => !/^\/(?:dev|proc|run|tmp)\//.test(target) && !removed.has(base(target)));
}

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]{0,100})/g)].map((match) => match[1] ?? "");
}

function base(path: string): string {
  return path.replace(/\/+$/, "").slice(path.replace(/\/+$/, "").lastIndexOf("/") + 1);
}
