import { findRules, pageOf } from "../api.js";
import type { World } from "./world.js";

/** Prints the page of each rule that a name means. */
export function runExplain(name: string, world: World): number {
  const pages = findRules(name).map((rule) => pageOf(rule));
  world.stdout.write(pages.join("\n---\n\n"));
  return 0;
}
