import { type Edit, inserted, replaced } from "../../core/edit.js";
import type { CopyInstruction, Instruction } from "../dockerfile/ast.js";
import type { Copied, Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { mounted } from "../dockerfile/edit/caches.js";
import { linesAfter, withoutLines } from "../dockerfile/edit/lines.js";
import type { Install } from "../shell/packages.js";
import type { Command } from "../shell/script.js";
import { sourceInContext } from "./copied-paths.js";
import type { DependencyStep } from "./dependency-steps.js";
import { manifestsOf } from "./install-manifests.js";
import { joinPath } from "./paths.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

/** Compilers that fetch what they build with: their store on a cache mount outlives the layer. */
const STORES: Readonly<Partial<Record<DependencyStep["family"], readonly string[]>>> = {
  go: ["/go/pkg/mod", "/root/.cache/go-build"],
  rust: ["/usr/local/cargo/registry"],
  java: ["/root/.m2"],
  dotnet: ["/root/.nuget/packages"],
};

/** Installers that read a manifest and need no code for that. */
const MOVED: ReadonlySet<DependencyStep["family"]> = new Set(["node", "python", "ruby", "php"]);

/** Commands that need nothing of the app's code, wherever they stand. */
const NEUTRAL =
  /^(?:apt|apt-get|apk|yum|dnf|microdnf|zypper|rm|echo|printf|set|export|corepack|curl|wget|mkdir|useradd|groupadd|adduser|addgroup|usermod|ln|true|update-ca-certificates|gem|easy_install)$/;

/** The edits by which a step of dependencies comes before the code, or keeps what it fetched; or why it stays where it is. */
export function dependenciesFirst(service: Service, step: DependencyStep, read: Read): readonly Edit[] | string {
  const { dockerfile } = service;
  const { run, family } = step;
  if (!dockerfile) return "the Dockerfile could not be read";
  const stores = step.tool.startsWith("gradle") || /gradlew/.test(step.tool) ? ["/root/.gradle"] : STORES[family];
  if (stores) {
    if (!/^(?:root|0)(?::|$)/.test(run.user.value)) return "where this user keeps what it fetched is not known";
    const there = run.instruction.mounts.map(
      ({ options }) => options.get("target") ?? options.get("dst") ?? options.get("destination"),
    );
    const missing = stores.filter((store) => !there.includes(store));
    if (missing.length === 0) return "the RUN has these mounts, of another kind";
    return mounted(dockerfile, run, missing.join(" --mount=type=cache,target="));
  }
  if (!MOVED.has(family)) return `what ${family} needs beside its manifest is not known`;
  const install = run.installs.find(({ range }) => range[0] === step.range[0]);
  const copy = run.stage.facts.copies.find(
    ({ instruction, stage }) => stage === run.stage && step.spoiledBy && within(step.spoiledBy.place.range[0], instruction),
  );
  if (!install) return "what installs them is not plain";
  if (!copy) return "the code comes with a stage below";
  return moved(service, dockerfile, { step, install, copy, read });
}

interface Move {
  readonly step: DependencyStep;
  readonly install: Install;
  readonly copy: Copied;
  readonly read: Read;
}

function moved(service: Service, file: Dockerfile, { step, install, copy, read }: Move): readonly Edit[] | string {
  const { instruction } = copy;
  const { run } = step;
  const stage = run.stage;
  if (instruction.keyword !== "COPY" || copy.from.kind !== "context" || instruction.json || instruction.heredocs.length > 0)
    return "the code does not come by a plain COPY";
  if (instruction.startLine !== instruction.endLine) return "the COPY of the code goes over several lines";
  if (run.instruction.heredocs.length > 0) return "the commands are in a heredoc";
  if (install.command.inside.length > 0) return "the install stands inside a condition or a loop";
  const blocking = stage.instructions
    .filter((one) => one.range[0] > instruction.range[0] && one.range[0] < run.instruction.range[0])
    .find((one) => mayNeedCode(stage, one));
  if (blocking) return `${blocking.keyword} stands between the code and the install, and may need the code`;
  const { destination } = copy;
  const folder = run.workdir;
  if (destination === null || folder === null || folder.includes("$")) return "the folder of the install is not known";
  const to = destination.replace(/\/+$/, "") || "/";
  const whole = copy.sources.length === 1 && sourceInContext(copy.sources[0] ?? "") === ".";
  const below =
    folder === to ? "" : folder.startsWith(`${to === "/" ? "" : to}/`) ? folder.slice(to === "/" ? 1 : to.length + 1) : null;
  const code = moveableCopy(file, stage, instruction, copy, run.instruction);
  const rest = restOf(file, install.command, run.script?.commands ?? []);
  if (typeof rest === "string") return rest;
  const again = `${file.text.slice(...run.instruction.keywordRange)} ${flagsOf(file, run.instruction)}`;
  const afterInstall = (alone: string | null): readonly Edit[] => {
    const { range, words } = install.command;
    const text = file.text.slice(...range);
    // What needs the code comes with a second install, which finds the packages.
    const option = alone === null ? [] : [inserted(file.path, words[1]?.range[1] ?? range[1], ` ${alone}`)];
    if (rest !== null)
      return [
        ...option,
        replaced(file.path, [range[1], rest.range[0]], `\n${code}\n${again}${alone === null ? "" : `${text} && `}`),
      ];
    return [...option, linesAfter(file, run.instruction, [code, ...(alone === null ? [] : [`${again}${text}`])])];
  };
  if (!whole) {
    const removed = withoutLines(file, instruction);
    return typeof removed === "string" ? removed : [removed, ...afterInstall(null)];
  }
  if (below === null) return "the install works outside of what the COPY brings";
  const needs = manifestsOf(install, joinPath(service.context?.root ?? ".", below === "" ? "." : below), read);
  if (typeof needs === "string") return needs;
  const { files: manifests, alone } = needs;
  if (alone !== null && file.text.slice(...install.command.range).includes("\n")) return "the install goes over several lines";
  const after = afterInstall(alone);
  const written = instruction.destination?.text ?? "./";
  const base = /^\.?\/?$/.test(written) && written !== "/" ? "." : written.replace(/\/+$/, "");
  const lines = manifests.map(({ folder: inner, names }) => {
    const path = [below, inner].filter((one) => one !== "").join("/");
    const sources = names.map((name) => (path === "" ? name : `${path}/${name}`)).join(" ");
    const target = path === "" ? `${base}/` : `${base}/${path}/`;
    return `${file.text.slice(...instruction.keywordRange)} ${flagsOf(file, instruction)}${sources} ${target.replace(/^\/\//, "/")}`;
  });
  const known = new Set(
    stage.facts.copies.filter((one) => one.instruction.range[0] < instruction.range[0]).flatMap(({ sources }) => sources),
  );
  const isThere = manifests.every(({ names }) => names.every((name) => known.has(name) || known.has(`./${name}`)));
  if (isThere || lines.length === 0) {
    const removed = withoutLines(file, instruction);
    return typeof removed === "string" ? removed : [removed, ...after];
  }
  return [replaced(file.path, instruction.range, lines.join("\n")), ...after];
}

function within(offset: number, { range }: Instruction): boolean {
  return offset >= range[0] && offset <= range[1];
}

function flagsOf(file: Dockerfile, { flags }: Instruction): string {
  return flags.map(({ range }) => `${file.text.slice(...range)} `).join("");
}

/** The COPY of the code as it is written behind the install: a WORKDIR between the two must not change where it goes. */
function moveableCopy(file: Dockerfile, stage: Stage, instruction: CopyInstruction, copy: Copied, run: Instruction): string {
  const text = file.text.slice(...instruction.range).trimEnd();
  const changes = stage.instructions.some(
    (one) => one.keyword === "WORKDIR" && one.range[0] > instruction.range[0] && one.range[0] < run.range[0],
  );
  const { destination } = instruction;
  if (!changes || !destination || copy.destination === null) return text;
  return `${file.text.slice(instruction.range[0], destination.range[0])}${copy.destination}`.trimEnd();
}

/** The first command behind an install that needs the code; null where none does; a text where the RUN cannot be parted. */
function restOf(file: Dockerfile, install: Command, commands: readonly Command[]): Command | string | null {
  const at = commands.indexOf(install);
  const before = commands.slice(0, at).find((one) => !isNeutral(one));
  if (before) return `${before.name ?? "a command"} comes before the install in the same RUN`;
  const behind = commands.slice(at + 1);
  if (behind.every(isNeutral)) return null;
  const [next] = behind;
  if (next?.after !== "&&" || next.inside.length > 0 || install.pipe.length > 1 || behind.some((one) => one.after === "||"))
    return "the RUN cannot be parted behind the install";
  const between = file.text.slice(install.range[1], next.range[0]);
  return between.includes("#") ? "a comment stands behind the install" : next;
}

function isNeutral({ name, words, pipe }: Command): boolean {
  if (name === null) return false;
  if (NEUTRAL.test(name)) return true;
  // What is piped into a shell was fetched.
  if (/^(?:sh|bash)$/.test(name) && pipe.index > 0 && words.length < 3) return true;
  const verbs = words.slice(1).map(({ text }) => text);
  if (/^(?:npm|yarn|pnpm)$/.test(name))
    return /^(?:cache|config)$/.test(verbs[0] ?? "") || verbs.some((word) => word === "-g" || word === "--global");
  if (/^(?:poetry|pdm|bundle|bundler|composer)$/.test(name)) return /^(?:config|self|self-update)$/.test(verbs[0] ?? "");
  if (/^pip3?$/.test(name) || /^python3?$/.test(name))
    return verbs.includes("install") && !verbs.some((word) => /^(?:-r|--requirement|-e|--editable|\.|\.\/.*)$/.test(word));
  return false;
}

function mayNeedCode(stage: Stage, one: Instruction): boolean {
  if (/^(?:ENV|ARG|LABEL|WORKDIR|USER|SHELL|EXPOSE|VOLUME|STOPSIGNAL|HEALTHCHECK|CMD|ENTRYPOINT)$/.test(one.keyword))
    return false;
  if (one.keyword === "COPY" || one.keyword === "ADD") return false;
  if (one.keyword !== "RUN") return true;
  const run = stage.facts.runs.find(({ instruction }) => instruction === one);
  return !run?.script?.commands.every(isNeutral);
}
