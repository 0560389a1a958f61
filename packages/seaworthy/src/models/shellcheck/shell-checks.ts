import type { Level } from "../../core/answer.js";
import type { SourcePlace } from "../../core/place.js";

/** What ShellCheck says at one place of the project. */
export interface ShellRemark {
  /** `SC2086`. */
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly place: SourcePlace;
}

/** A script that was not checked. */
export interface Unchecked {
  readonly place: SourcePlace;
  readonly because: string;
}

/** What ShellCheck says of the scripts of a project, by file. */
export interface ShellChecks {
  /** Why ShellCheck could not be asked, or not to the end; null when nothing kept it. */
  readonly because: string | null;
  /** How many scripts it was asked about. */
  readonly checked: number;
  /** Empty where it could not be asked at all. */
  readonly files: ReadonlyMap<string, FileChecks>;
}

export interface FileChecks {
  readonly checked: number;
  readonly unchecked: readonly Unchecked[];
  readonly remarks: readonly ShellRemark[];
}
