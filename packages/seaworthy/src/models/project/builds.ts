import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { readDockerfile } from "../dockerfile/read.js";
import { type ImageReference, parseReference } from "../dockerfile/reference.js";
import type { BuildContext } from "./context.js";
import type { Deployment } from "./deployment.js";
import type { KeptDockerfiles } from "./kept-dockerfiles.js";
import { baseName, folderOf } from "./paths.js";

/** One build key on the way to becoming a service. */
export interface Build {
  readonly key: string;
  readonly id: string;
  /** null: written inside a Compose file. */
  readonly path: string | null;
  /** The path of the Dockerfile; of the Compose file for an inline one. */
  readonly file: string;
  readonly dockerfile: Dockerfile;
  /** That of the Dockerfile. */
  readonly text: string;
  readonly stage: Stage | null;
  readonly context: string;
  /** As it was named; null: the last stage. */
  readonly target: string | null;
  readonly known: BuildContext["known"];
  readonly args: ReadonlyMap<string, string | null>;
  readonly names: string[];
  readonly references: ImageReference[];
  /** References whose tag is not known. */
  readonly loose: ImageReference[];
  readonly deployments: Deployment[];
  /** Forgets what was read of the Dockerfile: it is read again when asked for. */
  letGo(): void;
}

export interface BuildOf {
  readonly path: string | null;
  readonly inline: Dockerfile | null;
  readonly text: string;
  readonly target: string | null;
  readonly context: string;
  readonly known: BuildContext["known"];
  readonly args: ReadonlyMap<string, string | null>;
  /** Where the tree is looked at more than once. */
  readonly kept: KeptDockerfiles | undefined;
}

/** Reads a build: the Dockerfile with its arguments, the stage that ships, the key that makes equal builds one. */
export function makeBuild(of: BuildOf): Build {
  return new ReadBuild(of, read(of));
}

/** The build in another context: the Dockerfile is the same. */
export function inContext(build: Build, of: BuildOf): Build {
  return new ReadBuild(of, build);
}

interface Read {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage | null;
}

function read(of: BuildOf): Read {
  const path = of.path ?? "Dockerfile";
  const dockerfile = of.inline ?? (of.kept ? of.kept.read(path, of.text, of.args) : readDockerfile(path, of.text, of.args));
  return { dockerfile, stage: stageOf(dockerfile, of.target) };
}

class ReadBuild implements Build {
  readonly key: string;
  readonly id: string;
  readonly path: string | null;
  readonly file: string;
  readonly text: string;
  readonly context: string;
  readonly target: string | null;
  readonly known: BuildContext["known"];
  readonly args: ReadonlyMap<string, string | null>;
  readonly names: string[] = [];
  readonly references: ImageReference[] = [];
  readonly loose: ImageReference[] = [];
  readonly deployments: Deployment[] = [];
  readonly #of: BuildOf;
  #read: Read | null;

  constructor(of: BuildOf, { dockerfile, stage }: Read) {
    this.#of = of;
    this.#read = { dockerfile, stage };
    this.path = of.path;
    this.file = dockerfile.path;
    this.text = of.text;
    this.context = of.context;
    this.target = of.target;
    this.known = of.known;
    this.args =
      of.args.size === 0
        ? of.args
        : new Map([...of.args].filter(([name]) => declaresArg(dockerfile, name)).sort(([a], [b]) => (a < b ? -1 : 1)));
    const shipped = stage ? `#${stage.index}` : of.target;
    this.key = `${dockerfile.path}\0${of.context}\0${shipped}${this.args.size === 0 ? "" : `\0${JSON.stringify([...this.args])}`}`;
    this.id = idOf(of, this.args, dockerfile, stage);
  }

  get dockerfile(): Dockerfile {
    this.#read ??= read(this.#of);
    return this.#read.dockerfile;
  }

  get stage(): Stage | null {
    this.#read ??= read(this.#of);
    return this.#read.stage;
  }

  letGo(): void {
    if (this.#of.inline === null) this.#read = null;
  }
}

/**
 * The stage that a build ships: the target by name (case does not matter) or number, else the last; null when there is none, or when
 * conflict markers keep the file from being built: which half will ship is not decided yet.
 */
function stageOf(dockerfile: Dockerfile, target: string | null): Stage | null {
  if (dockerfile.problems.some((problem) => problem.kind === "merge-conflict")) return null;
  if (target === null || target === "") return dockerfile.stages.at(-1) ?? null;
  const named = dockerfile.stages.findLast((stage) => stage.name?.toLowerCase() === target.toLowerCase());
  return named ?? (/^\d+$/.test(target) ? (dockerfile.stages[Number(target)] ?? null) : null);
}

function declaresArg(dockerfile: Dockerfile, name: string): boolean {
  const declares = (instruction: Dockerfile["instructions"][number]): boolean =>
    instruction.keyword === "ARG" && instruction.pairs.some((pair) => pair.name === name);
  return dockerfile.instructions.some(declares);
}

/**
 * `<dockerfile>[#target][@context][?args]`: the target where it is not the last stage, the context where it is not the Dockerfile's
 * folder, the arguments by name (their values may be secrets) with a number that tells equal names with other values apart.
 */
function idOf(of: BuildOf, args: Build["args"], dockerfile: Dockerfile, stage: Stage | null): string {
  const last = stage === null || stage.index === dockerfile.stages.length - 1;
  const target = last ? (stage === null && of.target ? `#${of.target}` : "") : `#${stage.name ?? stage.index}`;
  const home = of.path === null ? of.context : folderOf(of.path);
  const given = args.size === 0 ? "" : [...args.keys()].join(",");
  return `${dockerfile.path}${target}${of.context === home ? "" : `@${of.context}`}${given === "" ? "" : `?${given}~${digest([...args.values()].join("\0"))}`}`;
}

/** A short number of a text (FNV-1a, 16 bits of it): enough to tell two builds apart, too little to tell what was in it. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, "0");
}

/** Names that an image of this build would plausibly have. */
export function imageNames(build: Build): ReadonlySet<string> {
  const names = new Set(build.names);
  for (const { repository } of [...build.references, ...build.loose]) names.add(baseName(repository));
  return names;
}

export function referenceOf(written: string | undefined): ImageReference | null {
  return written === undefined ? null : parseReference(written);
}
