import { Keeper, questions } from "../../core/kept.js";
import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { App } from "../app/app.js";
import type { Ci } from "../ci/ci.js";
import type { BuildWay } from "../ci/written-workflow.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import type { ImageReference } from "../dockerfile/reference.js";
import type { ShellChecks } from "../shellcheck/shell-checks.js";
import type { BuildContext } from "./context.js";
import type { CredentialFile } from "./credential-files.js";
import type { Deployment } from "./deployment.js";

/** What all services of a project share. */
export interface ProjectFacts {
  /** The day of the inspection, `YYYY-MM-DD`: rules have no clock of their own. */
  readonly today: string;
  readonly ci: Ci;
  /** Helm charts, Kustomize overlays and others that may deploy any service in a way that was not read. */
  readonly opaqueDeployments: readonly {
    readonly file: string;
    readonly tool: string;
  }[];
  readonly composeFiles: readonly string[];
  /** The images that are built of files of the project. */
  readonly images: readonly BuildWay[];
  /** Tracked files whose names say that they may hold credentials, and what was found in them. */
  readonly credentialFiles: readonly CredentialFile[];
  /**
   * What ShellCheck says of the project's shell scripts; null where nobody asks for it. Set once, before any rule is asked: to know what
   * to ask it about, the services must be there.
   */
  shellChecks: ShellChecks | null;
  /** The files of the project: relative path → tracked by git (true also where there is no git). */
  readonly files: ProjectFiles;
}

/** A view of the tree without its contents. */
export interface ProjectFiles {
  has(path: string): boolean;
  tracked(path: string): boolean;
  /** Tracked (or, without git, all not ignored) paths below a folder, "." for the root; sorted. */
  below(folder: string): readonly string[];
  /** Whether the folder is the root of a git repository (or the project root where .git lies). */
  readonly gitRoot: string | null;
}

/** An entry script that the start command names, read from the context. */
export interface EntryScript {
  readonly path: string; // in the project
  readonly text: string;
  /** Whether its last command replaces the shell (`exec "$@"`, `exec app`); null when it cannot be told. */
  readonly execs: boolean | null;
  /** Tools that drop privileges: gosu, su-exec, setpriv, runuser, chroot --userspec… */
  readonly drops: readonly string[];
  readonly place: SourcePlace;
}

/** The unit judged: one build key, or one image reference when nothing is built here. */
export interface Service {
  /** Stable over runs: `<dockerfile>[#target][@context][?args]`, or `image:<reference>`. */
  readonly id: string;
  readonly name: string;
  /** null for a foreign image. */
  readonly dockerfile: Dockerfile | null;
  /** The shipped stage. */
  readonly stage: Stage | null;
  readonly context: BuildContext | null;
  readonly buildArgs: ReadonlyMap<string, string | null>;
  /** The reference under which it is deployed or built, if any. */
  readonly image: ImageReference | null;
  readonly foreign: boolean;
  readonly app: App | null;
  readonly entryScripts: readonly EntryScript[];
  readonly deployments: readonly Deployment[];
  readonly project: ProjectFacts;
  /** Problems that concern this service's own files. */
  readonly problems: readonly Problem[];
}

/** Questions about a service, answered once. */
export const ofService = questions<Service>();

/** A service whose parts are all there. */
export class ReadService extends Keeper implements Service {
  readonly id: string;
  readonly name: string;
  readonly dockerfile: Dockerfile | null;
  readonly stage: Stage | null;
  readonly context: BuildContext | null;
  readonly buildArgs: ReadonlyMap<string, string | null>;
  readonly image: ImageReference | null;
  readonly foreign: boolean;
  readonly app: App | null;
  readonly entryScripts: readonly EntryScript[];
  readonly deployments: readonly Deployment[];
  readonly project: ProjectFacts;
  readonly problems: readonly Problem[];

  constructor(of: Service) {
    super();
    this.id = of.id;
    this.name = of.name;
    this.dockerfile = of.dockerfile;
    this.stage = of.stage;
    this.context = of.context;
    this.buildArgs = of.buildArgs;
    this.image = of.image;
    this.foreign = of.foreign;
    this.app = of.app;
    this.entryScripts = of.entryScripts;
    this.deployments = of.deployments;
    this.project = of.project;
    this.problems = of.problems;
  }
}
