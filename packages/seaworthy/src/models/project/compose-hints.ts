import { loadCompose } from "../compose/load.js";
import type { BuildHint } from "./build-hints.js";
import { referenceOf } from "./builds.js";
import { isComposeName } from "./compose-sets.js";
import { isWellKnown } from "./match-image.js";
import type { Reader } from "./reader.js";
import type { ProjectFiles } from "./service.js";

const MOST_FILES = 40;

/**
 * The builds that Compose files besides the production set write down (`docker-compose.build.yml`, one for development): from which
 * folder a Dockerfile is built, and under which name. Their targets and tags are those of a developer and do not count.
 */
export function composeHints(
  paths: readonly string[],
  judged: ReadonlySet<string>,
  files: ProjectFiles,
  reader: Reader,
): readonly BuildHint[] {
  const others = paths.filter((path) => isComposeName(path) && !judged.has(path) && !/(?:^|\/)node_modules\//.test(path));
  const read = (path: string): string | null =>
    /(?:^|\/)\.env[^/]*$/.test(path) && !files.tracked(path) ? null : reader.glance(path);
  return others.slice(0, MOST_FILES).flatMap((path) =>
    /\bbuild\s*:/.test(reader.glance(path) ?? "")
      ? loadCompose([path], read, { env: new Map() }).services.flatMap(({ build, image }): readonly BuildHint[] => {
          if (!build?.context || !build.dockerfile) return [];
          const reference = referenceOf(image?.value);
          return [
            {
              dockerfile: build.dockerfile,
              context: build.context,
              target: null,
              references: [],
              loose: reference && !isWellKnown(reference) ? [{ ...reference, tag: null, digest: null }] : [],
            },
          ];
        })
      : [],
  );
}
