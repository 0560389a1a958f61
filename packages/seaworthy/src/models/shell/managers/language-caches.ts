import { has, readArguments, shown, valuesOf } from "../options.js";
import { type CacheFacts, configured, on, setting, verb } from "./cache-facts.js";
import type { Call } from "./call.js";
import { CARGO, COMPOSER, CONDA, GO, GRADLE, MAVEN, NPM, PDM, PIP, PIPENV, POETRY, UV, YARN } from "./syntaxes.js";

function pipPath(call: Call): string {
  const given = valuesOf(call.args(PIP), "--cache-dir")[0] ?? setting(call, "PIP_CACHE_DIR");
  return given ?? `${setting(call, "XDG_CACHE_HOME") ?? "~/.cache"}/pip`;
}

function nodeCache(call: Call, syntax: typeof NPM, option: string, variables: readonly string[], preset: string): string {
  return valuesOf(call.args(syntax), option)[0] ?? setting(call, ...variables) ?? preset;
}

/** The caches of the language managers. Stores that are hard-linked into the project (pnpm, bun) take no room of their own: they are left out. */
export const LANGUAGE_CACHES: readonly CacheFacts[] = [
  {
    manager: "pip",
    programs: ["pip"],
    fills: (call) => {
      const args = call.args(PIP);
      if (!/^(install|download|wheel)$/.test(verb(args)) || has(args, "--no-cache-dir", "--no-cache")) return false;
      return !on(call, "PIP_NO_CACHE_DIR", "PIP_NO_CACHE") && configured(call, /^pip/, /no-cache-dir/) === undefined;
    },
    cleans: (call) => verb(call.args(PIP)) === "cache" && /^purge$/.test(verb(call.args(PIP), 1)),
    path: pipPath,
    also: ["**/.cache/pip", "**/.cache"],
    mentions: /pip3? cache dir/,
    remedy: "pip install --no-cache-dir",
  },
  {
    manager: "uv",
    programs: ["uv"],
    fills: (call) => {
      const args = call.args(UV);
      const fetches = /^(sync|add|pip|tool)$/.test(verb(args)) && !/^(list|freeze|uninstall|dir|compile)$/.test(verb(args, 1));
      return fetches && !has(args, "--no-cache", "-n", "--no-cache-dir") && !on(call, "UV_NO_CACHE");
    },
    cleans: (call) => verb(call.args(UV)) === "cache" && /^(clean|prune)$/.test(verb(call.args(UV), 1)),
    path: (call) =>
      valuesOf(call.args(UV), "--cache-dir")[0] ??
      setting(call, "UV_CACHE_DIR") ??
      `${setting(call, "XDG_CACHE_HOME") ?? "~/.cache"}/uv`,
    also: ["**/.cache/uv", "**/.cache"],
    mentions: /uv cache dir/,
    remedy: "uv --no-cache, or --mount=type=cache,target=/root/.cache/uv",
  },
  {
    manager: "poetry",
    programs: ["poetry"],
    fills: (call) => {
      const args = call.args(POETRY);
      return /^(install|sync|add|update)$/.test(verb(args)) && !has(args, "--no-cache", "--only-root");
    },
    cleans: (call) => verb(call.args(POETRY)) === "cache" && verb(call.args(POETRY), 1) === "clear",
    path: (call) => setting(call, "POETRY_CACHE_DIR") ?? configured(call, /^poetry$/, /^cache-dir$/) ?? "~/.cache/pypoetry",
    also: ["**/.cache/pypoetry", "**/.cache"],
    mentions: /POETRY_CACHE_DIR/,
    remedy: "poetry install --no-cache",
  },
  {
    manager: "pipenv",
    programs: ["pipenv"],
    fills: (call) => /^(install|sync)$/.test(verb(call.args(PIPENV))) && !on(call, "PIP_NO_CACHE_DIR"),
    cleans: (call) => has(call.args(PIPENV), "--clear"),
    path: (call) => setting(call, "PIPENV_CACHE_DIR") ?? "~/.cache/pipenv",
    also: ["**/.cache/pipenv", "**/.cache"],
    mentions: /PIPENV_CACHE_DIR/,
    remedy: "PIP_NO_CACHE_DIR=1 pipenv …, or rm -rf ~/.cache",
  },
  {
    manager: "pdm",
    programs: ["pdm"],
    fills: (call) => /^(install|sync|add)$/.test(verb(call.args(PDM))) && !has(call.args(PDM), "--no-cache"),
    cleans: (call) => verb(call.args(PDM)) === "cache" && verb(call.args(PDM), 1) === "clear",
    path: (call) => setting(call, "PDM_CACHE_DIR") ?? "~/.cache/pdm",
    also: ["**/.cache/pdm", "**/.cache"],
    remedy: "pdm cache clear",
  },
  {
    manager: "conda",
    programs: ["conda", "mamba", "micromamba"],
    fills: (call) => {
      const args = call.args(CONDA);
      return (
        /^(install|create|update|upgrade)$/.test(verb(args)) || (verb(args) === "env" && /^(create|update)$/.test(verb(args, 1)))
      );
    },
    cleans: (call) => {
      const words = call.words.map(shown);
      return (
        words.includes("clean") && words.some((word) => /^-[a-z]*[apt]|^--(all|packages|tarballs|force-pkgs-dirs)/.test(word))
      );
    },
    path: (call) =>
      `${setting(call, "CONDA_PKGS_DIRS") ?? `${setting(call, "MAMBA_ROOT_PREFIX", "CONDA_DIR") ?? "/opt/conda"}/pkgs`}`,
    also: ["**/pkgs"],
    remedy: "conda clean -afy",
  },
  {
    manager: "npm",
    programs: ["npm"],
    fills: (call) =>
      /^(i|in|ins|install|add|ci|clean-install|ic|it|cit|install-test|update|up|upgrade)$/.test(verb(call.args(NPM))),
    cleans: (call) => {
      const args = call.args(NPM);
      return verb(args) === "cache" && /^(clean|clear|rm)$/.test(verb(args, 1)) && has(args, "--force", "-f");
    },
    path: (call) =>
      nodeCache(
        call,
        NPM,
        "--cache",
        ["npm_config_cache", "NPM_CONFIG_CACHE"],
        configured(call, /^npm$/, /^cache(=|$)/) ?? "~/.npm",
      ),
    also: ["**/.npm"],
    mentions: /npm config get cache|npm_config_cache/i,
    remedy: "npm cache clean --force",
  },
  {
    manager: "yarn",
    programs: ["yarn", "yarnpkg"],
    fills: (call) => {
      const args = call.args(YARN);
      const first = verb(args);
      if (first === "") return !has(args, "-v", "--version", "-h", "--help");
      return /^(install|add|up|upgrade|dlx)$/.test(first) || /^(global add|workspaces focus)$/.test(`${first} ${verb(args, 1)}`);
    },
    cleans: (call) => verb(call.args(YARN)) === "cache" && /^clean$/.test(verb(call.args(YARN), 1)),
    path: (call) => nodeCache(call, YARN, "--cache-folder", ["YARN_CACHE_FOLDER"], "/usr/local/share/.cache/yarn"),
    also: ["**/.cache/yarn", "**/.cache", "**/.yarn/cache", "**/.yarn/berry/cache", "**/.yarn", "**/.yarn-cache"],
    mentions: /yarn cache dir|YARN_CACHE_FOLDER/,
    remedy: "yarn cache clean",
  },
  {
    manager: "gem",
    programs: ["gem"],
    fills: (call) => /^(install|i|update)$/.test(call.words[0]?.value ?? ""),
    cleans: () => false,
    path: (call) => `${setting(call, "GEM_HOME") ?? "/usr/local/bundle"}/cache`,
    also: ["**/gems/*/cache", "/usr/local/lib/ruby/gems/*/cache", "**/bundle/cache"],
    mentions: /gem env|gemdir|gems?\/.*cache/i,
    remedy: 'rm -rf "$(gem env gemdir)"/cache/*',
  },
  {
    manager: "bundler",
    programs: ["bundle", "bundler"],
    fills: (call) =>
      call.words.every((word) => word.text.startsWith("-")) || /^(install|i|update)$/.test(call.words[0]?.value ?? ""),
    cleans: () => false,
    path: (call) => `${setting(call, "BUNDLE_PATH", "GEM_HOME") ?? "/usr/local/bundle"}/cache`,
    also: ["**/bundle/ruby/*/cache", "**/bundle/cache", "**/.bundle/cache"],
    mentions: /(bundle|gem|ruby).*cache/i,
    remedy: 'rm -rf ~/.bundle "${BUNDLE_PATH}"/ruby/*/cache',
  },
  {
    manager: "go",
    programs: ["go"],
    fills: (call) => /^(build|install|test|run|get|vet)$/.test(verb(call.args(GO))),
    cleans: (call) => verb(call.args(GO)) === "clean" && has(call.args(GO), "-cache", "--cache"),
    path: (call) => setting(call, "GOCACHE") ?? "~/.cache/go-build",
    also: ["**/.cache/go-build", "**/.cache"],
    mentions: /GOCACHE/,
    remedy: "go clean -cache, or --mount=type=cache,target=/root/.cache/go-build",
  },
  {
    manager: "go",
    programs: ["go"],
    fills: (call) => {
      const args = call.args(GO);
      if (valuesOf(args, "-mod").includes("vendor")) return false;
      return (
        /^(build|install|test|run|get|vet)$/.test(verb(args)) ||
        /^mod (download|tidy|vendor)$/.test(`${verb(args)} ${verb(args, 1)}`)
      );
    },
    cleans: (call) => verb(call.args(GO)) === "clean" && has(call.args(GO), "-modcache", "--modcache"),
    path: (call) => setting(call, "GOMODCACHE") ?? `${setting(call, "GOPATH") ?? "/go"}/pkg/mod`,
    also: ["/go/pkg", "/go", "**/go/pkg/mod", "**/go"],
    mentions: /GOMODCACHE|GOPATH/,
    remedy: "go clean -modcache, or --mount=type=cache,target=/go/pkg/mod",
  },
  {
    manager: "cargo",
    programs: ["cargo"],
    fills: (call) => {
      const args = readArguments(call.words[0]?.text.startsWith("+") ? call.words.slice(1) : call.words, CARGO);
      return /^(build|b|install|fetch|check|test|run|chef|vendor)$/.test(verb(args)) && !/^prepare$/.test(verb(args, 1));
    },
    cleans: (call) => verb(call.args(CARGO)) === "cache",
    path: (call) => `${setting(call, "CARGO_HOME") ?? "/usr/local/cargo"}/registry`,
    also: ["**/.cargo/registry", "**/.cargo", "**/cargo/registry"],
    mentions: /CARGO_HOME/,
    remedy: 'rm -rf "$CARGO_HOME/registry", or --mount=type=cache,target=/usr/local/cargo/registry',
  },
  {
    manager: "composer",
    programs: ["composer", "composer.phar"],
    fills: (call) => {
      const args = call.args(COMPOSER);
      const first = verb(args) === "global" ? verb(args, 1) : verb(args);
      return (
        /^(install|i|update|u|upgrade|require|req|r|create-project)$/.test(first) &&
        !has(args, "--no-cache") &&
        setting(call, "COMPOSER_CACHE_DIR") !== "/dev/null"
      );
    },
    cleans: (call) => /^(clear-?cache|cc)$/.test(verb(call.args(COMPOSER))),
    path: (call) => {
      const home = setting(call, "COMPOSER_HOME");
      return setting(call, "COMPOSER_CACHE_DIR") ?? (home ? `${home}/cache` : "~/.composer/cache");
    },
    also: ["**/.composer/cache", "**/.composer", "**/.cache/composer", "**/.cache", "/tmp/cache"],
    mentions: /composer.*cache/i,
    remedy: "composer install --no-cache",
  },
  {
    manager: "maven",
    programs: ["mvn", "mvnw"],
    fills: (call) => call.args(MAVEN).operands.some((goal) => !/^(clean|wrapper:wrapper)$/.test(shown(goal))),
    cleans: () => false,
    path: (call) => {
      const given = call.args(MAVEN).options.find(({ name }) => name === "-Dmaven.repo.local");
      return given?.value ?? "~/.m2/repository";
    },
    also: ["**/.m2", "**/.m2/repository"],
    remedy: "--mount=type=cache,target=/root/.m2, or build in a stage that is not shipped",
  },
  {
    manager: "gradle",
    programs: ["gradle", "gradlew"],
    fills: (call) => call.args(GRADLE).operands.some((task) => !/^(clean|wrapper|tasks|help)$/.test(shown(task))),
    cleans: () => false,
    path: (call) =>
      valuesOf(call.args(GRADLE), "-g", "--gradle-user-home")[0] ?? setting(call, "GRADLE_USER_HOME") ?? "~/.gradle",
    also: ["**/.gradle", "**/.gradle/caches"],
    remedy: "--mount=type=cache,target=/root/.gradle, or build in a stage that is not shipped",
  },
  {
    manager: "nuget",
    programs: ["dotnet"],
    fills: (call) =>
      /^(restore|build|publish|test|run|pack)$/.test(call.words[0]?.value ?? "") &&
      !call.words.some((word) => word.value === "--no-restore"),
    cleans: (call) => /^nuget locals (all|global-packages)/.test(call.words.map(shown).join(" ")),
    path: (call) => setting(call, "NUGET_PACKAGES") ?? "~/.nuget/packages",
    also: ["**/.nuget/packages", "**/.nuget"],
    remedy: "dotnet nuget locals all --clear, or restore in a stage that is not shipped",
  },
];
