import type { App, Manifest } from "./app.js";
import type { FunctionBody } from "./functions.js";
import type { ImportFact } from "./imports.js";
import type { AppInput } from "./input.js";
import type { SourceFile } from "./source.js";

/** What the readers of one language work on: the program's own sources and what is known around them. */
export interface Program {
  readonly input: AppInput;
  readonly manifests: readonly Manifest[];
  readonly files: readonly SourceFile[];
  readonly imports: readonly ImportFact[];
  readonly functions: ReadonlyMap<string, readonly FunctionBody[]>;
  /** The version range or pin of a production dependency; null when the program has none of that name. */
  dependency(name: string): string | null;
  readonly frameworks: readonly string[];
  readonly entry: string | null;
  /** Paths below the root that are no foreign code: where configuration is looked for. */
  readonly paths: readonly string[];
}

/** What a language's reader tells of a program. */
export type Behaviour = Pick<
  App,
  | "serves"
  | "ports"
  | "dependencies"
  | "health"
  | "shutdown"
  | "jsonLogging"
  | "plainLogging"
  | "fileLogging"
  | "secretLoading"
  | "writes"
>;

export const NO_BEHAVIOUR: Behaviour = {
  serves: null,
  ports: [],
  dependencies: [],
  health: [],
  shutdown: [],
  jsonLogging: [],
  plainLogging: [],
  fileLogging: [],
  secretLoading: [],
  writes: [],
};
