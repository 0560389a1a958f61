import { questions } from "../../core/kept.js";
import type { SourcePlace } from "../../core/place.js";
import type { Install, LeftoverCache } from "../shell/packages.js";
import type { Script } from "../shell/script.js";
import type {
  CommandInstruction,
  CopyInstruction,
  DockerfileTree,
  FromInstruction,
  HealthcheckInstruction,
  Instruction,
  PairsInstruction,
  RunInstruction,
} from "./ast.js";
import type { ImageReference } from "./reference.js";

/** A parsed file with the facts of each stage. Everything here is computed once and never changed. */
export interface Dockerfile extends DockerfileTree {
  readonly stages: readonly Stage[];
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly PairsInstruction[];
  /** True when the text is written for Windows containers (base image or escape with Windows paths). */
  readonly windows: boolean;
}

/** A fact that an instruction sets, and the instruction that set it (maybe in a stage below, or null when the base did). */
export interface Effective<T> {
  readonly value: T;
  readonly place: SourcePlace | null;
  /** Where it comes from: an instruction of this file, the table of base images, or the engine's default. */
  readonly source: "instruction" | "base" | "default";
}

/** What FROM names in the end. */
export type BaseImage =
  | { readonly kind: "image"; readonly reference: ImageReference; readonly written: string; readonly place: SourcePlace }
  | { readonly kind: "scratch"; readonly place: SourcePlace }
  /** A variable without a value, a named context, or a reference that cannot be parsed. */
  | { readonly kind: "unresolved"; readonly written: string; readonly because: string; readonly place: SourcePlace };

export interface Stage {
  readonly index: number;
  readonly name: string | null;
  readonly from: FromInstruction;
  /** The instructions of this stage alone, FROM first. */
  readonly instructions: readonly Instruction[];
  /** The stage that FROM names, if it names one of this file. */
  readonly parent: Stage | null;
  /** This stage and those it is built on, nearest first. */
  readonly lineage: readonly Stage[];
  /** Instructions of the whole lineage in build order: what the final image of this stage consists of. */
  readonly effectiveInstructions: readonly Instruction[];
  /** The external image at the bottom of the lineage. */
  readonly base: BaseImage;
  readonly facts: StageFacts;
}

/** A start command in either form. */
export interface StartCommand {
  readonly form: "exec" | "shell";
  /** exec: the strings; shell: the one text. Variables are not expanded. */
  readonly words: readonly string[];
  readonly instruction: CommandInstruction | HealthcheckInstruction;
  /** The parsed text, for shell form and for an exec form of `sh -c`. */
  readonly script: Script | null;
}

export interface StageFacts {
  /** After substitution, e.g. "1000:1000"; as written, with its `$`, when a variable is not known; never "". Without a USER in the file: that of the table of bases, else root by default. */
  readonly user: Effective<string>;
  /** Absolute, after substitution; with its `$` when a variable is not known. */
  readonly workdir: Effective<string>;
  readonly shell: Effective<readonly string[]>;
  readonly stopSignal: Effective<string> | null;
  /** null: none set in the file (the base may have one: see knowledge/bases; an ENTRYPOINT of the file resets it). words empty: reset by `[]`. */
  readonly cmd: StartCommand | null;
  readonly entrypoint: StartCommand | null;
  readonly healthcheck: HealthcheckInstruction | null;
  /** The command of that HEALTHCHECK; null without one and for NONE. */
  readonly probe: StartCommand | null;
  readonly exposed: readonly { readonly port: string; readonly place: SourcePlace }[];
  readonly volumes: readonly { readonly path: string; readonly place: SourcePlace }[];
  /** ENV as the finished image has it. A value with an unknown variable is null. */
  readonly env: ReadonlyMap<string, { readonly value: string | null; readonly place: SourcePlace }>;
  readonly copies: readonly Copied[];
  readonly runs: readonly RunFacts[];
}

/** One COPY or ADD of the lineage. */
export interface Copied {
  readonly instruction: CopyInstruction;
  readonly stage: Stage;
  /** Where the sources come from. */
  readonly from:
    | { readonly kind: "context" }
    | { readonly kind: "stage"; readonly stage: Stage }
    | { readonly kind: "image"; readonly reference: ImageReference | null; readonly written: string }
    | { readonly kind: "url" }
    | { readonly kind: "heredoc" };
  /** After substitution; as written where a variable is not known. */
  readonly sources: readonly string[];
  /** Absolute, joined with WORKDIR, a trailing `/` where a directory is meant; null when a variable is unknown. */
  readonly destination: string | null;
}

/** One RUN of the lineage, its text parsed. */
export interface RunFacts {
  readonly instruction: RunInstruction;
  readonly stage: Stage;
  /** null for exec form that is not `sh -c`, for a SHELL that is no POSIX shell, and for heredocs with a shebang of another language. */
  readonly script: Script | null;
  readonly installs: readonly Install[];
  /** Caches that this RUN fills in a layer and does not clear, cache mounts considered. */
  readonly leftovers: readonly LeftoverCache[];
  readonly user: Effective<string>; // the USER in force at this RUN
  readonly workdir: string | null;
}

/** Questions about a file or a stage, answered once. */
export const ofDockerfile = questions<Dockerfile>();
export const ofStage = questions<Stage>();
