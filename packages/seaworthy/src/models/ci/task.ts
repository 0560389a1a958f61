import type { SourcePlace } from "../../core/place.js";
import type { Command } from "../shell/script.js";

/** Yes, no, or null with the reason why it cannot be told. */
export interface Decision {
  readonly says: boolean | null;
  readonly because: string;
}

export const YES: Decision = { says: true, because: "" };

/** True only when all are: a no comes first, then what cannot be told. */
export function all(...decisions: readonly Decision[]): Decision {
  return decisions.find((one) => one.says === false) ?? decisions.find((one) => one.says === null) ?? YES;
}

/** How the shell of a step goes on after a command that fails. */
export interface ShellMode {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** Why a pipeline runs: a push, a schedule, by hand… */
export interface Trigger {
  /** The system's own word: `push`, `pull_request`, `schedule`, `workflow_dispatch`, … */
  readonly event: string;
  readonly cron: string | null;
  /** Whether it happens by itself before a change is merged, released or deployed. */
  readonly automatic: boolean;
}

/** A step of a job as one trigger runs it: an action with its inputs, or a shell script's commands. */
export interface Task {
  readonly file: string;
  readonly place: SourcePlace;
  readonly trigger: Trigger;
  /** False: this trigger never comes here. null: only with a setting that is outside the file. */
  readonly runs: Decision;
  /** Whether the pipeline fails when the step does; null: it hangs on a setting. */
  readonly fails: Decision;
  /** `owner/name[/path]`, lower case, without its version; null for a script. */
  readonly action: string | null;
  /** Lower-case names; null: a value that only a run knows. */
  readonly inputs: ReadonlyMap<string, string | null>;
  readonly env: ReadonlyMap<string, string | null>;
  readonly commands: readonly Command[];
  readonly shell: ShellMode;
  /** Where its commands start, relative to the project root ("" is the root). */
  readonly folder: string;
}
