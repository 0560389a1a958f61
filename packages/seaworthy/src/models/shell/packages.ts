import type { Install, NamedPackage } from "./install.js";
import { type Call, callsOf, type InstallReader, type Surroundings } from "./managers/call.js";
import { COMPILED_READERS } from "./managers/compiled.js";
import { HOSTED_READERS } from "./managers/hosted.js";
import { NODE_READERS } from "./managers/node.js";
import { PYTHON_READERS } from "./managers/python.js";
import { SYSTEM_READERS } from "./managers/system.js";
import type { Script } from "./script.js";

export type { Install, LanguageManager, LeftoverCache, Manager, NamedPackage } from "./install.js";
export type { Surroundings } from "./managers/call.js";

const READERS: ReadonlyMap<string, InstallReader> = new Map([
  ...SYSTEM_READERS,
  ...NODE_READERS,
  ...PYTHON_READERS,
  ...COMPILED_READERS,
  ...HOSTED_READERS,
]);

/** The installs of a script, in the order of its text. */
export function installsOf(script: Script, surroundings: Surroundings = {}): readonly Install[] {
  return installsAmong(callsOf(script, surroundings));
}

/** The calls that install, in their order. */
export function installsAmong(calls: readonly Call[]): readonly Install[] {
  const installs: Install[] = [];
  for (const call of calls) {
    const install = READERS.get(call.program)?.(call);
    if (install) installs.push(install);
  }
  return installs;
}

/** Packages of an index or a repository that are asked for without a version that stays. */
export function unpinned(install: Install): readonly NamedPackage[] {
  // A constraints file pins for pip what the command line leaves open.
  if (install.flags.some((flag) => /^(-c|--constraints?)=/.test(flag)) && /^(pip|uv)$/.test(install.manager)) return [];
  return install.packages.filter(
    ({ source, version }) => (source === "index" || source === "git") && (version === null || /^(latest|next|\*)$/.test(version)),
  );
}
