import type { GroupId } from "./checklist.js";
import type { Answer, Finding, Level } from "./core/answer.js";
import type { Fix, Unfixed } from "./core/edit.js";
import type { Scope, Weight } from "./core/report.js";
import type { Image } from "./models/image/image.js";
import type { ImageSketch } from "./models/image/sketch.js";
import type { LockfileRecipe, MadeLockfile } from "./models/project/lockfile-recipe.js";
import type { Service } from "./models/project/service.js";
import type { ShellRemark } from "./models/shellcheck/shell-checks.js";
import type { DrillName } from "./models/trial/drills.js";
import type { TrialSketch } from "./models/trial/sketch.js";
import type { Trial } from "./models/trial/trial.js";

/** One option of a rule: JSON Schema in miniature, the only place for its name, type and default. */
export type OptionSchema =
  | { readonly type: "integer"; readonly default: number; readonly minimum?: number; readonly description: string }
  | { readonly type: "boolean"; readonly default: boolean; readonly description: string }
  | { readonly type: "string"; readonly default: string; readonly enum?: readonly string[]; readonly description: string }
  | { readonly type: "strings"; readonly default: readonly string[]; readonly description: string };

export type OptionsSchema = Readonly<Record<string, OptionSchema>>;

type ValueOf<S extends OptionSchema> = S["type"] extends "integer"
  ? number
  : S["type"] extends "boolean"
    ? boolean
    : S["type"] extends "string"
      ? string
      : readonly string[];

export type OptionsOf<S extends OptionsSchema> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** Files by path; a bare string is a Dockerfile. `«…»` marks where a finding is expected. */
export type ExampleFiles = string | Readonly<Record<string, string>>;

/** A project as the source probe sees it, a built image as the image probe does, or the record of a trial. */
export type Example = {
  readonly title: string;
  readonly says: Answer["says"];
  /** Options that differ from their defaults, for a rule that says nothing without them. */
  readonly options?: OptionValues;
  /** What ShellCheck says of it, a remark for each mark in turn: recorded, and compared with ShellCheck where it is there. */
  readonly shellcheck?: readonly RecordedRemark[];
} & (
  | { readonly files: ExampleFiles; readonly image?: never; readonly trial?: never }
  | { readonly image: ImageSketch; readonly files?: never; readonly trial?: never }
  | { readonly trial: TrialSketch; readonly files?: never; readonly image?: never }
);

/** A remark of ShellCheck without its place. */
export type RecordedRemark = Omit<ShellRemark, "place">;

export interface SeenByFix {
  /** The findings that no waiver covers; none where the answer is unknown. */
  readonly findings: readonly Finding[];
  /** The text of a file of the project, its path relative to the root; null: not there, or not to be read. */
  read(path: string): string | null;
  /** The digest that a registry has for a reference, where one may be asked; null: it has none. */
  digest?(reference: string): string | null;
  /** The SHA-256 of what an address of HTTP serves, where it may be asked, as 64 hexadecimal digits; null: it serves no file. */
  checksum?(address: string): string | null;
  /** The lockfile that a package manager makes in a build, where one may be started; null: it was not asked. */
  lockfile?(recipe: LockfileRecipe): MadeLockfile | null;
  /** The trial of the service, where a record of one was given. */
  readonly trial?: Trial;
}

/** One claim: a sentence that is true when all is well, and the probes that answer it at one or more depths. */
export interface Rule<S extends OptionsSchema = OptionsSchema> {
  /** `group/name`, the same as the path of its file under rules/. */
  readonly id: `${GroupId}/${string}`;
  readonly claim: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** What a person should do. */
  readonly todo: string;
  /** Only `required` rules decide a verdict. */
  readonly weight: Weight;
  readonly level: Level;
  readonly since: string;
  /** How often it is asked: for each service, for each build context, or once for the project. Default `service`. */
  readonly scope?: Scope;
  /** What the claim is about: the build as written, the image as built, the service as deployed, or what it is capable of. */
  readonly subject: "written" | "built" | "deployed" | "capable";
  /** True when no probe can prove the claim: it says no, unknown or n/a, never yes. */
  readonly catches?: true;
  /** The names that other tools give to the same thing; honoured in pragmas, config and `explain`. */
  readonly aliases?: readonly string[];
  /**
   * The form of further aliases, `#` for a digit, where the rule passes on what another tool finds: each finding goes by one of them, and
   * waivers, config and command line can tell them apart.
   */
  readonly aliasForm?: string;
  readonly options?: S;
  readonly needs?: {
    /** What ShellCheck says of the project's scripts. */
    readonly shellcheck?: true;
    /** Files of an image whose content an image probe reads: absolute paths, `*` for a part of a name, `**` for any folders. */
    readonly files?: readonly string[];
    /** The files that the image's configuration starts or checks its health with, and the scripts among them. */
    readonly start?: true;
    /** What must be done to the running container: a trial without one of them does not ask the rule. */
    readonly drills?: readonly DrillName[];
  };
  source?(service: Service, options: OptionsOf<S>): Answer;
  /** `ship`: the service that was built into this image, where that is shown: what deploys it may override what the image says. */
  image?(image: Image, options: OptionsOf<S>, ship: Service | null): Answer;
  trial?(trial: Trial, options: OptionsOf<S>): Answer;
  /** What would mend it, each fix by itself; or why it is left as it is. Pure, as the probes are. */
  fix?(service: Service, options: OptionsOf<S>, seen: SeenByFix): readonly (Fix | Unfixed)[];
  /** A fix may help where the answer is unknown, too. */
  readonly fixesUnknown?: true;
  /** At least one good and one bad; run as tests, printed as docs. */
  readonly examples?: readonly Example[];
}

/** Types a rule by its own option schema. */
export function defineRule<const S extends OptionsSchema = Record<never, never>>(rule: Rule<S>): Rule<S> {
  return rule;
}

/** Any rule, its options erased: what the engine and the lists hold. */
// biome-ignore lint/suspicious/noExplicitAny: the option type is fixed inside each rule and never crosses it
export type AnyRule = Rule<any>;

/** The values of a rule's options, by name. */
export type OptionValues = Record<string, string | number | boolean | readonly string[]>;

const NO_OPTIONS: OptionValues = Object.freeze({});

/** The default of every option. */
export function defaultOptions(rule: AnyRule): OptionValues {
  if (!rule.options) return NO_OPTIONS;
  const schema: OptionsSchema = rule.options ?? {};
  return Object.fromEntries(Object.entries(schema).map(([name, option]) => [name, option.default]));
}
