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
const JVM_GOAL =
  /(^|:)(package|install|verify|compile|deploy|native|assemble|build|bootJar|bootWar|shadowJar|jar|war|installDist|classes|distTar|stage|nativeCompile|repackage|jib.*)$/;

/** The builds of a script, in the order of its text. Commands that start the app, watch, test or install are not among them. */
export const buildsOf = ofScript((script: Script): readonly Build[] => {
  const builds: Build[] = [];
  for (const command of script.commands) {
    const { name } = command;
    // Most programs neither build nor run one that does.
    if (name === null || !(READERS.has(name) || name === "php" || name.startsWith("py"))) continue;
    const called = programOf(command);
    const found = called && built(called.program, called.words, 0);
    if (found) builds.push({ ...found, command, range: command.range });
  }
  return builds;
});

function built(program: string, raw: Command["words"], depth: number): Found | null {
  return READERS.get(program)?.(program, raw.map(shown), raw, depth) ?? null;
}

/** Reads the words behind a program as a build; null when they are none. */
type Reader = (program: string, words: readonly string[], raw: Command["words"], depth: number) => Found | null;

/** A program that builds by one of these verbs. */
function byVerb(ecosystem: Build["ecosystem"], verb: RegExp, compiles: boolean): Reader {
  return (program, [first = ""]) => (verb.test(first) ? found(ecosystem, `${program} ${first}`, compiles) : null);
}

const node: Reader = (program, _words, raw, depth) => nodeScript(program, raw, depth);
const runner: Reader = (_program, _words, raw, depth) => nested(raw, depth);

const python: Reader = (_program, [first = "", second = ""]) => {
  if (/(^|\/)setup\.py$/.test(first) && /^(build|bdist|sdist|build_ext|bdist_wheel)/.test(second))
    return found("python", "setup.py build", true);
  return /(^|\/)manage\.py$/.test(first) && /^(collectstatic|compilemessages|compress)$/.test(second)
    ? found("python", `manage.py ${second}`, false)
    : null;
};

const pythonProject: Reader = (program, [first], raw, depth) => {
  if (first === "build") return found("python", `${program} build`, program === "maturin");
  return first === "run" ? nested(raw.slice(1), depth) : null;
};

const wheel: Reader = (_program, [first]) => (first === "wheel" ? found("python", "pip wheel", true) : null);

const go: Reader = (program, words) => {
  const [first = ""] = words;
  return /^(build|install|generate)$/.test(first) && !(first === "install" && words.some((word) => /\w@/.test(word)))
    ? found("go", `${program} ${first}`, first !== "generate")
    : null;
};

const rust: Reader = (_program, words) => cargo(words[0]?.startsWith("+") ? words.slice(1) : words);

const jvm: Reader = (program, _words, raw) => {
  const goals = readArguments(raw, program.startsWith("m") ? MAVEN : GRADLE).operands.map(shown);
  const goal = goals.find((each) => JVM_GOAL.test(each) && !/^dependency:/.test(each));
  return goal === undefined ? null : found("jvm", `${program.replace(/w$/, "")} ${goal}`, true);
};

const jvmTask: Reader = (program, words) => {
  const goal = words.join(" ");
  return program === "ant" || /\b(assembly|stage|compile|package|uberjar|jar|universal:packageBin)\b/.test(goal)
    ? found("jvm", `${program} ${goal}`.trim(), true)
    : null;
};

const dotnet: Reader = (program, [first = ""]) =>
  program === "msbuild" || /^(build|publish|pack|msbuild)$/.test(first) ? found("dotnet", `dotnet ${first}`.trim(), true) : null;

const bundle: Reader = (_program, [first], raw, depth) => (first === "exec" ? nested(raw.slice(1), depth) : null);

const rails: Reader = (program, words) =>
  words.some((word) => /^(assets|webpacker|vite|css|javascript|tailwindcss):(precompile|compile|build)$/.test(word))
    ? found("ruby", `${program} assets:precompile`, false)
    : null;

const mix: Reader = (_program, words) => {
  const task = words.find((word) => /^(compile|release|assets\.(deploy|build)|phx\.digest|escript\.build),?$/.test(word));
  return task === undefined ? null : found("elixir", `mix ${task.replace(/,$/, "")}`, /^(compile|release|escript)/.test(task));
};

const phpExtension: Reader = (program) => found("php", program, true);
const pecl: Reader = (_program, [first, second = ""]) =>
  first === "install" ? found("php", `pecl install ${second}`.trim(), true) : null;
const composer: Reader = (_program, [first, second = ""]) =>
  first === "run-script" && BUILD_SCRIPT.test(second) ? found("php", `composer ${first} ${second}`, false) : null;
const hugo: Reader = (_program, [first]) => (first === "server" ? null : found("go", "hugo", false));
const pyinstaller: Reader = (program) => found("python", program, true);

const nodeTool: Reader = (program, words) => {
  const needed = NODE_TOOLS.get(program) ?? null;
  const watches = words.some((word) => /^(-w|--watch|--serve|-h|--help|-v|--version|--init|--noEmit)$/.test(word));
  const verb = words.find((word) => !word.startsWith("-")) ?? "";
  if (watches || (needed !== null && !needed.test(verb))) return null;
  const named = needed !== null && verb !== "" ? `${program} ${verb}` : program;
  return found("node", named, /^(tsc|tsup|swc|babel|node-gyp|nest|ng)/.test(program));
};

const native: Reader = (program, words) => {
  const asks = words.some((word) => /^(--version|-v|--help|-dumpversion|-dumpmachine|-print-\S+)$/.test(word));
  const makes = program.endsWith("make");
  // A target that runs or cleans builds nothing.
  const targets = words.filter((word) => !/^-|=/.test(word));
  const idle = makes && targets.length > 0 && targets.every((word) => /^(clean|distclean|run|start|test|check)$/.test(word));
  return asks || idle ? null : found("native", `${program} ${makes ? (words[0] ?? "") : ""}`.trim(), true);
};

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[...NODE_TOOLS.keys()].map((name): [string, Reader] => [name, nodeTool]),
  ...all(
    native,
    "make gmake cmake ninja meson scons gcc g++ cc c++ clang clang++ rustc javac kotlinc scalac ghc nim zig swiftc bazel bazelisk",
  ),
  ...all(node, "npm pnpm yarn bun"),
  ...all(runner, "npx bunx pnpx"),
  ...all(python, "python python3"),
  ["django-admin", byVerb("python", /^(collectstatic|compilemessages)$/, false)],
  ...all(pythonProject, "poetry uv hatch maturin"),
  ...all(wheel, "pip pip3"),
  ["pyinstaller", pyinstaller],
  ...all(go, "go garble"),
  ...all(byVerb("go", /^(build|install)$/, true), "xcaddy xk6 xx-go tinygo"),
  ["hugo", hugo],
  ...all(rust, "cargo xx-cargo"),
  ...all(byVerb("rust", /^build$/, true), "wasm-pack trunk"),
  ...all(jvm, "mvn mvnw gradle gradlew"),
  ...all(jvmTask, "sbt lein ant mill"),
  ...all(dotnet, "dotnet msbuild"),
  ["bundle", bundle],
  ...all(rails, "rake rails bin/rails"),
  ["bootsnap", byVerb("ruby", /^precompile$/, false)],
  ...all(byVerb("ruby", /^build$/, false), "jekyll middleman"),
  ["mix", mix],
  ["rebar3", byVerb("elixir", /^(compile|release|tar|as)$/, true)],
  ...all(phpExtension, "docker-php-ext-install phpize"),
  ["pecl", pecl],
  ["composer", composer],
  ...all(byVerb("native", /^(build|install)$/, true), "stack cabal dub shards dune"),
  ...all(byVerb("native", /^build$/, true), "swift crystal flutter"),
  ["dart", byVerb("native", /^compile$/, true)],
]);

function all(reader: Reader, names: string): [string, Reader][] {
  return names.split(" ").map((name) => [name, reader]);
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
  return built(program, rest, depth + 1);
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
