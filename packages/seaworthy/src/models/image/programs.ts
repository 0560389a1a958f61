import { cleanPath } from "../dockerignore/path-clean.js";
import type { ImageConfig } from "./config.js";
import type { FileEntry } from "./file-index.js";
import type { Image } from "./image.js";

/** What an engine sets where an image names no PATH. */
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The value of a variable of the image's configuration. */
export function variableOf(config: ImageConfig, name: string): string | null {
  const pair = config.env.findLast((one) => one.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

/** The paths at which a word may name a program: as it stands, below the working directory, or in each folder of PATH. */
export function pathsOf(config: ImageConfig, word: string): readonly string[] {
  if (word === "" || word.includes("\0")) return [];
  const here = config.workingDir || "/";
  if (word.startsWith("/")) return [cleanPath(word)];
  if (word.includes("/")) return [cleanPath(`${here}/${word}`)];
  const folders = (variableOf(config, "PATH") || DEFAULT_PATH).split(":").slice(0, 64);
  return folders.map((folder) => cleanPath(`${folder.startsWith("/") ? "" : `${here}/`}${folder}/${word}`));
}

/** A program of the image. */
export interface Program {
  /** The path by which it was found. */
  readonly path: string;
  /** What the path leads to, all links followed. */
  readonly entry: FileEntry;
}

/** The file that an engine would execute for a word; null when none of its paths leads to an executable file. */
export function programOf(image: Image, word: string): Program | null {
  for (const path of pathsOf(image.config, word)) {
    const entry = image.files.resolve(path);
    if (entry?.type === "file" && (entry.mode & 0o111) !== 0) return { path, entry };
  }
  return null;
}

/** The file that a word names, executable or not: a script that is given to a shell. */
export function fileOf(image: Image, word: string): Program | null {
  for (const path of pathsOf(image.config, word)) {
    const entry = image.files.resolve(path);
    if (entry?.type === "file") return { path, entry };
  }
  return null;
}

/** The program of a `#!` line, its path as it stands there; null for a file that has none. */
export function interpreterOf(text: string): string | null {
  if (!text.startsWith("#!")) return null;
  const [program = ""] = (/^#!([^\n]*)/.exec(text)?.[1] ?? "").trim().split(/\s+/);
  return program === "" ? null : program;
}

/** Scripts that the configuration may lead to by way of another one. */
export const SCRIPT_FILES: readonly string[] = ["**/*.sh", "**/*.bash", "**/*entrypoint*"];

const MOST_PATHS = 400;
const MOST_WORDS = 40;

/**
 * The paths whose contents tell how an image starts and how its health is asked: what ENTRYPOINT, CMD and HEALTHCHECK name, also
 * inside the text that they give to a shell. Known before any layer is read.
 */
export function startPaths(config: ImageConfig): readonly string[] {
  const paths = new Set<string>();
  const words = [...config.entrypoint, ...config.cmd, ...(config.healthcheck?.test.slice(1) ?? [])].flatMap((word) =>
    /\s/.test(word) ? word.slice(0, 4000).split(/[\s;|&()'"]+/) : [word],
  );
  for (const word of words.slice(0, MOST_WORDS)) {
    if (word === "" || word.startsWith("-") || word.includes("$") || word.length > 300) continue;
    for (const path of pathsOf(config, word)) if (paths.size < MOST_PATHS) paths.add(path);
  }
  return [...paths];
}
