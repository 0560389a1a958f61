import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commonDirectory, gitDirectory, smallText } from "./git-index.js";
import { type Environment, findProgram } from "./program.js";
import { UsageError } from "./usage-error.js";

/** What git said; `code` is null when it did not end by itself. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Git = (...args: readonly string[]) => Said;

const LONGEST_MS = 120_000;
const MOST_OUTPUT = 256 * 1024 * 1024;
/** Settings that say how files are compared and that start nothing; of these alone a repository's config is believed. */
const HARMLESS =
  /^\s*(filemode|symlinks|ignorecase|precomposeunicode|autocrlf|eol|trustctime|checkstat)\s*=\s*"?(true|false|input|lf|crlf|native|minimal|default)"?\s*$/gim;

/**
 * Lets git look at a repository without letting the repository make it run anything. A config can name programs for a dozen occasions (fsmonitor,
 * filters, diffs, transports, hooks), and every version of git adds to them; so git is given a git directory of our own, made in a temporary
 * folder, into which the repository's refs are linked and whose config is ours. Objects, index and work tree are the repository's; its config
 * and hooks, the system's and the user's are never read. Nothing is fetched, nothing written, and who owns the repository does not matter.
 */
export function withGit<T>(top: string, env: Environment, use: (git: Git) => T): T {
  const real = gitDirectory(top);
  if (real === null) throw new UsageError(`${top} is no git repository`);
  const found = findProgram("git", env, [top]);
  if ("because" in found) throw new UsageError(`git is needed to tell what changed: ${found.because}`);
  const own = mkdtempSync(join(tmpdir(), "seaworthy-git-"));
  try {
    const variables = ownDirectory(own, real, top, env);
    return use((...args) => {
      const { status, stdout, stderr, error } = spawnSync(found.program, ["--no-pager", "--literal-pathspecs", ...args], {
        // A neutral folder: on Windows a program of the current one would come before those of the PATH.
        cwd: own,
        env: variables,
        encoding: "utf8",
        timeout: LONGEST_MS,
        maxBuffer: MOST_OUTPUT,
        windowsHide: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      if (error && "code" in error && error.code !== "ETIMEDOUT") throw new UsageError(`git cannot be run: ${error.message}`);
      return { code: status, stdout: stdout ?? "", stderr: stderr ?? "" };
    });
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Fills our git directory and gives the variables that git is started with: these and no others. */
function ownDirectory(own: string, real: string, top: string, env: Environment): Record<string, string> {
  const common = commonDirectory(real);
  mkdirSync(join(own, "info"));
  writeFileSync(join(own, "HEAD"), smallText(join(real, "HEAD")) ?? "ref: refs/heads/none\n");
  writeFileSync(join(own, "config"), ownConfig(smallText(join(common, "config")) ?? ""));
  for (const file of ["packed-refs", "info/exclude"])
    if (existsSync(join(common, file))) copyFileSync(join(common, file), join(own, file));
  for (const folder of ["refs", "reftable", "logs"])
    if (existsSync(join(common, folder))) symlinkSync(join(common, folder), join(own, folder), "junction");
  if (!existsSync(join(own, "refs"))) mkdirSync(join(own, "refs"));
  // Most of the entries of a split index are in a second file beside it.
  for (const name of readdirSync(real).filter((one) => /^sharedindex\.[0-9a-f]{40,64}$/.test(one)))
    copyFileSync(join(real, name), join(own, name));
  const shallow = join(common, "shallow");
  return {
    ...Object.fromEntries(
      ["PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"].flatMap((name) =>
        env[name] ? [[name, env[name]]] : [],
      ),
    ),
    LC_ALL: "C",
    GIT_DIR: own,
    GIT_WORK_TREE: top,
    GIT_OBJECT_DIRECTORY: join(common, "objects"),
    GIT_INDEX_FILE: join(real, "index"),
    ...(existsSync(shallow) ? { GIT_SHALLOW_FILE: shallow } : {}),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
  };
}

function ownConfig(repository: string): string {
  const extensions = [
    ...(/^\s*objectformat\s*=\s*"?sha256"?\s*$/im.test(repository) ? ["objectformat = sha256"] : []),
    ...(/^\s*refstorage\s*=\s*"?reftable"?\s*$/im.test(repository) ? ["refstorage = reftable"] : []),
  ];
  const core = [...repository.matchAll(HARMLESS)].map(([, key, value]) => `${key} = ${value}`);
  return [
    "[core]",
    "repositoryformatversion = 1",
    "bare = false",
    "fsmonitor = false",
    "hooksPath = /dev/null",
    ...core,
    "[extensions]",
    ...extensions,
    "",
  ].join("\n");
}
