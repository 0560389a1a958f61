import type { Level } from "../core/answer.js";
import type { FailOn } from "../core/failing.js";
import type { Weight } from "../core/report.js";
import type { Severity } from "../models/advisory/advisory.js";
import type { VulnerabilityIgnore } from "../models/advisory/ignores.js";
import type { RegistrySettings } from "../models/image/registry-settings.js";
import type { PragmaTool } from "../models/pragma/pragma.js";
import type { TrialSettings } from "../models/trial/settings.js";
import type { OptionValues } from "../rule.js";

export interface RuleConfig {
  readonly weight?: Weight;
  readonly level?: Level;
  readonly options: OptionValues;
}

export interface WaiverConfig {
  readonly ignore: readonly string[];
  readonly services: readonly string[] | null;
  readonly files: readonly string[] | null;
  readonly reason: string | null;
  readonly until: string | null;
  readonly trial: boolean;
  /** The tool whose words it is in; null: ours. */
  readonly foreign: PragmaTool | null;
  readonly range: readonly [number, number];
  readonly line: number;
}

/** A config file, checked. Rule names are resolved to ids. */
export interface Config {
  readonly path: string;
  /** Whose config it is: hadolint's is read where there is none of our own. */
  readonly of: "seaworthy" | "hadolint";
  /** What a config of hadolint's says that has no meaning here. */
  readonly left: readonly string[];
  /** Tools whose comments are not honoured. */
  readonly withoutPragmas: ReadonlySet<PragmaTool>;
  /** The production set of Compose files, relative to the config's folder; null: found by name. */
  readonly compose: readonly string[] | null;
  /** Names of Compose services to judge; null: all. */
  readonly services: readonly string[] | null;
  /** Paths (gitignore syntax) that are not judged. */
  readonly exclude: readonly string[];
  readonly rules: ReadonlyMap<string, RuleConfig>;
  /** Levels that another tool's name for a finding is given. */
  readonly levels: readonly { readonly name: string; readonly level: Level }[];
  /** Names of another tool's findings that are left out, where a rule passes them on. */
  readonly off: readonly string[];
  readonly policy: {
    readonly requireReason: boolean;
    readonly strict: boolean;
    readonly failOn: FailOn | null;
    /** Whether a vulnerability without a known fix counts. */
    readonly unfixed: "count" | "accept";
  };
  readonly vulnerabilities: {
    /** Severities that count. */
    readonly levels: readonly Severity[];
    readonly ignore: readonly VulnerabilityIgnore[];
  };
  /** OpenVEX documents, relative to the config's folder. */
  readonly vex: readonly string[];
  readonly database: {
    /** Relative to the config's folder; null: where it is by default. */
    readonly path: string | null;
    /** An older database proves nothing. */
    readonly maxAgeDays: number;
  };
  /** By host, as in references. */
  readonly registries: Readonly<Record<string, RegistrySettings>>;
  /** How services are tried, as far as no file of the project tells. */
  readonly trial: TrialSettings;
  readonly waivers: readonly WaiverConfig[];
}
