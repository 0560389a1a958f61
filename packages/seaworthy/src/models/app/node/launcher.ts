import type { Program } from "../program.js";
import type { SourceFile } from "../source.js";

/** What a launcher takes of Node.js itself; a module of anybody else may bring the server along. */
const OF_THE_PLATFORM = /^(?:node:)?(?:child_process|fs|fs\/promises|os|path|process|timers|timers\/promises|url|util)$/;
const STARTS = /\b(?:spawn|fork|exec|execFile|spawnSync|execSync|execFileSync)\s*\(/;
/** A module that is loaded by a name which only the run knows. */
const LOADS = /\b(?:import|require)\s*\(\s*(?!["'])/;

/**
 * The file that is started, where all that it does is to start other programs: then a signal reaches it and not them. null where it may be the
 * server itself, or knows of SIGTERM and may pass it on.
 */
export function launcherOf({ entry, files, imports }: Program): SourceFile | null {
  const file = entry === null ? undefined : files.find(({ path }) => path === entry);
  if (!file || file.text.includes("SIGTERM") || !STARTS.test(file.code) || LOADS.test(file.code)) return null;
  const taken = imports.filter((fact) => fact.file === file).map(({ module }) => module);
  return taken.some((module) => /child_process$/.test(module)) && taken.every((module) => OF_THE_PLATFORM.test(module))
    ? file
    : null;
}
