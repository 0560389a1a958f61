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

/** A command that installs packages: named ones, or those of a manifest. */
export interface Install {
  readonly manager: Manager;
  readonly system: boolean;
  readonly command: Command;
  readonly range: Range;
  /** Named on the command line; empty when a manifest decides. */
  readonly packages: readonly { readonly name: string; readonly version: string | null; readonly word: ShellWord }[];
  /** Manifests it reads that are named or implied: "package.json", "requirements.txt", "go.mod", … */
  readonly manifests: readonly string[];
  /** True: the lockfile is enforced (npm ci, --frozen-lockfile, --require-hashes…); false: it may resolve anew; null: cannot be told, or not the manager's way. */
  readonly frozen: boolean | null;
  /** True: development dependencies are left out; false: they come in; null: the manager has none, or it cannot be told. */
  readonly production: boolean | null;
  readonly flags: readonly string[];
}

/** A cache that stays in a layer. */
export interface LeftoverCache {
  readonly manager: Manager;
  readonly path: string; // "/var/lib/apt/lists"
  readonly install: Install;
  /** What would avoid it: "rm -rf /var/lib/apt/lists/*", "--no-cache". */
  readonly remedy: string;
}
