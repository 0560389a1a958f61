import { type Edit, inserted, replaced } from "../../core/edit.js";
import { secretInPlaceOfArgument } from "../compose/build-secret-edit.js";
import type { Dockerfile, RunFacts } from "../dockerfile/dockerfile.js";
import { withoutLines } from "../dockerfile/edit/lines.js";
import { cacheFolder, dependencySteps } from "./dependency-steps.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

/** A credential that the build takes as an argument taken by a secret mount, in the Dockerfile and in the Compose files that hand it over; or why it stays. */
export function mountedArgument(service: Service, name: string, read: Read): readonly Edit[] | string {
  const { dockerfile, deployments } = service;
  if (!dockerfile) return "the Dockerfile could not be read";
  const id = name.toLowerCase();
  const edits: Edit[] = [];
  const declared = dockerfile.instructions.filter((one) => one.keyword === "ARG" && one.pairs.some((pair) => pair.name === name));
  const used = new RegExp(`\\$\\{?${name}\\b`);
  const other = dockerfile.instructions.find((one) => one.keyword !== "RUN" && one.keyword !== "ARG" && used.test(one.text));
  if (other) return `${other.keyword} uses ${name}, and stays in the image`;
  for (const one of declared) {
    if (one.keyword !== "ARG" || one.pairs.length > 1) return `${name} is declared together with other arguments`;
    const removed = withoutLines(dockerfile, one);
    if (typeof removed === "string") return removed;
    edits.push(removed);
  }
  const runs = new Map<number, RunFacts>(
    dockerfile.stages.flatMap(({ facts }) => facts.runs.map((run) => [run.instruction.range[0], run])),
  );
  let kept = false;
  const mounts = new Map<number, string[]>();
  const mount = (run: RunFacts, text: string): void => {
    const at = run.instruction.keywordRange[1];
    mounts.set(at, [...(mounts.get(at) ?? []), ` --mount=type=${text}`]);
  };
  for (const run of runs.values()) {
    const { instruction } = run;
    const own = instruction.heredocs.some(({ body }) => used.test(body)) || used.test(instruction.text);
    const file = own ? npmrc(dockerfile, run, name) : null;
    if (file) {
      edits.push(file);
      kept = true;
      continue;
    }
    // Whatever reads .npmrc wants its variable.
    const installs = run.script?.commands.some((one) => /^(?:npm|yarn|pnpm)$/.test(one.name ?? "")) === true;
    if (own || (kept && installs)) mount(run, `secret,id=${id},env=${name}`);
  }
  if (mounts.size > 0) {
    // A file that has mounts is for a builder that keeps caches: an install without one would stand out.
    for (const { run, primed, tool, family } of service.stage
      ? dependencySteps(dockerfile, service.stage, service.context)
      : []) {
      const target = cacheFolder(tool, family);
      const isRoot = /^(?:root|0)(?::|$)/.test(run.user.value);
      const added = mounts.get(run.instruction.keywordRange[1]) ?? [];
      const has = run.instruction.mounts.some(({ type }) => type === "cache") || added.some((one) => one.includes("cache,"));
      if (primed !== "earlier" && target !== null && isRoot && !has) mount(run, `cache,target=${target}`);
    }
  }
  for (const [at, texts] of mounts) edits.push(inserted(dockerfile.path, at, texts.join("")));
  const handed = new Map<string, number>();
  for (const { compose } of deployments) {
    const argument = compose?.build?.args.get(name);
    if (argument) handed.set(`${argument.place.file}\0${argument.place.range[0]}`, argument.place.range[0]);
  }
  for (const [key, offset] of handed) {
    const file = key.split("\0")[0] ?? "";
    const text = read(file);
    if (text === null) return `${file} cannot be read`;
    const changed = secretInPlaceOfArgument(file, text, name, id, offset);
    if (typeof changed === "string") return changed;
    edits.push(...changed);
  }
  return edits;
}

/** `echo "//host/:_authToken=$TOKEN" > .npmrc` writes the name of the variable in place of its value: npm reads it when it installs. */
function npmrc(file: Dockerfile, { script }: RunFacts, name: string): Edit | null {
  const [only] = script?.commands ?? [];
  if (script?.commands.length !== 1 || !only || !/^(?:echo|printf)$/.test(only.name ?? "")) return null;
  if (!only.redirects.some(({ target }) => /(?:^|\/)\.npmrc$/.test(target?.value ?? target?.text ?? ""))) return null;
  const word = only.words.at(-1);
  const inner = /^"([^"'\\`]*)"$/.exec(word?.text ?? "")?.[1];
  if (!word || inner === undefined) return null;
  const variable = new RegExp(`\\$\\{?${name}\\}?`, "g");
  if (inner.replace(variable, "").includes("$")) return null;
  return replaced(file.path, word.range, `'${inner.replace(variable, `\${${name}}`)}'`);
}
