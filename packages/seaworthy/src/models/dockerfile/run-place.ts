import type { Effective, RunFacts, Stage } from "./dockerfile.js";
import type { RunSurroundings } from "./run.js";
import { type StageScope, valueIn } from "./scope.js";

/** Where a RUN stands: what is in force there is looked up when it is asked for. */
export class RunPlace implements RunSurroundings {
  readonly stage: Stage;
  readonly shell: readonly string[];
  readonly user: Effective<string>;
  readonly workdir: string | null;
  readonly scope: StageScope;
  readonly at: number;
  readonly settings: readonly RunFacts[];
  readonly before: number;
  readonly escape: string;

  constructor(
    stage: Stage,
    shell: readonly string[],
    user: Effective<string>,
    workdir: string | null,
    scope: StageScope,
    at: number,
    settings: readonly RunFacts[],
    escapeChar: string,
  ) {
    this.stage = stage;
    this.shell = shell;
    this.user = user;
    this.workdir = workdir;
    this.scope = scope;
    this.at = at;
    this.settings = settings;
    this.before = settings.length;
    this.escape = escapeChar;
  }

  env(): ReadonlyMap<string, string | null> {
    return this.scope.snapshot(this.at);
  }

  earlier(): readonly RunFacts[] {
    return this.settings.slice(0, this.before);
  }

  expand(text: string): string | null {
    return valueIn(this.scope, text, this.at, this.escape);
  }
}
