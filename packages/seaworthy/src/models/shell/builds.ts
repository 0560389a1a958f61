import type { Range } from "../../core/place.js";
import { programOf } from "./managers/call.js";
import { GRADLE, MAVEN } from "./managers/syntaxes.js";
import { type OptionSyntax, readArguments, shown } from "./options.js";
import { type Command, ofScript, type Script } from "./script.js";

/** A command that makes the app, or a part of it, out of its source. */
export interface Build {
  readonly ecosystem: "node" | "python" | "go" | "rust" | "jvm" | "ruby" | "php" | "dotnet" | "elixir" | "native";
  /** What does the work: "npm run build", "tsc", "go build", "make". */
  readonly tool: string;
  /** It compiles code, so that the compiler is needed: not so for bundling or for dumping an autoloader. */
  readonly compiles: boolean;
  readonly command: Command;
  readonly range: Range;
}

type Found = Pick<Build, "ecosystem" | "tool" | "compiles">;

/** Names of scripts of package.json that build; those that serve, watch or test do not. */
const BUILD_SCRIPT =
  /^(build|compile|bundle|dist|generate|prod|production|transpile|webpack|prepack|rebuild|tsc)([:_-](?!.*(watch|serve|dev$)).*)?$|:build$/;
const NODE_PREFIX: OptionSyntax = {
  valued: new Set("-C --dir --cwd --filter -F --prefix -w --workspace --loglevel --reporter --workspace-concurrency".split(" ")),
};

/** Bundlers and compilers of JavaScript: which words after them make it a build; null: any, unless it watches. */
const NODE_TOOLS: ReadonlyMap<string, RegExp | null> = new Map<string, RegExp | null>([
  ["tsc", null],
  ["tsup", null],
  ["swc", null],
  ["babel", null],
  ["esbuild", null],
  ["rollup", null],
  ["webpack", /^(?!serve$)/],
  ["webpack-cli", /^(?!serve$)/],
  ["vite", /^build$/],
  ["next", /^build$/],
  ["nuxt", /^(build|generate)$/],
  ["nuxi", /^(build|generate)$/],
  ["ng", /^(build|b)$/],
  ["nest", /^build$/],
  ["astro", /^build$/],
  ["remix", /^build$/],
  ["remix-vite", /^build$/],
  ["react-scripts", /^build$/],
  ["vue-cli-service", /^build$/],
  ["gatsby", /^build$/],
  ["parcel", /^build$/],
  ["strapi", /^build$/],
  ["medusa", /^build$/],
  ["turbo", /^(build|run)$/],
  ["nx", /^(build|run|run-many|affected)$/],
  ["lerna", /^run$/],
  ["gulp", /^build/],
  ["grunt", /^(build|dist)/],
  ["ncc", /^build$/],
  ["pkg", null],
  ["node-gyp", /^(build|rebuild|configure)$/],
  ["svelte-kit", /^(build|package)$/],
  ["ember", /^build$/],
]);
const RUNNERS = /^(npx|bunx|pnpx)$/;
const NATIVE =
  /^(make|gmake|cmake|ninja|meson|scons|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|rustc|javac|kotlinc|scalac|ghc|nim|zig|swiftc|bazel|bazelisk)$/;
const JVM_GOAL =
  /(^|:)(package|install|verify|compile|deploy|native|assemble|build|bootJar|bootWar|shadowJar|jar|war|installDist|classes|distTar|stage|nativeCompile|repackage|jib.*)$/;

/** The builds of a script, in the order of its text. Commands that start the app, watch, test or install are not among them. */
export const buildsOf = ofScript((script: Script): readonly Build[] => {
  return script.commands.flatMap((command) => {
    const called = programOf(command);
    const found = called && built(called.program, called.words.map(shown), called.words, 0);
    return found ? [{ ...found, command, range: command.range }] : [];
  });
});

function built(program: string, words: readonly string[], raw: Command["words"], depth: number): Found | null {
  const [first = "", second = "", third = ""] = words;
  switch (program) {
    case "npm":
    case "pnpm":
    case "yarn":
    case "bun":
      return nodeScript(program, raw, depth);
    case "python":
    case "python3":
      if (/(^|\/)setup\.py$/.test(first) && /^(build|bdist|sdist|build_ext|bdist_wheel)/.test(second))
        return found("python", "setup.py build", true);
      if (/(^|\/)manage\.py$/.test(first) && /^(collectstatic|compilemessages|compress)$/.test(second)) {
        return found("python", `manage.py ${second}`, false);
      }
      return null;
    case "build":
      return null;
    case "django-admin":
      return /^(collectstatic|compilemessages)$/.test(first) ? found("python", `${program} ${first}`, false) : null;
    case "poetry":
    case "uv":
    case "hatch":
    case "maturin":
      if (first === "build") return found("python", `${program} build`, program === "maturin");
      return first === "run" ? nested(raw.slice(1), depth) : null;
    case "pip":
    case "pip3":
      return first === "wheel" ? found("python", "pip wheel", true) : null;
    case "pyinstaller":
      return found("python", program, true);
    case "go":
    case "garble":
      return /^(build|install|generate)$/.test(first) && !(first === "install" && words.some((word) => /\w@/.test(word)))
        ? found("go", `${program} ${first}`, first !== "generate")
        : null;
    case "xcaddy":
    case "xk6":
    case "xx-go":
    case "tinygo":
      return first === "build" || first === "install" ? found("go", `${program} ${first}`, true) : null;
    case "cargo":
    case "xx-cargo":
      return cargo(words[0]?.startsWith("+") ? words.slice(1) : words);
    case "wasm-pack":
    case "trunk":
      return first === "build" ? found("rust", `${program} build`, true) : null;
    case "mvn":
    case "mvnw":
    case "gradle":
    case "gradlew": {
      const goals = readArguments(raw, program.startsWith("m") ? MAVEN : GRADLE).operands.map(shown);
      const goal = goals.find((each) => JVM_GOAL.test(each) && !/^dependency:/.test(each));
      return goal === undefined ? null : found("jvm", `${program.replace(/w$/, "")} ${goal}`, true);
    }
    case "sbt":
    case "lein":
    case "ant":
    case "mill": {
      const goal = words.join(" ");
      return program === "ant" || /\b(assembly|stage|compile|package|uberjar|jar|universal:packageBin)\b/.test(goal)
        ? found("jvm", `${program} ${goal}`.trim(), true)
        : null;
    }
    case "dotnet":
    case "msbuild":
      return program === "msbuild" || /^(build|publish|pack|msbuild)$/.test(first)
        ? found("dotnet", `dotnet ${first}`.trim(), true)
        : null;
    case "bundle":
      return first === "exec" ? nested(raw.slice(1), depth) : null;
    case "rake":
    case "rails":
    case "bin/rails":
      return words.some((word) => /^(assets|webpacker|vite|css|javascript|tailwindcss):(precompile|compile|build)$/.test(word))
        ? found("ruby", `${program} assets:precompile`, false)
        : null;
    case "bootsnap":
      return first === "precompile" ? found("ruby", "bootsnap precompile", false) : null;
    case "jekyll":
    case "middleman":
      return first === "build" ? found("ruby", `${program} build`, false) : null;
    case "mix": {
      const task = words.find((word) => /^(compile|release|assets\.(deploy|build)|phx\.digest|escript\.build),?$/.test(word));
      return task === undefined
        ? null
        : found("elixir", `mix ${task.replace(/,$/, "")}`, /^(compile|release|escript)/.test(task));
    }
    case "rebar3":
      return /^(compile|release|tar|as)$/.test(first) ? found("elixir", `rebar3 ${first}`, true) : null;
    case "docker-php-ext-install":
    case "phpize":
      return found("php", program, true);
    case "pecl":
      return first === "install" ? found("php", `pecl install ${second}`.trim(), true) : null;
    case "composer":
      return first === "run-script" && BUILD_SCRIPT.test(second) ? found("php", `composer ${first} ${second}`, false) : null;
    case "hugo":
      return first === "server" ? null : found("go", "hugo", false);
    case "swift":
      return first === "build" ? found("native", "swift build", true) : null;
    case "stack":
    case "cabal":
    case "dub":
    case "shards":
    case "dune":
      return /^(build|install)$/.test(first) ? found("native", `${program} ${first}`, true) : null;
    case "crystal":
    case "flutter":
      return first === "build" ? found("native", `${program} build`, true) : null;
    case "dart":
      return first === "compile" ? found("native", "dart compile", true) : null;
  }
  if (RUNNERS.test(program)) return nested(raw, depth);
  const needed = NODE_TOOLS.get(program);
  if (needed !== undefined) {
    const watches = words.some((word) => /^(-w|--watch|--serve|-h|--help|-v|--version|--init|--noEmit)$/.test(word));
    const verb = words.find((word) => !word.startsWith("-")) ?? "";
    if (watches || (needed !== null && !needed.test(verb))) return null;
    const named = needed !== null && verb !== "" ? `${program} ${verb}` : program;
    return found("node", named, /^(tsc|tsup|swc|babel|node-gyp|nest|ng)/.test(program));
  }
  if (NATIVE.test(program)) {
    const asks = words.some((word) => /^(--version|-v|--help|-dumpversion|-dumpmachine|-print-\S+)$/.test(word));
    // A target that runs or cleans builds nothing.
    const targets = words.filter((word) => !/^-|=/.test(word));
    const idle =
      /make$/.test(program) &&
      targets.length > 0 &&
      targets.every((word) => /^(clean|distclean|run|start|test|check)$/.test(word));
    return asks || idle ? null : found("native", [program, /make$/.test(program) ? first : third && ""].join(" ").trim(), true);
  }
  return null;
}

function found(ecosystem: Build["ecosystem"], tool: string, compiles: boolean): Found {
  return { ecosystem, tool, compiles };
}

/** The program that a runner (`npx`, `bundle exec`, `poetry run`) starts. */
function nested(words: Command["words"], depth: number): Found | null {
  const at = words.findIndex((word) => !word.text.startsWith("-"));
  const value = words[at]?.value;
  if (depth > 3 || value === undefined || value === null) return null;
  const program = value.slice(value.lastIndexOf("/") + 1).replace(/(.)@.*$/, "$1");
  const rest = words.slice(at + 1);
  return built(program, rest.map(shown), rest, depth + 1);
}

function nodeScript(program: string, words: Command["words"], depth: number): Found | null {
  const args = readArguments(words, NODE_PREFIX);
  const [first, second, third] = args.operands;
  let name = first;
  if (/^(run|run-script|rum|urn)$/.test(first?.value ?? "")) name = second;
  else if (first?.value === "exec" || first?.value === "dlx" || first?.value === "x") {
    return nested([...args.operands.slice(1), ...args.rest], depth);
  } else if (program === "yarn" && (first?.value === "workspace" || first?.value === "workspaces")) {
    name = third?.value === "run" ? args.operands[3] : first.value === "workspace" ? third : third;
  } else if (program === "npm" || program === "bun") {
    if (program === "bun" && first?.value === "build") return found("node", "bun build", false);
    return null;
  }
  const value = name?.value;
  if (!value) return null;
  if (BUILD_SCRIPT.test(value)) return found("node", `${program} run ${value}`, false);
  // pnpm and yarn run what is installed by its name.
  return first === name && NODE_TOOLS.has(value) ? nested(args.operands, depth) : null;
}

function cargo(words: readonly string[]): Found | null {
  const [first = "", second = "", third = ""] = words;
  if (/^(build|b|rustc|zigbuild|auditable|leptos)$/.test(first)) return found("rust", `cargo ${first}`, true);
  if (first === "install") return found("rust", "cargo install", true);
  if (first === "chef" && second === "cook") return found("rust", `cargo chef ${second}`, true);
  return third === "build" ? found("rust", "cargo build", true) : null;
}
