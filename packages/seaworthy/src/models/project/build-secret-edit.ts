import { type Edit, inserted, replaced } from "../../core/edit.js";
import { handsOver, secretInPlaceOfBuildArgument } from "../ci/build-secret-edit.js";
import { secretInPlaceOfArgument } from "../compose/build-secret-edit.js";
import type { Dockerfile, RunFacts } from "../dockerfile/dockerfile.js";
import { withoutLines } from "../dockerfile/edit/lines.js";
import { cacheFolder, dependencySteps } from "./dependency-steps.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

/** A credential that the build takes as an argument taken by a secret mount, in the Dockerfile and in the Compose files and workflows that hand it over; or why it stays. */
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
    if (own || (kept && installs)) {
      const read = readByShell(dockerfile, run, name, id);
      mount(run, `secret,id=${id}${read?.owner ?? `,env=${name}`}`);
      if (read) edits.push(read.edit);
    }
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
  const steps = new Map<string, number[]>();
  for (const { place } of service.project.ci.builds) steps.set(place.file, [...(steps.get(place.file) ?? []), place.range[0]]);
  for (const [file, offsets] of steps) {
    const text = read(file);
    if (text === null) continue;
    if (!/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(file)) {
      if (handsOver(text, name)) return `${file} hands ${name} to a build, and is no workflow that is changed`;
      continue;
    }
    const changed = secretInPlaceOfBuildArgument(file, text, offsets, { name, id, dockerfile: dockerfile.path });
    if (typeof changed === "string") return changed;
    edits.push(...changed);
  }
  return edits;
}

/** `&` that is no part of `&&` and of no redirection: what stands in front of it runs in a shell of its own. */
const IN_BACKGROUND = /(?<![&>\d])&(?![&>\d])/;

/**
 * The secret read out of its file into the variable, which every builder that knows secret mounts can; the `env` of a mount is younger. null where the
 * RUN is no shell's text that a command can be put in front of, or where its user might not read the file.
 */
function readByShell(file: Dockerfile, run: RunFacts, name: string, id: string): { owner: string; edit: Edit } | null {
  const { instruction, script } = run;
  if (!script || instruction.json || instruction.heredocs.length > 0 || script.errors.length > 0) return null;
  const text = instruction.text;
  if (text.trim() === "" || IN_BACKGROUND.test(text)) return null;
  const user = run.user.value;
  const uid = /^(\d+)(?::|$)/.exec(user)?.[1] ?? (/^root(?::|$)/.test(user) ? "0" : null);
  if (uid === null) return null;
  const value = `${name}="$(cat /run/secrets/${id})"`;
  const [only] = script.commands;
  const plain =
    script.commands.length === 1 && only?.assignments.length === 0 && only.prefixes.length === 0 && only.inside.length === 0;
  const readsItself = new RegExp(`\\$\\{?${name}\\b`).test(text);
  // The shell puts the value of an assignment in front of a command into its environment, and not into its words.
  const put = plain && !readsItself ? `${value} ` : `${value} && export ${name} && `;
  return { owner: uid === "0" ? "" : `,uid=${uid}`, edit: inserted(file.path, instruction.textRange[0], put) };
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
