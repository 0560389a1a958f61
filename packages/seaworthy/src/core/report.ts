import type { Level } from "./answer.js";
import type { Fix } from "./edit.js";
import type { ImagePlace, TrialPlace } from "./place.js";
import type { ProblemKind } from "./problem.js";
import type { ReportedImage } from "./reported-image.js";
import type { ReportedTrial } from "./reported-trial.js";

export type Depth = "source" | "image" | "trial";
export const DEPTHS: readonly Depth[] = ["source", "image", "trial"];
export type Verdict = "met" | "unmet" | "unproven" | "not applicable" | "waived";
export type RulingWord = "yes" | "no" | "unknown" | "n/a" | "not asked";
export type Weight = "required" | "advised" | "off";
export type Scope = "service" | "context" | "project";

/** 1-based line and column, column in UTF-16 units; offset 0-based in UTF-16 units. */
export interface Position {
  /** @asType integer @minimum 1 */
  readonly line: number;
  /** @asType integer @minimum 1 */
  readonly column: number;
  /** @asType integer @minimum 0 */
  readonly offset: number;
}
export interface ReportedSource {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}
export type ReportedPlace = ReportedSource | ImagePlace | TrialPlace;

export interface Waived {
  readonly reason: string;
  readonly until: string | null;
  /** Where the waiver stands: `file:line`, or the config's path. */
  readonly by: string;
}

/** A fix of a finding: all of its edits or none. */
export interface ReportedFix extends Pick<Fix, "title" | "safety" | "edits"> {}

export interface ReportedFinding {
  /** Stable over line moves: made of rule, file, deployment and the marked text. */
  readonly fingerprint: string;
  readonly level: Level;
  readonly message: string;
  readonly docs: string;
  /** The names that other tools have for it. */
  readonly aliases: readonly string[];
  readonly deployment: string | null;
  readonly place: ReportedPlace;
  readonly secret: boolean;
  readonly baseline: boolean;
  readonly fixes: readonly ReportedFix[];
  readonly waived: Waived | null;
}

export interface Overruled {
  readonly depth: Depth;
  readonly ruling: RulingWord;
  readonly because: string;
}

/** The answers of one rule about one service made one. */
export interface Ruling {
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly weight: Weight;
  readonly scope: Scope;
  readonly ruling: RulingWord;
  readonly depth: Depth | null;
  readonly because: string;
  readonly todo: string;
  /** The message of the probe's crash, if it crashed. */
  readonly crashed: string | null;
  readonly overruled: readonly Overruled[];
  readonly findings: readonly ReportedFinding[];
}

export interface ItemVerdict {
  readonly item: string;
  readonly verdict: Verdict;
  readonly depth: Depth | null;
  readonly rulings: readonly Ruling[];
}

export interface ReportedService {
  readonly id: string;
  readonly name: string;
  readonly dockerfile: string | null;
  readonly stage: string | null;
  readonly context: string | null;
  readonly image: string | null;
  readonly deployments: readonly { readonly kind: string; readonly file: string; readonly name: string }[];
  readonly items: readonly ItemVerdict[];
  readonly advice: readonly Ruling[];
  /** The built image that was looked at, or tried, beside the source; there where one was. `because` is a sentence about it. */
  readonly ship?: { readonly image: string; readonly shown: boolean; readonly because: string };
}

export interface ReportedProblem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly place: ReportedSource;
}

export interface VerdictCounts {
  readonly met: number;
  readonly unmet: number;
  readonly unproven: number;
  readonly notApplicable: number;
  readonly waived: number;
}

/** The config whose settings a run took. */
export interface ConfigTaken {
  readonly path: string;
  /** Whose it is: hadolint's is read where there is none of our own. */
  readonly of: "seaworthy" | "hadolint";
  /** What it says that has no meaning here. */
  readonly left: readonly string[];
}

/** The whole result of a run, as `--format json` prints it. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "seaworthy"; readonly version: string };
  readonly root: string;
  readonly inspected: {
    readonly depths: readonly Depth[];
    readonly image: null | { readonly ref: string; readonly digest: string; readonly platform: string };
    /** The engine that the trial ran on: `docker 29.0.0 (linux/amd64)`; null: nothing was tried. */
    readonly engine: string | null;
    readonly database: null | { readonly date: string };
    /** Only services that a change touches were judged: the commit that was compared with, and the first reason of each. null: all were. */
    readonly changedSince: null | {
      readonly ref: string;
      readonly commit: string;
      readonly touched: readonly { readonly service: string; readonly because: string }[];
    };
    readonly composeFiles: readonly string[];
    readonly config: null | ConfigTaken;
    /** How many shell scripts ShellCheck was asked about, and what kept it from others; null: nobody wanted to know. */
    readonly shellcheck: null | { readonly checked: number; readonly because: string | null };
    /** How many fixes were tried for being told with their findings, and how many were left out for taking too long; null: nobody asked. */
    readonly fixes: null | { readonly tried: number; readonly untried: number };
  };
  readonly services: readonly ReportedService[];
  /** The built images that were looked at; none at source depth alone. */
  readonly images: readonly ReportedImage[];
  /** The trials that were looked at; none where nothing ran. */
  readonly trials: readonly ReportedTrial[];
  readonly notJudged: readonly { readonly file: string; readonly because: string }[];
  readonly problems: readonly ReportedProblem[];
  readonly summary: { readonly services: number; readonly items: VerdictCounts };
}
