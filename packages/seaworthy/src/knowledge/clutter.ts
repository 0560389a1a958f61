/** What a build context holds and no image needs, by path. */
export const SOURCE =
  "the tools' own documentation of the files that they keep in a project; dockle's list of files that should not ship";
export const AS_OF = "2026-11-27";

/** Folders of version control: their history holds every file that was ever deleted. */
export const HISTORY_FOLDERS: readonly string[] = [".git", ".svn", ".hg", ".bzr"];

/** Names of files that serve the build, the editor or the desktop, and what they are. */
const FILES: ReadonlyMap<string, string> = new Map([
  ...all(
    "a file of the build",
    "Dockerfile Containerfile docker-compose.yml docker-compose.yaml compose.yml compose.yaml .dockerignore .containerignore docker-bake.hcl Jenkinsfile .gitlab-ci.yml .travis.yml bitbucket-pipelines.yml skaffold.yaml Tiltfile",
  ),
  ...all("a file of an editor or desktop", ".DS_Store Thumbs.db .vimrc .editorconfig .swp"),
  ...all("a file of version control", ".gitignore .gitattributes .gitmodules"),
  ...all(
    "the history of a shell",
    ".bash_history .zsh_history .python_history .node_repl_history .psql_history .mysql_history .viminfo .lesshst",
  ),
  ...all("a record of test coverage", ".coverage coverage.xml .nyc_output"),
]);
/** Names of folders of the same kinds. */
const FOLDERS: ReadonlyMap<string, string> = new Map([
  ...all("a folder of an editor", ".vscode .idea .vs .fleet"),
  ...all("a folder of a CI service", ".github .gitlab .circleci"),
  ...all(
    "a cache of a tool",
    ".pytest_cache .mypy_cache .ruff_cache .tox .nox .nyc_output .parcel-cache .turbo .gradle .cache .npm .eslintcache",
  ),
  ...all("settings of a cloud's tools", ".aws .azure .gcp .gcloud .kube .terraform"),
  ...all("a folder of development containers", ".devcontainer"),
]);

function all(kind: string, names: string): (readonly [string, string])[] {
  return names.split(" ").map((name) => [name, kind] as const);
}

export const CLUTTER_NAMES: readonly string[] = [...new Set([...FILES.keys(), ...FOLDERS.keys()])];

/** What a name stands for; null for none of these. */
export function clutterKind(name: string, isFolder: boolean): string | null {
  return (isFolder ? FOLDERS : FILES).get(name) ?? null;
}

/** Where packages keep their own files, which are no leftovers of a context. */
const PACKAGED =
  /\/(?:node_modules|bower_components|site-packages|dist-packages|vendor|gems|pkg\/mod|\.cargo|\.rustup|\.nvm|\.pyenv|\.rbenv|\.asdf|\.sdkman|\.oh-my-zsh)\/|^\/(?:usr\/(?:share|lib|lib64|libexec|src|include|local\/(?:lib|share|go|cargo|rustup))|lib|lib64|etc\/skel|proc|sys|dev|var\/lib\/(?:dpkg|apk|rpm)|opt\/(?:conda|yarn-[^/]{1,40}|java|bitnami))\//;

/** Whether a path lies in what a package manager or a distribution put there. */
export function isPackaged(path: string): boolean {
  return PACKAGED.test(path);
}
