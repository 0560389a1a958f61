import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { hasWrittenShell, writtenShells } from "../dockerfile/written-shells.js";
import type { Project } from "../project/project.js";
import type { EntryScript, Service } from "../project/service.js";
import { offsetsFrom } from "../shell/offsets.js";
import { dialectOf } from "./dialect.js";
import { type Handed, handCommand, handFile } from "./handed.js";

/** A shell script of the project: a text in a Dockerfile, or a file that starts a container. */
export interface ShellScript {
  readonly file: string;
  /** Where it stands. */
  readonly range: Range;
  /** null where ShellCheck cannot be asked. */
  readonly handed: Handed | null;
  readonly because: string | null;
  /** Variables that its surroundings set. */
  readonly variables: ReadonlySet<string>;
}

/** Longer texts, in UTF-16 units, are not handed over: what ShellCheck needs for one grows faster than the text. */
export const LONGEST = 64 * 1024;
/** A bound for memory, far over any project. */
const MOST_SCRIPTS = 20_000;
const NO_VARIABLES: ReadonlySet<string> = new Set();

/** Whether anything of a service is a shell script that ShellCheck could be asked about. */
export function hasShellScript({ dockerfile, entryScripts }: Service): boolean {
  return entryScripts.length > 0 || (dockerfile !== null && hasWrittenShell(dockerfile));
}

/** The scripts that the services of a project are built, checked and started with, each once; services are looked at one by one, and let go of. */
export function shellScripts(project: Project): readonly ShellScript[] {
  const found = new Map<string, ShellScript>();
  const files = new Map<string, ShellScript & { readonly variables: Set<string> }>();
  for (const service of project.services) {
    for (const script of service.dockerfile ? ofDockerfile(service.dockerfile) : []) {
      const key = `${script.file}\0${script.range[0]}\0${script.handed?.text ?? ""}`;
      if (found.size < MOST_SCRIPTS && !found.has(key)) found.set(key, script);
    }
    for (const script of service.entryScripts) {
      const known = files.get(script.path) ?? { ...ofFile(script, service), variables: new Set() };
      files.set(script.path, known);
      for (const name of variablesOf(service)) known.variables.add(name);
    }
    project.letGo(service);
  }
  return [...found.values(), ...files.values()];
}

function ofDockerfile(dockerfile: Dockerfile): readonly ShellScript[] {
  return writtenShells(dockerfile).map(({ text, offsets, shell, instruction, stage, variables }) => {
    const at = { file: dockerfile.path, range: instruction.range, variables: NO_VARIABLES };
    const dialect = dialectOf(shell.program, stage);
    if (dialect === null) return { ...at, handed: null, because: unknownShell(shell.program) };
    if (text.length > LONGEST) return { ...at, handed: null, because: TOO_LONG };
    return { ...at, handed: handCommand(text, offsets, { dialect, errexit: shell.errexit, variables }), because: null };
  });
}

const TOO_LONG = `it is longer than ${LONGEST} characters`;

function unknownShell(program: string): string {
  return `ShellCheck does not know ${program}`;
}

function ofFile({ path, text }: EntryScript, { stage }: Service): Omit<ShellScript, "variables"> {
  const at = { file: path, range: [0, text.length] as const };
  const program = programOf(path, text);
  const dialect = dialectOf(program, stage);
  if (dialect === null) return { ...at, handed: null, because: unknownShell(program) };
  if (text.length > LONGEST) return { ...at, handed: null, because: TOO_LONG };
  return { ...at, handed: handFile(text, offsetsFrom(0), dialect), because: null };
}

/** The shell of a script file: by its first line, also behind a program of an init system, else by its name. */
function programOf(path: string, text: string): string {
  const shebang = /^\uFEFF?#!([^\n]*)/.exec(text)?.[1];
  if (shebang === undefined) return path.endsWith(".bash") ? "bash" : "sh";
  return /(?:^|[\s/])((?:ba|da|a|z|mk|k)?sh)(?=\s|$)/.exec(shebang)?.[1] ?? "sh";
}

/** What the image and its deployments set for a script. */
function variablesOf({ stage, deployments }: Service): readonly string[] {
  return [...(stage?.facts.env.keys() ?? []), ...deployments.flatMap(({ env }) => env.map(({ name }) => name))];
}
