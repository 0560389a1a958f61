import type { NamedPackage } from "../install.js";
import { has, shown, valuesOf } from "../options.js";
import type { Command, ShellWord } from "../script.js";
import { type Call, type InstallReader, inside, installOf, switched } from "./call.js";
import { BUNDLE, COMPOSER, DOTNET, GEM, MIX } from "./syntaxes.js";

/** A setting of Bundler: of the environment, or of an earlier `bundle config`. Undefined when it is not set here. */
function bundleSetting(call: Call, name: string): string | null | undefined {
  let found: string | null | undefined = call.env(`BUNDLE_${name.toUpperCase()}`);
  for (const command of call.before) found = configured(command, name) ?? found;
  return found;
}

/** `bundle config [set] [--local|--global] name value…`. */
function configured(command: Command, name: string): string | undefined {
  if (command.name !== "bundle" && command.name !== "bundler") return undefined;
  const [verb, ...rest] = command.words.slice(1).filter((word) => !word.text.startsWith("-"));
  if (verb?.value !== "config") return undefined;
  const [key, ...values] = rest[0]?.value === "set" ? rest.slice(1) : rest;
  return key?.value === name && values.length > 0 ? values.map(shown).join(" ") : undefined;
}

const bundle: InstallReader = (call) => {
  const args = call.args(BUNDLE);
  const [verb, ...others] = args.operands;
  if (verb === undefined ? has(args, "-v", "--version", "-h", "--help") : verb.value !== "install" && verb.value !== "i")
    return null;
  const states = [switched(bundleSetting(call, "deployment")), switched(bundleSetting(call, "frozen"))];
  const groups = [...valuesOf(args, "--without"), ...others.map(shown), bundleSetting(call, "without")];
  const only = bundleSetting(call, "only");
  const left =
    groups.some((list) => list?.split(/[\s:,'"]+/).some((group) => /^dev/.test(group))) || /\bprod|\bdefault/.test(only ?? "");
  const gemfile = valuesOf(args, "--gemfile")[0] ?? bundleSetting(call, "gemfile") ?? "Gemfile";
  return installOf(call, "bundler", args, {
    manifests: [gemfile, `${gemfile}.lock`],
    frozen: has(args, "--deployment", "--frozen") || states.includes(true) ? true : states.includes(null) ? null : false,
    production: left ? true : groups.includes(null) ? null : false,
  });
};

const gem: InstallReader = (call) => {
  const args = call.args(GEM);
  const [verb, ...names] = args.operands;
  // `gem update --system` renews RubyGems itself.
  if (!/^(install|i|update)$/.test(verb?.value ?? "") || has(args, "--system")) return null;
  const asked = valuesOf(args, "-v", "--version")[0] ?? null;
  const packages = names.map((word): NamedPackage => {
    const text = shown(word);
    if (/\.gem$|^[./~]/.test(text)) return { name: text, version: null, word, source: "path" };
    const split = /^([^:]+):(.+)$/s.exec(text);
    return { name: split?.[1] ?? text, version: split?.[2] ?? asked, word, source: "index" };
  });
  return installOf(call, "gem", args, { packages, manifests: has(args, "-g", "--file") ? ["Gemfile"] : [] });
};

const composer: InstallReader = (call) => {
  const args = call.args(COMPOSER);
  const operands = args.operands[0]?.value === "global" ? args.operands.slice(1) : args.operands;
  const global = operands !== args.operands;
  const [verb, ...names] = operands;
  const value = verb?.value ?? "";
  const directory = valuesOf(args, "-d", "--working-dir")[0];
  const manifests = global ? [] : [inside(directory, "composer.json"), inside(directory, "composer.lock")];
  const dev = switched(call.env("COMPOSER_NO_DEV"));
  const production = has(args, "--no-dev", "--update-no-dev") ? true : dev === undefined ? has(args, "--dev") && null : dev;
  if (value === "create-project") {
    const [word, , version] = names;
    const packages = word ? [{ ...composerPackage(word), ...(version ? { version: shown(version) } : {}) }] : [];
    return installOf(call, "composer", args, { packages, production });
  }
  if (value === "require" || value === "req" || value === "r") {
    const packages = pairVersions(names).map(([word, version]) => ({
      ...composerPackage(word),
      ...(version ? { version: shown(version) } : {}),
    }));
    return installOf(call, "composer", args, { packages, manifests, production: global ? null : production });
  }
  if (value === "install" || value === "i") return installOf(call, "composer", args, { manifests, production });
  if (value === "update" || value === "u" || value === "upgrade") {
    return installOf(call, "composer", args, { manifests, frozen: false, production });
  }
  return null;
};

/** `vendor/name:1`, `vendor/name=1`. */
function composerPackage(word: ShellWord): NamedPackage {
  const split = /^([^:=]+)[:=](.+)$/s.exec(shown(word));
  return { name: split?.[1] ?? shown(word), version: split?.[2] ?? null, word, source: "index" };
}

/** A version may stand as the word behind its package: `composer require vendor/name ^1.2`. */
function pairVersions(words: readonly ShellWord[]): readonly (readonly [ShellWord, ShellWord | null])[] {
  const pairs: [ShellWord, ShellWord | null][] = [];
  for (const word of words) {
    const last = pairs.at(-1);
    if (last && /^[\^~<>=*\dv]/.test(shown(word)) && !shown(word).includes("/")) last[1] = word;
    else pairs.push([word, null]);
  }
  return pairs;
}

const dotnet: InstallReader = (call) => {
  const args = call.args(DOTNET);
  const [verb, second, ...others] = args.operands;
  const value = verb?.value ?? "";
  const properties = [...args.operands.map(shown), ...args.options.map(({ name, value: given }) => `${name}=${given}`)].join(" ");
  if (
    (value === "tool" && /^(install|update)$/.test(second?.value ?? "")) ||
    (value === "add" && others.some((word) => word.value === "package"))
  ) {
    const word = value === "tool" ? others[0] : others[others.findIndex((each) => each.value === "package") + 1];
    const [name, inline] = (word ? shown(word) : "").split("@");
    const version = inline ?? valuesOf(args, "--version", "-v")[0] ?? null;
    return installOf(call, "nuget", args, { packages: word ? [{ name: name ?? "", version, word, source: "index" }] : [] });
  }
  if (!/^(restore|build|publish|test|run|pack)$/.test(value) || has(args, "--no-restore", "--no-build")) return null;
  const manifests = args.operands
    .slice(1)
    .map(shown)
    .filter((word) => /\.(\w+proj|slnx?|slnf)$/.test(word));
  const locked = has(args, "--locked-mode") || /RestoreLockedMode=true/i.test(properties);
  return installOf(call, "nuget", args, { manifests, frozen: locked ? true : null });
};

const mix: InstallReader = (call) => {
  const args = call.args(MIX);
  const value = args.operands[0]?.value ?? "";
  if (value !== "deps.get" && value !== "deps.update" && value !== "do") return null;
  if (value === "do" && !args.operands.some((word) => /^deps\.get,?$/.test(shown(word)))) return null;
  const only = valuesOf(args, "--only");
  const unknown = only.some((each) => each.includes("$"));
  return installOf(call, "mix", args, {
    manifests: ["mix.exs", "mix.lock"],
    frozen: has(args, "--check-locked") ? true : value === "deps.update" ? false : null,
    production: only.includes("prod") ? true : unknown ? null : false,
  });
};

export const HOSTED_READERS: readonly (readonly [program: string, reader: InstallReader])[] = [
  ["bundle", bundle],
  ["bundler", bundle],
  ["gem", gem],
  ["composer", composer],
  ["composer.phar", composer],
  ["dotnet", dotnet],
  ["mix", mix],
];
