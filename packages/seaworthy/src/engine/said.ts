import type { Problem } from "../core/problem.js";
import { failsBuild } from "../models/pragma/buildkit.js";
import { maySpeak } from "../models/pragma/read.js";
import { BuiltService } from "../models/project/built-service.js";
import { checkArgument } from "../models/project/check-argument.js";
import type { Project } from "../models/project/project.js";
import { dockerfilePragmas, textPragmas } from "./pragma.js";
import type { Settings } from "./settings.js";
import type { Waiver } from "./waiver.js";

/** What the files of a project say to the tools that read them. */
export class Said {
  /** Dockerfiles whose build fails by what the builder's own checks find. */
  readonly failing: ReadonlySet<string>;
  readonly problems: Problem[] = [];
  readonly #waivers: Waiver[] = [];
  readonly #texts: ReadonlyMap<string, string>;
  /** Goes on where it stopped: it is never asked for more than there is, and so never ends. */
  readonly #next: Iterator<[string, string]>;
  readonly #dockerfiles = new Set<string>();
  #read = 0;

  constructor(project: Project, { withoutPragmas }: Settings) {
    const failing = new Set<string>();
    for (const service of project.services) {
      const check = checkArgument(service);
      if (check === null && service instanceof BuiltService && !maySpeak(service.text)) continue;
      const { dockerfile } = service;
      if (!dockerfile) continue;
      if (failsBuild(dockerfile, check)) failing.add(dockerfile.path);
      if (!this.#dockerfiles.has(dockerfile.path)) {
        this.#dockerfiles.add(dockerfile.path);
        const { waivers, problems } = dockerfilePragmas(dockerfile, { check, without: withoutPragmas });
        this.#waivers.push(...waivers);
        this.problems.push(...problems);
      }
      project.letGo(service);
    }
    this.failing = failing;
    this.#texts = project.texts;
    this.#next = project.texts.entries();
  }

  /** The waivers that were not given before: those of texts that were opened since. */
  newWaivers(): readonly Waiver[] {
    while (this.#read < this.#texts.size) {
      this.#read++;
      const [path, text] = this.#next.next().value;
      if (this.#dockerfiles.has(path)) continue;
      const { waivers, problems } = textPragmas(path, text);
      this.#waivers.push(...waivers);
      this.problems.push(...problems);
    }
    return this.#waivers.splice(0);
  }
}
