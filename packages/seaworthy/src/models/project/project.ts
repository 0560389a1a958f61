import type { Problem } from "../../core/problem.js";
import type { ProjectFacts, Service } from "./service.js";

/** Everything that was read of one project, as plain data. */
export interface Project {
  /** As the user named it; only for display. */
  readonly root: string;
  readonly services: readonly Service[];
  /** Whoever is done with a service says so: where there are thousands, what was read of it is forgotten, and read again when asked for. */
  letGo(service: Service): void;
  /**
   * Reads what was left for when the services are judged: where there are thousands, what lies around each is read but once. Before that,
   * `problems` and `texts` hold what is known so far.
   */
  readRest(): void;
  readonly facts: ProjectFacts;
  readonly notJudged: readonly {
    readonly file: string;
    readonly because: string;
  }[];
  readonly problems: readonly Problem[];
  /** Texts of the files that rules may point at, for line numbers and masks. */
  readonly texts: ReadonlyMap<string, string>;
}
