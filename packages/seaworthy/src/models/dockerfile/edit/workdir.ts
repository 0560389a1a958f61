import { baseFacts, familiarName } from "../../../knowledge/bases.js";
import type { Instruction } from "../ast.js";
import type { Stage } from "../dockerfile.js";
import { unquoted } from "../unquoted.js";

/** The folder in force above an instruction of a stage; null where the base image or a variable decides. */
export function workdirBefore(stage: Stage, instruction: Instruction): string | null {
  let path = stage.parent ? knownPath(stage.parent.facts.workdir.value) : workdirOfBase(stage);
  for (const each of stage.instructions) {
    if (each === instruction) break;
    if (each.keyword !== "WORKDIR") continue;
    const written = unquoted(each.text).replace(/\/+$/, "") || "/";
    if (written.includes("$") || /(?:^|\/)\.\.?(?:\/|$)/.test(written)) path = null;
    else if (written.startsWith("/")) path = written;
    else if (path !== null) path = `${path === "/" ? "" : path}/${written}`;
  }
  return path;
}

function knownPath(path: string): string | null {
  return path.includes("$") ? null : path;
}

/** Official images that set no WORKDIR of their own; that of Go sets one. */
const AT_ROOT = /^(?:node|python|pypy|ruby|rust|openjdk|eclipse-temurin|amazoncorretto)$/;

/** Systems and some runtimes stand at the root; what other images set is not known. */
function workdirOfBase({ base }: Stage): string | null {
  if (base.kind === "scratch") return "/";
  const name = base.kind === "image" ? familiarName(base.reference.name) : "";
  if (AT_ROOT.test(name)) return "/";
  if (name === "golang") return "/go";
  return base.kind === "image" && baseFacts(base.reference)?.purpose === "os" ? "/" : null;
}
