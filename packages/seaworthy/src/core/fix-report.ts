import type { Safety } from "./edit.js";
import type { Report, ReportedPlace, Weight } from "./report.js";

/** A fix that was kept, and what it is for. */
export interface FixedFinding {
  readonly rule: string;
  readonly title: string;
  /** `safe`: what the container does stays the same. */
  readonly safety: Safety;
  /** The finding that it mends. */
  readonly why: string;
  /** Names. */
  readonly services: readonly string[];
  readonly files: readonly string[];
}

export interface ChangedFile {
  readonly path: string;
  /** As it was read; null: it is made. */
  readonly before: string | null;
  readonly after: string;
}

/** What is still unmet, and why it is not mended. */
export interface LeftFinding {
  readonly rule: string;
  readonly weight: Weight;
  readonly message: string;
  readonly services: readonly string[];
  readonly place: ReportedPlace;
  readonly because: string;
}

/** What `seaworthy fix` did, or would do. */
export interface FixReport {
  /** Whether the files on disk were changed. */
  readonly written: boolean;
  readonly fixed: readonly FixedFinding[];
  readonly files: readonly ChangedFile[];
  readonly left: readonly LeftFinding[];
  /** The project as it is then. */
  readonly report: Report;
}
