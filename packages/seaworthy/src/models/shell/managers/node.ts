import type { NamedPackage } from "../install.js";
import { type Arguments, denies, has, shown, valuesOf } from "../options.js";
import type { ShellWord } from "../script.js";
import { type Call, type InstallReader, inside, installOf, switched } from "./call.js";
import { BUN, DENO, NPM, PNPM, YARN } from "./syntaxes.js";

const NPM_INSTALL = /^(install|i|in|ins|inst|insta|instal|isnt|isnta|isntal|isntall|add|install-test|it)$/;
const NPM_CI = /^(ci|clean-install|ic|install-clean|isntall-clean|install-ci-test|cit|clean-install-test|sit)$/;

/** `name@1`, `@scope/name@1`, a path, a tarball, a URL, a git repository with `#reference`. */
function nodePackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  const reference = /#(?:semver:)?(.+)$/.exec(text)?.[1] ?? null;
  if (/^(file:|link:|\.{1,2}(\/|$)|\/|~\/)/.test(text)) return { name: text, version: null, word, source: "path" };
  if (/^(git(\+\w+)?:|github:|gitlab:|bitbucket:|gist:|git@)/.test(text) || /^https?:.*\.git(#|$)/.test(text)) {
    return { name: text.replace(/#.*$/, ""), version: reference, word, source: "git" };
  }
  if (/^https?:\/\//.test(text)) return { name: text, version: null, word, source: "url" };
  if (/\.(tgz|tar|tar\.gz)$/.test(text)) return { name: text, version: null, word, source: "path" };
  if (/^[^@\s$]+\/[^@\s]+$/.test(text)) return { name: text.replace(/#.*$/, ""), version: reference, word, source: "git" };
  const split = /^(@?[^@]+)@(.+)$/s.exec(text);
  return { name: split?.[1] ?? text, version: split?.[2] ?? null, word, source: "index" };
}

function nodeEnv(call: Call): boolean | null {
  const value = call.env("NODE_ENV");
  return value === null ? null : value === "production";
}

function npmProduction(call: Call, args: Arguments): boolean | null {
  const omit = [...valuesOf(args, "--omit"), call.env("npm_config_omit"), call.env("NPM_CONFIG_OMIT")];
  const only = valuesOf(args, "--only");
  if (valuesOf(args, "--include", "--also").some((value) => /^dev/.test(value)) || has(args, "--dev")) return false;
  if (denies(args, "--production", "--prod") || only.some((value) => /^dev/.test(value))) return false;
  if (omit.some((value) => value?.split(/[\s,]/).includes("dev")) || only.some((value) => /^prod/.test(value))) return true;
  if (has(args, "--production", "--prod")) return true;
  if (switched(call.env("NPM_CONFIG_PRODUCTION") ?? call.env("npm_config_production"))) return true;
  return nodeEnv(call);
}

/** A named install joins what the manifest asks for, which may not be there: only "left out" is certain. */
function named(packages: readonly NamedPackage[], production: boolean | null): boolean | null {
  return packages.length > 0 && production === false ? null : production;
}

const npm: InstallReader = (call) => {
  const args = call.args(NPM);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  const clean = NPM_CI.test(value);
  if (!clean && !NPM_INSTALL.test(value)) return null;
  const packages = clean ? [] : names.map(nodePackage);
  if (has(args, "-g", "--global") || valuesOf(args, "--location").includes("global"))
    return installOf(call, "npm", args, { packages });
  const directory = valuesOf(args, "--prefix", "-C")[0];
  return installOf(call, "npm", args, {
    packages,
    manifests: [inside(directory, "package.json"), inside(directory, "package-lock.json")],
    frozen: clean ? true : packages.length > 0 ? null : false,
    production: named(packages, npmProduction(call, args)),
  });
};

const yarn: InstallReader = (call) => {
  const args = call.args(YARN);
  const verbs = args.operands.map(shown);
  const directory = valuesOf(args, "--cwd")[0];
  const manifests = [inside(directory, "package.json"), inside(directory, "yarn.lock")];
  if (verbs[0] === "global" && verbs[1] === "add") {
    return installOf(call, "yarn", args, { packages: args.operands.slice(2).map(nodePackage) });
  }
  const add = verbs[0] === "add" ? 1 : verbs[0] === "workspace" && verbs[2] === "add" ? 3 : 0;
  if (add > 0) return installOf(call, "yarn", args, { packages: args.operands.slice(add).map(nodePackage), manifests });
  const focus = verbs[0] === "workspaces" && verbs[1] === "focus";
  if (focus) return installOf(call, "yarn", args, { manifests, production: has(args, "--production") });
  const bare = verbs.length === 0 && !has(args, "-v", "--version", "-h", "--help");
  // Classic takes and ignores what follows install.
  if (!bare && verbs[0] !== "install") return null;
  const immutable = has(args, "--immutable", "--immutable-cache");
  const enforced = switched(call.env("YARN_ENABLE_IMMUTABLE_INSTALLS"));
  const frozen = immutable || has(args, "--frozen-lockfile", "--pure-lockfile") || enforced === true;
  const open = denies(args, "--immutable", "--frozen-lockfile");
  return installOf(call, "yarn", args, {
    manifests,
    frozen: open ? false : frozen && !onlyPure(args) ? true : enforced === null ? null : false,
    production: has(args, "--production", "--prod")
      ? true
      : denies(args, "--production", "--prod") || immutable
        ? false
        : nodeEnv(call),
  });
};

/** `--pure-lockfile` writes no lockfile, but resolves anew all the same. */
function onlyPure(args: Arguments): boolean {
  return has(args, "--pure-lockfile") && !has(args, "--frozen-lockfile", "--immutable");
}

const pnpm: InstallReader = (call) => {
  const args = call.args(PNPM);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  const directory = valuesOf(args, "-C", "--dir")[0];
  const lock = inside(directory, "pnpm-lock.yaml");
  const left = has(args, "--prod", "-P", "--production")
    ? true
    : has(args, "--dev", "-D") || denies(args, "--prod")
      ? false
      : null;
  const production = left ?? nodeEnv(call);
  const manifests = [inside(directory, "package.json"), lock];
  if (value === "fetch") return installOf(call, "pnpm", args, { manifests: [lock], frozen: true, production });
  if (value === "deploy") return installOf(call, "pnpm", args, { manifests, production });
  if (!/^(install|i|add|ci|clean-install|install-clean|install-test|it)$/.test(value)) return null;
  const packages = names.map(nodePackage);
  if (has(args, "-g", "--global")) return installOf(call, "pnpm", args, { packages });
  const loose = has(args, "--no-frozen-lockfile", "--fix-lockfile") || denies(args, "--frozen-lockfile");
  const frozen = loose ? false : has(args, "--frozen-lockfile") || /^c|clean/.test(value) || switched(call.env("CI"));
  return installOf(call, "pnpm", args, {
    packages,
    manifests,
    frozen: packages.length > 0 ? null : frozen === undefined ? false : frozen,
    production: named(packages, production),
  });
};

const bun: InstallReader = (call) => {
  const args = call.args(BUN);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  if (!/^(install|i|add|a|ci)$/.test(value)) return null;
  const packages = names.map(nodePackage);
  if (has(args, "-g", "--global")) return installOf(call, "bun", args, { packages });
  const directory = valuesOf(args, "--cwd")[0];
  const omitted = has(args, "--production", "-p", "--prod") || valuesOf(args, "--omit").includes("dev");
  return installOf(call, "bun", args, {
    packages,
    manifests: [inside(directory, "package.json"), inside(directory, "bun.lock")],
    frozen: packages.length > 0 ? null : value === "ci" || has(args, "--frozen-lockfile"),
    production: omitted ? true : named(packages, nodeEnv(call)),
  });
};

const deno: InstallReader = (call) => {
  const args = call.args(DENO);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  if (!/^(install|i|add|cache|ci)$/.test(value)) return null;
  const packages = value === "cache" || value === "ci" ? [] : names.map(denoPackage);
  return installOf(call, "deno", args, {
    packages,
    manifests: packages.length > 0 ? [] : ["deno.json", "deno.lock"],
    frozen: value === "ci" || has(args, "--frozen", "--frozen-lockfile") ? true : packages.length > 0 ? null : false,
  });
};

/** `jsr:@scope/name@1`, `npm:name@1`, a URL or a path. */
function denoPackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  const split = /^((?:jsr|npm):@?[^@]+)(?:@(.+))?$/s.exec(text);
  if (split) return { name: split[1] ?? text, version: split[2] ?? null, word, source: "index" };
  if (/^https?:\/\//.test(text)) return { name: text, version: /@(v?\d[^/]*)/.exec(text)?.[1] ?? null, word, source: "url" };
  return { name: text, version: null, word, source: "path" };
}

export const NODE_READERS: readonly (readonly [program: string, reader: InstallReader])[] = [
  ["npm", npm],
  ["yarn", yarn],
  ["yarnpkg", yarn],
  ["pnpm", pnpm],
  ["bun", bun],
  ["deno", deno],
];
