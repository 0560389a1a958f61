import type { Range } from "../../core/place.js";
import type { Command, ShellWord } from "./script.js";

export type SystemManager = "apt" | "apk" | "yum" | "dnf" | "microdnf" | "zypper" | "pacman" | "tdnf";
export type LanguageManager =
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "pip"
  | "pipenv"
  | "poetry"
  | "uv"
  | "pdm"
  | "conda"
  | "go"
  | "cargo"
  | "maven"
  | "gradle"
  | "bundler"
  | "gem"
  | "composer"
  | "nuget"
  | "mix"
  | "deno";
export type Manager = SystemManager | LanguageManager;

/** One package named on a command line. An unknown word (`$PKGS`) stands as it is written, and `word.value` is null. */
export interface NamedPackage {
  readonly name: string;
  /** As asked for: "1.2", ">=1", "latest", a suite, a git reference; null when any will do. */
  readonly version: string | null;
  readonly word: ShellWord;
  /** Where it comes from: the manager's index, a path, a URL, a git repository; or it is a group of the index. */
  readonly source: "index" | "path" | "url" | "git" | "group";
}

/** A command that installs packages: named ones, or those of a manifest. */
export interface Install {
  readonly manager: Manager;
  readonly system: boolean;
  readonly command: Command;
  readonly range: Range;
  /** Named on the command line; empty when a manifest decides. */
  readonly packages: readonly NamedPackage[];
  /** Manifests it reads that are named or implied: "package.json", "requirements.txt", "go.mod", … */
  readonly manifests: readonly string[];
  /** True: the lockfile is enforced (npm ci, --frozen-lockfile, --require-hashes…); false: it may resolve anew; null: cannot be told, or not the manager's way. */
  readonly frozen: boolean | null;
  /** True: development dependencies are left out; false: they come in; null: the manager has none, or it cannot be told. */
  readonly production: boolean | null;
  /** One by one, clusters taken apart: "-y", "--no-install-recommends", "-t=bookworm-backports". */
  readonly flags: readonly string[];
}

/** A cache that stays in a layer. */
export interface LeftoverCache {
  readonly manager: Manager;
  readonly path: string; // "/var/lib/apt/lists"
  /** The command that filled it: an install, or an update of the lists alone. */
  readonly command: Command;
  /** The install that the command is; null when it only fetched lists. */
  readonly install: Install | null;
  /** What would avoid it: "rm -rf /var/lib/apt/lists/*", "--no-cache". */
  readonly remedy: string;
}
