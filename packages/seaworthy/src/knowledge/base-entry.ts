import type { DEFAULT_RELEASES, OsFamily, PackageManager, ToolFacts } from "./base-os.js";

/** What an image is made for. */
export type Purpose = "os" | "runtime" | "sdk" | "server" | "tool";

export type BaseLanguage =
  | "node"
  | "bun"
  | "deno"
  | "python"
  | "go"
  | "java"
  | "ruby"
  | "php"
  | "rust"
  | "dotnet"
  | "c"
  | "swift"
  | "perl"
  | "elixir"
  | "erlang"
  | "haskell"
  | "dart"
  | "scala"
  | "clojure"
  | "julia"
  | "r"
  | "ocaml";

export type BaseVariant = "full" | "slim" | "alpine" | "distroless" | "scratch" | "minimal" | "sdk" | "os";

/** A user that an image brings; `uid` null when it differs between tags. */
export interface ReadyUser {
  readonly name: string;
  readonly uid: number | null;
}

/** What a table row says of an image; what it leaves out follows from the operating system and the purpose. */
export interface BaseSettings {
  readonly purpose?: Purpose;
  readonly language?: BaseLanguage | null;
  readonly user?: string;
  readonly switchesUser?: boolean;
  readonly ready?: ReadyUser | null;
  /** The family when no word of the tag names one; null: no operating system at all. */
  readonly os?: OsFamily | null;
  readonly release?: string | null;
  /** Whose table tells the release behind a tag that names none. */
  readonly releases?: keyof typeof DEFAULT_RELEASES | null;
  readonly variant?: BaseVariant;
  readonly minimal?: boolean | null;
  readonly shell?: boolean | null;
  readonly packageManager?: PackageManager | null;
  readonly tools?: ToolFacts;
  readonly builds?: boolean;
  readonly entrypoint?: readonly string[] | null;
  readonly cmd?: readonly string[] | null;
  readonly stopSignal?: string | null;
  readonly healthcheck?: boolean;
  readonly handlesTerm?: boolean | null;
  readonly logsJson?: boolean | null;
}

/** What is known of one image, or of several that are alike. */
export interface BaseRow extends BaseSettings {
  /** Later settings for tags: `when` is a regular expression over "name:tag", lower case; all that match apply, in order. */
  readonly tags?: readonly (BaseSettings & { readonly when: string })[];
}

/** A row with what it is found by. */
export interface BaseEntry extends BaseRow {
  /** Familiar names; a last `*` stands for any end. */
  readonly names: readonly string[];
}

/** What a Debian with the packages of buildpack-deps has more. */
export const BUILDPACK: BaseSettings = {
  builds: true,
  tools: { curl: true, wget: true, git: true, gcc: true, make: true, python3: true, pgrep: true },
};
export const BUILDPACK_SCM: BaseSettings = { tools: { curl: true, wget: true, git: true, pgrep: true } };
export const BUILDPACK_CURL: BaseSettings = { tools: { curl: true, wget: true } };

/** Tags of the docker-library language images that stand on buildpack-deps. */
export const FULL_DEBIAN = "^(?!.*(slim|alpine|windows|nanoserver))";

/** Windows variants of the language images. */
export const WINDOWS = {
  when: "windowsservercore|nanoserver",
  os: "windows",
  user: "ContainerAdministrator",
  variant: "full",
  ready: null,
} as const;
