/** Where package managers keep lists and downloads that an installed system does not need. */
export const SOURCE = "the package managers' own documentation of their caches";
export const AS_OF = "2026-11-27";

export interface CacheFolder {
  readonly manager: string;
  /** Absolute, or below a home with `~`. */
  readonly path: string;
  /** Base names that are there without any cache. */
  readonly empty?: RegExp;
}

export const CACHE_FOLDERS: readonly CacheFolder[] = [
  { manager: "apt", path: "/var/lib/apt/lists", empty: /^(?:lock|partial|auxfiles)$/ },
  { manager: "apt", path: "/var/cache/apt", empty: /^(?:lock|partial|archives)$/ },
  { manager: "apk", path: "/var/cache/apk" },
  { manager: "apk", path: "/etc/apk/cache" },
  ...folders("dnf", "/var/cache/dnf /var/cache/yum /var/cache/libdnf5"),
  ...folders("zypper", "/var/cache/zypp"),
  ...folders("tdnf", "/var/cache/tdnf"),
  ...folders("pacman", "/var/cache/pacman/pkg"),
  ...folders("npm", "~/.npm/_cacache ~/.cache/node-gyp"),
  ...folders("yarn", "~/.cache/yarn ~/.yarn/berry/cache /usr/local/share/.cache/yarn"),
  ...folders("pnpm", "~/.local/share/pnpm/store ~/.cache/pnpm ~/.pnpm-store"),
  ...folders("pip", "~/.cache/pip"),
  ...folders("poetry", "~/.cache/pypoetry"),
  ...folders("uv", "~/.cache/uv"),
  ...folders("conda", "/opt/conda/pkgs"),
  ...folders("composer", "~/.composer/cache ~/.cache/composer"),
  ...folders("bundler", "~/.bundle/cache /usr/local/bundle/cache"),
  ...folders("Go", "~/.cache/go-build /go/pkg/mod"),
  ...folders("cargo", "~/.cargo/registry /usr/local/cargo/registry"),
  ...folders("Maven", "~/.m2/repository"),
  ...folders("Gradle", "~/.gradle/caches"),
  ...folders("NuGet", "~/.nuget/packages"),
];

function folders(manager: string, paths: string): readonly CacheFolder[] {
  return paths.split(" ").map((path) => ({ manager, path }));
}
