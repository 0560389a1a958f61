import type { Copied, Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import { shown } from "../shell/options.js";
import type { ShellWord } from "../shell/script.js";
import { appBuilds } from "./app-builds.js";
import { factsOfBase } from "./base-facts.js";
import { isWithin } from "./paths.js";

/** A COPY out of another stage that takes a whole tree. */
export interface CopiedTree {
  readonly copy: Copied;
  readonly word: ShellRange;
  /**
   * `root`: the whole file system. `prefix`: the folder that holds the whole runtime of the stage's base. `workshop`: the folder in
   * which the stage builds the app, its sources included.
   */
  readonly kind: "root" | "prefix" | "workshop";
  readonly stage: Stage;
}
interface ShellRange {
  readonly text: string;
  readonly range: readonly [number, number];
}

/** Folders that hold a program's code. */
const CODE_SOURCE = /(?:^|\/)(?:src|source|sources|app|lib|cmd|internal|pkg|server|client)$/;
const LANGUAGES = /^(node|go|rust|jvm|dotnet|native)$/;

/** No honest stage copies more often; a hostile one must not cost more. */
const MAX_COPIES = 200;

/** The trees that a stage's lineage takes whole out of other stages, where a build happened in them. */
export function copiedTrees(stage: Stage): readonly CopiedTree[] {
  const asked = new Map<string, boolean>();
  const workshop = (from: Stage, path: string): boolean => {
    const key = `${from.index} ${path}`;
    const known = asked.get(key) ?? isWorkshop(from, path);
    asked.set(key, known);
    return known;
  };
  return stage.facts.copies.slice(0, MAX_COPIES).flatMap((copy) => {
    if (copy.from.kind !== "stage") return [];
    const from = copy.from.stage;
    return copy.sources.flatMap((source, index): CopiedTree[] => {
      const word = copy.instruction.sources[index];
      if (!word || source.includes("$")) return [];
      const path = cleanPath(`/${source.replace(/\/\*{1,2}$/, "")}`) || "/";
      if (path === "/" || source === "/*") {
        // From scratch it was put together for this; to scratch it is a way to make one layer of many.
        const made = from.base.kind === "scratch" || stage.base.kind === "scratch";
        // An image that is only named may be made for being copied whole, as cross-compilation kits are.
        const named = from.facts.runs.length === 0 && from.facts.copies.length === 0;
        return made || named ? [] : [{ copy, word, kind: "root", stage: from }];
      }
      if (/^\/usr(\/local)?$/.test(path) && livesInPrefix(from)) return [{ copy, word, kind: "prefix", stage: from }];
      return workshop(from, path) ? [{ copy, word, kind: "workshop", stage: from }] : [];
    });
  });
}

/** The official images of these languages put the runtime itself below /usr/local; elsewhere that is where a build installs its result. */
function livesInPrefix(stage: Stage): boolean {
  const facts = stage.facts.runs.length > 0 ? factsOfBase(stage) : null;
  return facts !== null && /^(node|python|ruby|php|go|rust)$/.test(facts.language ?? "") && !/distroless/.test(facts.name);
}

/** Whether a folder of a stage holds the sources that the stage builds there, and nothing takes them away. */
function isWorkshop(stage: Stage, path: string): boolean {
  const builds = appBuilds(stage).filter(
    ({ build, run }) => LANGUAGES.test(build.ecosystem) && (run.workdir === null || related(path, run.workdir)),
  );
  if (builds.length === 0) return false;
  const brought = stage.facts.copies.some(
    (copy) =>
      copy.destination !== null &&
      (copy.from.kind === "context" || copy.from.kind === "stage") &&
      isWithin(path, cleanPath(copy.destination)) &&
      copy.sources.some((source) => /^(\.|\.\/|\/|\*|\.\/\*)$/.test(source) || CODE_SOURCE.test(cleanPath(`/${source}`))),
  );
  if (!brought) return false;
  // Who removes sources or sorts the tree has thought about it: what is left is for the image to tell.
  return !stage.facts.runs.some(({ script }) =>
    script?.commands.some(
      ({ name, words }) =>
        (name === "rm" && words.slice(1).some(namesSources)) ||
        (name === "find" && words.some((word) => word.value === "-delete")),
    ),
  );
}

function related(path: string, workdir: string): boolean {
  const at = cleanPath(workdir);
  return isWithin(path, at) || isWithin(at, path);
}

function namesSources(word: ShellWord): boolean {
  const text = shown(word);
  // What lies below such a folder is a part of it: `packages/internal` leaves the other packages.
  return (
    !text.startsWith("-") && /(^|\/)(src|source|sources|\*|\{[^/]*src[^/]*\}|packages|frontend|client)(\/|\/\*{1,2})?$/.test(text)
  );
}
