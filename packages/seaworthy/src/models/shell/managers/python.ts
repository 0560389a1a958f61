import type { LanguageManager, NamedPackage } from "../install.js";
import { type Arguments, has, shown, valuesOf } from "../options.js";
import type { ShellWord } from "../script.js";
import { type Call, type InstallReader, inside, installOf, switched } from "./call.js";
import { CONDA, PDM, PIP, PIPENV, POETRY, UV } from "./syntaxes.js";

/** `name==1`, `name[extra]>=1`, `name @ url`, `git+https://…@ref#egg=…`, a path, an archive. */
function pythonPackage(word: ShellWord): NamedPackage {
  const text = shown(word).trim();
  const url = /^[\w.[\],-]+\s*@\s*(\S.*)$/s.exec(text)?.[1] ?? text;
  if (/^(git|hg|svn|bzr)\+/.test(url)) {
    const plain = url.replace(/[#&].*$/, "");
    // The reference stands after the @ of the path, not after that of the user.
    const reference = /^[^:]+:\/\/[^/]+\/.*@([^@/]+(?:\/[^@]+)*)$/.exec(plain)?.[1] ?? null;
    return { name: reference === null ? plain : plain.slice(0, -reference.length - 1), version: reference, word, source: "git" };
  }
  if (/^(https?|ftp):\/\//.test(url)) return { name: url, version: null, word, source: "url" };
  if (/^(file:|[./~])/.test(text) || /\.(whl|tar\.gz|tgz|zip|tar\.bz2)$/.test(text) || /^[^=<>!~;@$[]*\//.test(text)) {
    return { name: text, version: null, word, source: "path" };
  }
  const split = /^([^\s=<>!~;[]+(?:\[[^\]]*\])?)\s*([=<>!~]+)?\s*([^;]*)/s.exec(text);
  const version =
    split?.[2] === undefined ? null : /^={2,3}$/.test(split[2]) ? (split[3] ?? "").trim() : `${split[2]}${split[3]?.trim()}`;
  return { name: (split?.[1] ?? text).replace(/\[.*$/, ""), version, word, source: "index" };
}

/** The project file of an editable or plain path that is a directory. */
function projectManifest(path: string): readonly string[] {
  const directory = path.replace(/^file:(\/\/)?/, "").replace(/\[[^\]]*\]$/, "");
  // A glob stands for archives that were built before: `pip install /wheels/*`.
  if (!/^[./~]/.test(directory) || /\.(whl|gz|tgz|zip|bz2)$|[*?]/.test(directory)) return [];
  return [inside(directory, "pyproject.toml")];
}

function pipInstall(call: Call, manager: LanguageManager, args: Arguments, names: readonly ShellWord[]) {
  const editable = args.options
    .filter(({ name }) => name === "-e" || name === "--editable")
    .flatMap(({ word }) => (word ? [word] : []));
  const packages = [...names, ...args.rest].map(pythonPackage);
  for (const word of editable) {
    const text = shown(word).replace(/^--editable=/, "");
    packages.push(/^(git|hg|svn|bzr)\+/.test(text) ? pythonPackage(word) : { name: text, version: null, word, source: "path" });
  }
  const manifests = [
    ...valuesOf(args, "-r", "--requirement", "--requirements"),
    ...(valuesOf(args, "--group").length > 0 ? ["pyproject.toml"] : []),
    ...packages.flatMap(({ name, source }) => (source === "path" ? projectManifest(name) : [])),
  ];
  const hashes = has(args, "--require-hashes") || switched(call.env("PIP_REQUIRE_HASHES")) === true;
  const anew = packages.some(({ source }) => source === "path") && !has(args, "--no-deps");
  return installOf(call, manager, args, {
    packages,
    manifests: [...new Set(manifests)],
    frozen: hashes ? true : anew ? false : null,
  });
}

const pip: InstallReader = (call) => {
  const args = call.args(PIP);
  const [verb, ...names] = args.operands;
  // `pip wheel` fetches and builds what a later stage installs.
  return verb?.value === "install" || verb?.value === "wheel" ? pipInstall(call, "pip", args, names) : null;
};

const pipx: InstallReader = (call) => {
  const args = call.args(PIP);
  const [verb, ...names] = args.operands;
  return verb?.value === "install" ? installOf(call, "pip", args, { packages: names.map(pythonPackage) }) : null;
};

const pipSync: InstallReader = (call) => {
  const args = call.args(PIP);
  const manifests = args.operands.length > 0 ? args.operands.map(shown) : ["requirements.txt"];
  return installOf(call, "pip", args, { manifests, frozen: has(args, "--require-hashes") ? true : null });
};

const pipenv: InstallReader = (call) => {
  const args = call.args(PIPENV);
  const [verb, ...names] = args.operands;
  if (verb?.value !== "install" && verb?.value !== "sync") return null;
  const packages = names.map(pythonPackage);
  const enforced = verb.value === "sync" || has(args, "--deploy", "--ignore-pipfile");
  return installOf(call, "pipenv", args, {
    packages,
    manifests: [...valuesOf(args, "-r", "--requirements"), "Pipfile", "Pipfile.lock"],
    frozen: enforced ? true : packages.length > 0 ? null : false,
    production: !has(args, "--dev", "-d"),
  });
};

const poetry: InstallReader = (call) => {
  const args = call.args(POETRY);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  if (!/^(install|sync|add|update)$/.test(value)) return null;
  const groups = (...flags: readonly string[]) => valuesOf(args, ...flags).flatMap((list) => list.split(/[\s,]+/));
  const only = groups("--only");
  const left =
    has(args, "--no-dev", "--only-root") ||
    groups("--without").includes("dev") ||
    (only.length > 0 && !only.some((group) => /^dev/.test(group)));
  return installOf(call, "poetry", args, {
    packages: value === "add" ? names.map((word) => poetryPackage(word)) : [],
    manifests: ["pyproject.toml", "poetry.lock"],
    frozen: value === "update" ? false : null,
    production: left,
  });
};

/** As pip writes them, and `name@^1`. */
function poetryPackage(word: ShellWord): NamedPackage {
  const split = /^([\w.-]+)(?:\[[^\]]*\])?@([^@/]+)$/.exec(shown(word));
  return split ? { name: split[1] ?? "", version: split[2] ?? null, word, source: "index" } : pythonPackage(word);
}

const uv: InstallReader = (call) => {
  const args = call.args(UV);
  const [verb, second, ...others] = args.operands;
  const value = verb?.value ?? "";
  if (value === "pip" && second?.value === "install") return pipInstall(call, "uv", args, others);
  if (value === "pip" && second?.value === "sync") {
    return installOf(call, "uv", args, { manifests: others.map(shown), frozen: has(args, "--require-hashes") ? true : null });
  }
  if (value === "tool" && second?.value === "install")
    return installOf(call, "uv", args, { packages: others.map(poetryPackage) });
  if (value !== "sync" && value !== "add") return null;
  const directory = valuesOf(args, "--project", "--directory")[0];
  const env = switched(call.env("UV_FROZEN") ?? call.env("UV_LOCKED"));
  const withDev = valuesOf(args, "--group").some((group) => /^dev/.test(group));
  const left =
    has(args, "--no-dev", "--no-default-groups", "--only-group") ||
    valuesOf(args, "--no-group").includes("dev") ||
    switched(call.env("UV_NO_DEV") ?? call.env("UV_NO_DEFAULT_GROUPS")) === true;
  return installOf(call, "uv", args, {
    packages: value === "add" ? [second, ...others].flatMap((word) => (word ? [pythonPackage(word)] : [])) : [],
    manifests: [inside(directory, "pyproject.toml"), inside(directory, "uv.lock")],
    frozen: has(args, "--frozen", "--locked") || env === true ? true : env === null ? null : false,
    production: left && !withDev,
  });
};

const pdm: InstallReader = (call) => {
  const args = call.args(PDM);
  const [verb, ...names] = args.operands;
  const value = verb?.value ?? "";
  if (!/^(install|sync|add)$/.test(value)) return null;
  const enforced = value === "sync" || has(args, "--frozen-lockfile", "--no-lock", "--check");
  return installOf(call, "pdm", args, {
    packages: value === "add" ? names.map(pythonPackage) : [],
    manifests: ["pyproject.toml", "pdm.lock"],
    frozen: value === "add" ? null : enforced ? true : null,
    production: has(args, "--prod", "--production", "--no-dev") && !has(args, "--dev"),
  });
};

const conda: InstallReader = (call) => {
  const args = call.args(CONDA);
  const [verb, second, ...others] = args.operands;
  const value = verb?.value ?? "";
  const env = value === "env" && (second?.value === "create" || second?.value === "update");
  if (!env && !/^(install|create|update|upgrade)$/.test(value)) return null;
  const files = valuesOf(args, "-f", "--file");
  const packages = env ? [] : [second, ...others].flatMap((word) => (word ? [condaPackage(word)] : []));
  return installOf(call, "conda", args, { packages, manifests: env && files.length === 0 ? ["environment.yml"] : files });
};

/** `name`, `name=1`, `name==1=build`, `channel::name>=1`. */
function condaPackage(word: ShellWord): NamedPackage {
  const text = shown(word);
  if (/^(https?:|[./])/.test(text)) return { name: text, version: null, word, source: /^http/.test(text) ? "url" : "path" };
  const split = /^(?:.*::)?([^=<>!~\s[]+)\s*([=<>!~]+)?\s*(.*)$/s.exec(text);
  const version = split?.[2] === undefined ? null : /^==?$/.test(split[2]) ? (split[3] ?? null) : `${split[2]}${split[3]}`;
  return { name: split?.[1] ?? text, version, word, source: "index" };
}

export const PYTHON_READERS: readonly (readonly [program: string, reader: InstallReader])[] = [
  ["pip", pip],
  ["pipx", pipx],
  ["pip-sync", pipSync],
  ["pipenv", pipenv],
  ["poetry", poetry],
  ["uv", uv],
  ["pdm", pdm],
  ["conda", conda],
  ["mamba", conda],
  ["micromamba", conda],
];
