import { hinted } from "../../core/hinted.js";
import type { Reader } from "./reader.js";

const MOST_FILES = 200;
const LONGEST = 500_000;

/** Files that say what a pipeline, an update bot or a build script does. */
const ALWAYS = hinted(
  "workflows/ .github/ gitlab renovate action.y",
  () =>
    /^(?:\.(?:gitea|forgejo)\/workflows\/[^/]+\.ya?ml|\.github\/(?:workflows\/[^/]+\.ya?ml|actions\/(?:[^/]+\/)*action\.ya?ml|dependabot\.ya?ml|renovate\.json5?)|\.gitlab-ci\.ya?ml|\.gitlab\/(?:.*\.ya?ml|renovate\.json5?)|\.?renovate(?:rc)?(?:\.json5?)?|action\.ya?ml)$/,
);
/** CI systems whose files are only seen, not understood, and scripts that may run or build containers. */
const SEEN = hinted(
  "Jenkinsfile .circleci/ azure pipelines drone travis woodpecker buildkite appveyor cloudbuild buildspec cirrus teamcity tekton arthfile",
  () =>
    /^(?:Jenkinsfile(?:\.\w+)?|\.circleci\/config\.ya?ml|\.?azure-pipelines(?:[-.]\w+)?\.ya?ml|\.azure\/[^/]+\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.travis\.ya?ml|\.woodpecker(?:\.ya?ml|\/[^/]+\.ya?ml)|\.buildkite\/[^/]+\.ya?ml|appveyor\.ya?ml|cloudbuild\.ya?ml|buildspec\.ya?ml|\.cirrus\.ya?ml|\.teamcity\/.*|\.tekton\/[^/]+\.ya?ml|earthfile|Earthfile)$/,
);
const BELOW = hinted("Jenkinsfile .gitlab-ci.y", () => /(?:^|\/)(?:Jenkinsfile|\.gitlab-ci\.ya?ml)$/);
const SCRIPTS = hinted(
  ".sh .bash akefile ustfile Taskfile",
  () =>
    /^(?:(?:(?:\.?ci|\.github|\.gitlab|scripts?|bin|hack|tools?|deploy|deployment|ops|build|docker)\/)(?:[^/]+\/){0,2})?(?:[^/]+\.(?:sh|bash)|GNUmakefile|[Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml)$/,
);

const NO_FILES: readonly never[] = Object.freeze([]);

/** Whether a path is named like a pipeline's or an update bot's file. */
export function isPipelineFile(path: string): boolean {
  return ALWAYS.test(path) || SEEN.test(path);
}

/** The files that `readCi` is given, pipelines first. */
export function ciFiles(paths: readonly string[], reader: Reader): readonly { readonly path: string; readonly text: string }[] {
  if (paths.length === 0) return NO_FILES;
  const wanted: string[][] = [[], [], []];
  for (const path of paths) {
    const rank =
      path === "package.json" || ALWAYS.test(path) ? 0 : SEEN.test(path) || BELOW.test(path) ? 1 : SCRIPTS.test(path) ? 2 : -1;
    wanted[rank]?.push(path);
  }
  const files: { path: string; text: string }[] = [];
  for (const path of wanted.flat().slice(0, MOST_FILES)) {
    const text = reader.peek(path);
    if (text === null || text.length > LONGEST || (path === "package.json" && !text.includes('"renovate"'))) continue;
    reader.keep(path, text);
    files.push({ path, text });
  }
  return files;
}
