import { baseFacts } from "../../../knowledge/bases.js";
import { buildPackage, VERSION_CONTROL } from "../../../knowledge/tools.js";
import type { Instruction } from "../../dockerfile/ast.js";
import type { RunFacts, Stage } from "../../dockerfile/dockerfile.js";
import { accountsOf } from "../../shell/users.js";
import { appBuilds } from "../app-builds.js";
import type { Service } from "../service.js";

/** Where an instruction of a single stage belongs once the stage is two. */
export type Belonging =
  /** What builds. */
  | "build"
  /** What says how the image is run. */
  | "ship"
  /** Settings that hold in both. */
  | "both";

export interface Sorted {
  readonly instruction: Instruction;
  readonly belongs: Belonging;
}

/** What a shipped stage needs of what the single stage installed from the distribution. */
export interface Runtime {
  readonly manager: "apt" | "apk";
  readonly packages: readonly string[];
}

const SHIPS: ReadonlySet<string> = new Set([
  "LABEL",
  "MAINTAINER",
  "EXPOSE",
  "VOLUME",
  "STOPSIGNAL",
  "HEALTHCHECK",
  "CMD",
  "ENTRYPOINT",
]);
const FILES: ReadonlySet<string> = new Set(["mkdir", "chown", "chmod", "touch", "ln", "install"]);
/** Tools that an image without a build has no use for. */
const UNNEEDED =
  /^(?:vim|vim-tiny|nano|emacs.*|less|htop|strace|tcpdump|telnet|sudo|man-db|apt-utils|software-properties-common|gnupg2?|lsb-release|wget|curl|unzip|zip|python|python3|python3-(?:dev|pip|venv)|py3-pip|ca-certificates-java)$/;
/** The library that programs need of what headers are for, by names that are the same in the releases of the last years. */
const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["libpq-dev", "libpq5"],
  ["default-libmysqlclient-dev", "libmariadb3"],
  ["libmariadb-dev", "libmariadb3"],
  ["libffi-dev", "libffi8"],
  ["libxslt1-dev", "libxslt1.1"],
  ["libmagic-dev", "libmagic1"],
]);
const ALPINE_LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["postgresql-dev", "libpq"],
  ["libpq-dev", "libpq"],
  ["mariadb-dev", "mariadb-connector-c"],
  ["libffi-dev", "libffi"],
  ["libxslt-dev", "libxslt"],
]);
/** What health checks and entry points ask with. */
const ASKERS: ReadonlySet<string> = new Set(["curl", "wget"]);

/** Sorts the instructions of a stage that is built and shipped in one; or why it cannot be told where one belongs. */
export function sorted(service: Service, stage: Stage): readonly Sorted[] | string {
  const runs = new Map<Instruction, RunFacts>(stage.facts.runs.map((run) => [run.instruction, run]));
  const found: Sorted[] = [];
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === "FROM") continue;
    if (keyword === "ONBUILD" || keyword === "UNKNOWN") return `${keyword} belongs to neither part alone`;
    if (SHIPS.has(keyword)) found.push({ instruction, belongs: "ship" });
    else if (keyword === "ENV") found.push({ instruction, belongs: "both" });
    else if (keyword !== "RUN") found.push({ instruction, belongs: "build" });
    else {
      const run = runs.get(instruction);
      const belongs = run ? ofRun(service, stage, run) : "the RUN is not read";
      if (belongs !== "build" && belongs !== "ship") return belongs;
      found.push({ instruction, belongs });
    }
  }
  return found;
}

function ofRun(service: Service, stage: Stage, run: RunFacts): Belonging | string {
  const { script, instruction } = run;
  if (!script) return instruction.json ? "build" : "a RUN is in a language that is not read";
  const { commands } = script;
  if (commands.length === 0 || appBuilds(stage).some((one) => one.run === run)) return "build";
  const accounts = accountsOf(script);
  if (accounts.length > 0 && commands.every(({ name }) => /^(?:user|group|ad)\w*$/.test(name ?? "") || FILES.has(name ?? "")))
    return "ship";
  const workdir = stage.facts.workdir.value;
  const open = commands.some(({ words }) => words.some(({ text }) => /^0?777$|^[ugo]*a?\+rwx$/.test(text)));
  if (
    !open &&
    commands.every(({ name }) => FILES.has(name ?? "")) &&
    commands.some(({ name }) => name === "mkdir" || name === "install")
  )
    return "ship";
  if (commands.every(({ name }) => FILES.has(name ?? "")))
    return commands.some(({ words }) => words.some(({ text }) => text.startsWith("/") && !text.startsWith(workdir)))
      ? "ship"
      : "build";
  const started = startTexts(service, stage);
  // What a RUN puts where programs are looked for has to come along if anything that is started names it.
  for (const { words, name } of commands) {
    const globally =
      /^(?:npm|yarn|pnpm)$/.test(name ?? "") &&
      words.some(({ text }) => text === "-g" || text === "--global" || text === "global");
    for (const { text } of words.slice(1)) {
      const path = /^\/(?:usr\/local\/bin|usr\/bin|bin|opt)\/[\w./-]+$/.exec(text)?.[0];
      const program = path
        ? path.slice(path.lastIndexOf("/") + 1)
        : globally && /^[\w@/.-]+$/.test(text)
          ? text.replace(/@[\w.^~-]+$/, "")
          : null;
      if (
        program !== null &&
        program.length > 1 &&
        new RegExp(`(?<![\\w-])${program.replace(/[^\w]/g, ".")}(?![\\w-])`).test(started)
      )
        return `${program}, which the start names, is made by a RUN`;
    }
  }
  return "build";
}

/** Whatever decides what runs in the container. */
export function startTexts(service: Service, { facts }: Stage): string {
  return [
    ...[facts.cmd, facts.entrypoint, facts.probe].flatMap((part) => part?.words ?? []),
    ...service.entryScripts.map(({ text }) => text),
    ...service.deployments.flatMap(({ command, entrypoint, compose }) => [
      ...[command, entrypoint].map((one) => (one ? String(one.value) : "")),
      ...(compose?.healthcheck?.test?.value ?? []),
    ]),
  ].join("\n");
}

/**
 * The packages of the distribution that programs need when they run: no compilers, no headers, no tools of people, but what is started names.
 * @param started see `startTexts`
 * @param small the base of the shipped stage
 */
export function runtimePackages(stage: Stage, started: string, small: string): Runtime | null {
  const found = new Set<string>();
  const isNamed = (program: string): boolean => new RegExp(`(?<![\\w./-])(?:/usr/bin/)?${program}(?![\\w-])`).test(started);
  let manager: Runtime["manager"] | null = null;
  for (const { installs } of stage.facts.runs) {
    for (const install of installs) {
      if (install.manager !== "apt" && install.manager !== "apk") continue;
      manager = install.manager;
      for (const { name, version, word } of install.packages) {
        if (word.value === null) continue;
        const library = libraryFor(name, install.manager);
        if (library) found.add(library);
        else if (
          !buildPackage(name) &&
          !VERSION_CONTROL.has(name) &&
          (!UNNEEDED.test(name) || (ASKERS.has(name) && isNamed(name)))
        )
          found.add(version === null || install.manager === "apk" ? name : `${name}=${version}`);
      }
    }
  }
  // Large editions of Debian bring them.
  const isLarge = stage.base.kind === "image" && baseFacts(stage.base.reference)?.minimal !== true;
  if (isLarge && !/alpine|distroless/.test(small) && manager !== "apk") {
    for (const program of ASKERS) if (isNamed(program)) found.add(program);
    manager = found.size > 0 ? "apt" : manager;
  }
  return manager === null || found.size === 0 ? null : { manager, packages: [...found] };
}

/** The package with the library whose headers a package holds; null where there is none, or it is not known. */
export function libraryFor(headers: string, manager: string): string | null {
  return (manager === "apk" ? ALPINE_LIBRARIES : LIBRARIES).get(headers) ?? null;
}
