/** What a person or the config says about which parts of a project are judged. */
export interface AssembleOptions {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Judge Dockerfiles of tests, examples, development and vendored code too. */
  readonly all?: boolean;
  /** The production set of Compose files; default: found by name. */
  readonly composeFiles?: readonly string[];
  /** Names of services to judge; default: all. */
  readonly services?: readonly string[];
  /** Patterns, as in a .dockerignore, of Dockerfiles that are not judged. */
  readonly exclude?: readonly string[];
  /** The root's own path below the folder that `exclude` is relative to; default: it is that folder. */
  readonly below?: string;
  /** Folders and files below the root that the person named; default: the whole root. */
  readonly named?: readonly string[];
  /** The name of the folder that is the root: names a service that has no other name. Default "app". */
  readonly folder?: string;
}
