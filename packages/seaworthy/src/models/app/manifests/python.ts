import { parse } from "smol-toml";
import type { Manifest } from "../app.js";
import { list, manifest, pythonName, requirement, strings, type Table, table } from "./reader.js";

/** requirements*.txt. */
export function readRequirements(path: string, text: string): Manifest {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const entry = /^\s*(?:#|-|https?:|git\+|\.)/.test(line) ? null : requirement(line);
    if (entry) found.set(...entry);
  }
  const dev = /(?:dev|test|lint|docs?|ci)[^/]*\.(?:txt|in)$/i.test(path.slice(path.lastIndexOf("/") + 1));
  return manifest(path, "requirements.txt", dev ? { devDependencies: found } : { dependencies: found }, text.length);
}

/** pyproject.toml: PEP 621, Poetry, PDM, uv and dependency groups. Null when it is not TOML. */
export function readPyproject(path: string, text: string): Manifest | null {
  const root = toml(text);
  if (!root) return null;
  const project = table(root.project);
  const poetry = table(table(root.tool).poetry);
  const dependencies = new Map<string, string>();
  const devDependencies = new Map<string, string>();
  add(dependencies, project.dependencies);
  for (const group of Object.values(table(project["optional-dependencies"]))) add(dependencies, group);
  add(dependencies, poetry.dependencies);
  for (const [name, group] of Object.entries(table(poetry.group))) {
    add(/^(?:main|prod)/.test(name) ? dependencies : devDependencies, table(group).dependencies);
  }
  add(devDependencies, poetry["dev-dependencies"]);
  for (const group of Object.values(table(root["dependency-groups"]))) add(devDependencies, group);
  for (const group of Object.values(table(table(table(root.tool).pdm)["dev-dependencies"]))) add(devDependencies, group);
  add(devDependencies, table(table(root.tool).uv)["dev-dependencies"]);
  const scripts = new Map([...strings(project.scripts), ...strings(poetry.scripts)]);
  return manifest(path, "pyproject.toml", { dependencies, devDependencies, scripts }, text.length);
}

/** Pipfile. Null when it is not TOML. */
export function readPipfile(path: string, text: string): Manifest | null {
  const root = toml(text);
  if (!root) return null;
  const dependencies = new Map<string, string>();
  const devDependencies = new Map<string, string>();
  add(dependencies, root.packages);
  add(devDependencies, root["dev-packages"]);
  return manifest(path, "Pipfile", { dependencies, devDependencies, scripts: strings(root.scripts) }, text.length);
}

/** setup.py and setup.cfg: the quoted or listed requirements that follow `install_requires`. */
export function readSetup(path: string, text: string): Manifest {
  const dependencies = new Map<string, string>();
  const from = /install_requires\s*=\s*/.exec(text);
  if (from) {
    const rest = text.slice(from.index + from[0].length, from.index + 20_000);
    const stop = rest.startsWith("[") ? rest.indexOf("]") : rest.search(/\n\S|\n\s*\n/);
    for (const part of rest.slice(0, stop < 0 ? rest.length : stop).split(/[\n,]/)) {
      const entry = requirement(part.replace(/["'[\]]/g, ""));
      if (entry) dependencies.set(...entry);
    }
  }
  return manifest(path, path.endsWith(".cfg") ? "setup.cfg" : "setup.py", { dependencies }, text.length);
}

function add(into: Map<string, string>, from: unknown): void {
  for (const entry of list(from)) {
    const read = typeof entry === "string" ? requirement(entry) : null;
    if (read) into.set(...read);
  }
  for (const [name, value] of Object.entries(table(from))) {
    if (name !== "python") into.set(pythonName(name), typeof value === "string" ? value : String(table(value).version ?? ""));
  }
}

function toml(text: string): Table | null {
  try {
    return table(parse(text.replace(/^\uFEFF/, "")));
  } catch {
    return null;
  }
}
