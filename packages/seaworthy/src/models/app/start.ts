import { baseName } from "./candidates.js";
import type { AppInput } from "./input.js";
import { workspaceIndex } from "./workspace-index.js";

const MAX_SCRIPT = 100_000;
const SCRIPT = /\.(?:sh|bash)$|(?:entrypoint|start|run|boot)[\w.-]*$/i;

/**
 * The words of the start command and of the scripts that it names and the project holds, without their comments.
 * Words of a script come after those of the command; null when no command is known.
 */
export function startWords(input: AppInput): readonly string[] | null {
  if (!input.start) return null;
  const words = [...input.start];
  for (const word of input.start.slice(0, 50)) {
    // The name is the end of the word.
    if (!SCRIPT.test(word)) continue;
    const name = word.replace(/^\.\//, "").replace(/^\/(?:[\w-]+\/)*(?=[^/]+$)/, "");
    if (!SCRIPT.test(name) || /\.(?:py|[cm]?[jt]s|rb|jar)$/.test(name)) continue;
    const isIt = (one: string): boolean => one === name || one.endsWith(`/${name}`);
    const base = baseName(name);
    const path = workspaceIndex(input.files).named(base).find(isIt) ?? workspaceIndex(input.workspace).named(base).find(isIt);
    const text = path ? input.read(path) : null;
    if (text === null || text.length > MAX_SCRIPT || !/^#!|\bexec\b|\n/.test(text)) continue;
    for (const line of text.split(/\r?\n/)) {
      if (!/^\s*#/.test(line))
        words.push(
          ...line
            .trim()
            .split(/[\s;&|"'()]+/)
            .filter((part) => part !== ""),
        );
    }
  }
  return words;
}
