import type { Install, LeftoverCache } from "./install.js";
import type { CacheFacts } from "./managers/cache-facts.js";
import type { Call } from "./managers/call.js";
import { LANGUAGE_CACHES } from "./managers/language-caches.js";
import { SYSTEM_CACHES } from "./managers/system-caches.js";
import { type Removal, removalsOf, removes, segmentsOf } from "./removals.js";
import type { Command, Script } from "./script.js";

/** What is known about the layer that a script makes. */
export interface LayerOptions {
  /** Targets of cache and tmpfs mounts: what is written there is not in the layer. */
  readonly cacheTargets: readonly string[];
  /** The environment before the script. */
  readonly env: Call["env"];
}

const CACHES: readonly CacheFacts[] = [...SYSTEM_CACHES, ...LANGUAGE_CACHES];
/** By program, where in the list its caches stand. */
const BY_PROGRAM = new Map<string, number[]>();
for (const [index, { programs }] of CACHES.entries()) {
  for (const program of programs) {
    const known = BY_PROGRAM.get(program);
    if (known) known.push(index);
    else BY_PROGRAM.set(program, [index]);
  }
}
const NO_LEFTOVERS: readonly LeftoverCache[] = Object.freeze([]);

/** No honest script removes or installs more often; a hostile one must not cost more. */
const MAX_REMOVALS = 500;
const MAX_FILLS = 100;

/**
 * The package caches that stay in the layer after a script, each once: those that a command fills and that no later command
 * empties, no option or variable keeps away and no mount catches. `calls` and `installs` are the script's own. Whether the stage ships is for the caller to know.
 */
export function leftoverCaches(
  script: Script,
  calls: readonly Call[],
  installs: readonly Install[],
  options: LayerOptions,
): readonly LeftoverCache[] {
  const filled = filledBy(calls);
  if (filled.length === 0) return NO_LEFTOVERS;
  const { commands } = script;
  const position = (command: Command) => Math.max(commands.indexOf(command), 0);
  const removals: { readonly removal: Removal; readonly at: number }[] = [];
  for (let index = 0; index < commands.length; index++) {
    const command = commands[index] as Command;
    for (const removal of removalsOf(command, options.env)) removals.push({ removal, at: lasting(command, index) });
  }
  if (removals.length > MAX_REMOVALS) removals.splice(0, removals.length - MAX_REMOVALS);
  const mounts = options.cacheTargets.map(segmentsOf).filter((mount) => mount.length > 0);
  const found: LeftoverCache[] = [];
  for (const { facts, fills } of filled) {
    let cleaned = -1;
    for (const call of calls) {
      if ((facts.programs.includes(call.program) || isRelated(facts, call)) && facts.cleans(call))
        cleaned = Math.max(cleaned, lasting(call.command, position(call.command)));
    }
    const left = fills.slice(-MAX_FILLS).find((call) => {
      const at = position(call.command);
      if (cleaned > at) return false;
      const places = [facts.path(call), ...facts.also].map(segmentsOf);
      if (mounts.some((mount) => places.some((place) => catches(mount, place)))) return false;
      return !removals.some((each) => each.at > at && empties(each.removal, places, facts));
    });
    if (left === undefined) continue;
    found.push({
      manager: facts.manager,
      path: facts.path(left),
      command: left.command,
      install: installs.find(({ command }) => command === left.command) ?? null,
      remedy: facts.remedy,
    });
  }
  return found;
}

interface Filled {
  readonly facts: CacheFacts;
  readonly fills: readonly Call[];
}

/** The caches that any of the calls fill, in the order of the list, each with those calls. */
function filledBy(calls: readonly Call[]): readonly Filled[] {
  const fills = new Map<number, Call[]>();
  for (const call of calls) {
    const caches = BY_PROGRAM.get(call.program);
    if (caches === undefined) continue;
    for (const index of caches) {
      if (!CACHES[index]?.fills(call)) continue;
      const known = fills.get(index);
      if (known) known.push(call);
      else fills.set(index, [call]);
    }
  }
  if (fills.size === 0) return NO_FILLED;
  const filled = [...fills].sort(([a], [b]) => a - b);
  return filled.map(([index, fills]) => ({ facts: CACHES[index] as CacheFacts, fills }));
}

const NO_FILLED: readonly Filled[] = [];

/** Where a command counts: one in a function runs whenever that is called. */
function lasting(command: Command, index: number): number {
  return command.inside.includes("function") ? Number.POSITIVE_INFINITY : index;
}

/** yum is a name of dnf on newer systems: either cleans for the other. microdnf keeps its own. */
function isRelated({ manager }: CacheFacts, { program }: Call): boolean {
  return (manager === "yum" || manager === "dnf") && (program === "yum" || program === "dnf" || program === "dnf5");
}

/** A mount catches what is below it; one right inside catches most of it. */
function catches(mount: readonly string[], place: readonly string[]): boolean {
  if (place[0] === "**") return endsWith(mount, place.slice(1));
  const shared = Math.min(mount.length, place.length);
  return mount.slice(0, shared).every((segment, index) => segment === place[index]);
}

function empties(removal: Removal, places: readonly (readonly string[])[], facts: CacheFacts): boolean {
  if (facts.mentions?.test(removal.text)) return true;
  return places.some((place) => {
    if (place[0] !== "**") return removes(removal, place);
    const stars = removal.segments.findIndex((segment) => segment.includes("*"));
    const whole = stars < 0 ? removal.segments : removal.segments.slice(0, stars);
    return endsWith(whole, place.slice(1)) || endsWith(removal.segments, place.slice(1));
  });
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  const from = path.length - end.length;
  return from >= 0 && end.every((segment, index) => segment === path[from + index] || segment === "*");
}
