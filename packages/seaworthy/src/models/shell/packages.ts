import type { Install, NamedPackage } from "./install.js";
import { type InstallReader, programOf } from "./managers/call.js";
import { COMPILED_READERS } from "./managers/compiled.js";
import { HOSTED_READERS } from "./managers/hosted.js";
import { NODE_READERS } from "./managers/node.js";
import { PYTHON_READERS } from "./managers/python.js";
import { SYSTEM_READERS } from "./managers/system.js";
import type { Command, Script } from "./script.js";

export { leftoverCaches } from "./caches.js";
export type { Install, LanguageManager, LeftoverCache, Manager, NamedPackage, SystemManager } from "./install.js";

/** What is known about the place where a script runs. */
export interface InstallSurroundings {
  /** The environment before the script; null for a variable whose value is not known. */
  readonly env?: ReadonlyMap<string, string | null>;
  /** Commands that ran before in the same file system, such as `bundle config set deployment true`. */
  readonly earlier?: readonly Command[];
}

const READERS: ReadonlyMap<string, InstallReader> = new Map([
  ...SYSTEM_READERS,
  ...NODE_READERS,
  ...PYTHON_READERS,
  ...COMPILED_READERS,
  ...HOSTED_READERS,
]);

/** The installs of a script, in the order of its text. */
export function installsOf(script: Script, surroundings: InstallSurroundings = {}): readonly Install[] {
  const installs: Install[] = [];
  const exported = new Map<string, string | null>(surroundings.env ?? []);
  const before: Command[] = [...(surroundings.earlier ?? [])];
  for (const command of script.commands) {
    const called = programOf(command);
    const reader = called === null ? undefined : READERS.get(called.program.replace(/^pip[\d.]+$/, "pip"));
    if (called !== null && reader !== undefined) {
      const own = new Map(command.assignments.map(({ name, value }) => [name, value]));
      const env = (name: string) => (own.has(name) ? own.get(name) : exported.get(name));
      const install = reader({ command, program: called.program, words: called.words, env, before });
      if (install !== null) installs.push(install);
    }
    if (exports(command)) for (const { name, value } of command.assignments) exported.set(name, value);
    before.push(command);
  }
  return installs;
}

function exports(command: Command): boolean {
  return command.name === "export" || command.name === "declare" || command.name === "typeset";
}

/** Packages of an index or a repository that are asked for without a version that stays. */
export function unpinned(install: Install): readonly NamedPackage[] {
  return install.packages.filter(
    ({ source, version }) => (source === "index" || source === "git") && (version === null || /^(latest|next|\*)$/.test(version)),
  );
}
