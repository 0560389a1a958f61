import type { ComposeService } from "../compose/compose.js";
import { loadCompose } from "../compose/load.js";
import { withoutBase } from "./compose-alone.js";
import { type ComposeSet, composeSets, isAside, isComposeName } from "./compose-sets.js";
import { becauseOfName } from "./dockerfile-names.js";
import type { AssembleOptions } from "./options.js";
import { folderOf } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectFiles } from "./service.js";
import type { ProjectSource } from "./source.js";

/** A Compose service of a production set. */
export interface ProductionService {
  readonly service: ComposeService;
  readonly folder: string;
  /** Another service of the set waits until it has completed. */
  readonly waitedFor: boolean;
}

export interface ProductionCompose {
  readonly services: readonly ProductionService[];
  /** All files that the sets are made of, included and extended ones too. */
  readonly files: readonly string[];
  readonly notJudged: readonly { readonly file: string; readonly because: string }[];
}

const NO_COMPOSE: ProductionCompose = Object.freeze({ services: [], files: [], notJudged: [] });

const OF_CI = /(?:^|\/)\.?ci\//;

/** Loads the production sets of a project. A set whose base another set includes is a part of that and not loaded again. */
export function productionCompose(
  source: ProjectSource,
  files: ProjectFiles,
  reader: Reader,
  options: AssembleOptions,
): ProductionCompose {
  const notJudged: { file: string; because: string }[] = [];
  const listed = [...source.tracked, ...source.untracked].filter(
    (path) => /compose/.test(path) && path.indexOf("node_modules/") < 0,
  );
  if (listed.length === 0 && !options.composeFiles) return NO_COMPOSE;
  // A pipeline's folder may hold the only Compose file that there is.
  const elsewhere = listed.some((path) => isComposeName(path) && !OF_CI.test(path));
  const judged = listed.filter((path) => {
    const because =
      options.all || options.composeFiles?.includes(path)
        ? null
        : (becauseOfFolder(path, options) ?? (elsewhere && OF_CI.test(path) ? "belongs to tests" : null));
    if (because !== null && isComposeName(path)) notJudged.push({ file: path, because });
    return because === null;
  });
  const { sets, others } = composeSets(judged, options.composeFiles);
  notJudged.push(...others);
  const services: ProductionService[] = [];
  const taken = new Set<string>();
  for (const together of sets) {
    const set = options.composeFiles ? together : withoutBase(together, files, reader);
    for (const file of together.files)
      if (!set.files.includes(file))
        notJudged.push({ file, because: `is not part of the production set (${set.files.join(", ")})` });
    if (set.files[0] !== undefined && taken.has(set.files[0])) continue;
    const loaded = load(set, files, reader);
    for (const file of loaded.files) taken.add(file);
    for (const service of loaded.services) {
      if (isAside(service.profiles) && !options.all) {
        notJudged.push({
          file: service.place.file,
          because: `its service ${service.name} runs only with the profile ${service.profiles.join(", ")}`,
        });
        continue;
      }
      const waitedFor = loaded.services.some((other) =>
        other.dependsOn.some(({ name, condition }) => name === service.name && condition === "service_completed_successfully"),
      );
      services.push({ service, folder: set.folder, waitedFor });
    }
  }
  return {
    services,
    files: [...taken],
    notJudged: notJudged.filter(({ file, because }) => !taken.has(file) || because.startsWith("its ")),
  };
}

function load(set: ComposeSet, files: ProjectFiles, reader: Reader): ReturnType<typeof loadCompose> {
  const unusable: string[] = [];
  const read = (path: string): string | null => {
    // An .env that is not committed differs from one machine to the next: the same commit has to get the same verdict.
    if (/(?:^|\/)\.env[^/]*$/.test(path) && !files.tracked(path)) return null;
    const text = reader.text(path);
    if (text === null && reader.problems.some(({ place }) => place.file === path)) unusable.push(`${path} is not there`);
    return text;
  };
  const loaded = loadCompose(set.files, read, { env: new Map() });
  for (const problem of loaded.problems) {
    // What is there and cannot be read has its own problem.
    if (problem.kind === "missing" && unusable.some((words) => problem.message.endsWith(words))) continue;
    reader.report(problem);
  }
  return loaded;
}

function becauseOfFolder(path: string, options: AssembleOptions): string | null {
  const named = options.named?.find((one) => path.startsWith(`${one}/`));
  const below = named === undefined ? path : path.slice(named.length + 1);
  return folderOf(below) === "." ? null : becauseOfName(`${folderOf(below)}/Dockerfile`);
}
