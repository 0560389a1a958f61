import type { NamedPackage } from "../install.js";
import { has, readArguments, shown, valuesOf } from "../options.js";
import type { ShellWord } from "../script.js";
import { type InstallReader, inside, installOf } from "./call.js";
import { CARGO, GO, GRADLE, MAVEN } from "./syntaxes.js";

/** `path@v1`, or a path of the module at hand. */
function goPackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  // `tool`, `all`, `std` and `cmd` are names of what the module or Go itself brings.
  if (/^(\.{1,3}(\/|$)|\/|~)|\.go$|^(tool|all|std|cmd)$/.test(text)) return { name: text, version: null, word, source: "path" };
  const at = text.lastIndexOf("@");
  return at > 0
    ? { name: text.slice(0, at), version: text.slice(at + 1), word, source: "index" }
    : { name: text, version: null, word, source: "index" };
}

const go: InstallReader = (call) => {
  const args = call.args(GO);
  const [verb, ...operands] = args.operands;
  const value = verb?.value ?? "";
  const directory = valuesOf(args, "-C")[0];
  const manifests = [inside(directory, "go.mod"), inside(directory, "go.sum")];
  const loose = valuesOf(args, "-mod").includes("mod");
  if (value === "mod" && /^(download|vendor|tidy)$/.test(operands[0]?.value ?? "")) {
    const packages = operands.slice(1).map(goPackage);
    return installOf(call, "go", args, { packages, manifests, frozen: operands[0]?.value !== "tidy" });
  }
  if (value === "build" || value === "test" || value === "vet") return installOf(call, "go", args, { manifests, frozen: !loose });
  if (!/^(install|get|run)$/.test(value)) return null;
  // What follows the package of `go run` is the program's.
  const packages = (value === "run" ? operands.slice(0, 1) : operands).map(goPackage);
  const foreign = packages.some(({ source }) => source === "index");
  return installOf(call, "go", args, {
    packages,
    manifests: foreign ? [] : manifests,
    frozen: foreign || value === "get" ? null : !loose,
  });
};

const cargo: InstallReader = (call) => {
  const words = call.words[0]?.text.startsWith("+") ? call.words.slice(1) : call.words;
  const args = readArguments(words, CARGO);
  const [verb, second, ...others] = args.operands;
  const value = verb?.value ?? "";
  const locked = has(args, "--locked", "--frozen");
  if (value === "install" || value === "binstall") {
    const git = valuesOf(args, "--git")[0];
    const path = valuesOf(args, "--path")[0];
    const asked = valuesOf(args, "--version", "--vers")[0] ?? null;
    if (path !== undefined) {
      return installOf(call, "cargo", args, {
        manifests: [inside(path, "Cargo.toml"), inside(path, "Cargo.lock")],
        frozen: locked,
      });
    }
    const packages = [second, ...others].flatMap((word): NamedPackage[] => {
      if (!word) return [];
      if (git !== undefined)
        return [{ name: shown(word), version: valuesOf(args, "--tag", "--rev")[0] ?? null, word, source: "git" }];
      const [name, version] = shown(word).split("@");
      return [{ name: name ?? shown(word), version: version ?? asked, word, source: "index" }];
    });
    return installOf(call, "cargo", args, { packages, frozen: locked });
  }
  if (value === "chef" && second?.value === "cook") {
    return installOf(call, "cargo", args, { manifests: [valuesOf(args, "--recipe-path")[0] ?? "recipe.json"], frozen: locked });
  }
  if (!/^(build|b|fetch|check|c|test|t|run|r|vendor|clippy|rustc|auditable|zigbuild|leptos)$/.test(value)) return null;
  const manifest = valuesOf(args, "--manifest-path")[0];
  const lock = (manifest ?? "Cargo.toml").replace(/Cargo\.toml$/, "Cargo.lock");
  return installOf(call, "cargo", args, { manifests: [manifest ?? "Cargo.toml", lock], frozen: locked });
};

const maven: InstallReader = (call) => {
  const args = call.args(MAVEN);
  const goals = args.operands.map(shown).filter((goal) => !/^(clean|wrapper:wrapper|archetype:.*)$/.test(goal));
  if (goals.length === 0) return null;
  return installOf(call, "maven", args, { manifests: [valuesOf(args, "-f", "--file")[0] ?? "pom.xml"] });
};

const gradle: InstallReader = (call) => {
  const args = call.args(GRADLE);
  const tasks = args.operands.map(shown).filter((task) => !/^(clean|wrapper|tasks|help)$/.test(task));
  if (tasks.length === 0 || has(args, "--version", "-v")) return null;
  const directory = valuesOf(args, "-p", "--project-dir")[0];
  return installOf(call, "gradle", args, {
    manifests: [valuesOf(args, "-b", "--build-file")[0] ?? inside(directory, "build.gradle")],
  });
};

export const COMPILED_READERS: readonly (readonly [program: string, reader: InstallReader])[] = [
  ["go", go],
  ["xx-go", go],
  ["cargo", cargo],
  ["xx-cargo", cargo],
  ["mvn", maven],
  ["mvnw", maven],
  ["gradle", gradle],
  ["gradlew", gradle],
];
