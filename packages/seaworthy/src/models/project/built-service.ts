import { Keeper } from "../../core/kept.js";
import type { App } from "../app/app.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import type { ImageReference } from "../dockerfile/reference.js";
import type { Build } from "./builds.js";
import type { BuildContext } from "./context.js";
import type { Deployment } from "./deployment.js";
import type { EntryScript, ProjectFacts, Service } from "./service.js";

/** What is read of the files around a build. */
export interface Surroundings {
  readonly context: BuildContext;
  readonly app: App | null;
  readonly entryScripts: readonly EntryScript[];
}

/** A service that is built here. What it holds can be let go of after it is judged: a tree may have thousands. */
export class BuiltService extends Keeper implements Service {
  readonly id: string;
  readonly name: string;
  readonly buildArgs: ReadonlyMap<string, string | null>;
  readonly image: ImageReference | null;
  readonly foreign = false;
  readonly deployments: readonly Deployment[];
  readonly project: ProjectFacts;
  readonly #build: Build;
  readonly #look: () => Surroundings;
  #seen: Surroundings | null = null;
  #known = false;

  /** @param look reads the surroundings; asked once, and again after `letGo`. */
  constructor(build: Build, name: string, image: ImageReference | null, project: ProjectFacts, look: () => Surroundings) {
    super();
    this.id = build.id;
    this.name = name;
    this.buildArgs = build.args;
    this.image = image;
    this.deployments = build.deployments;
    this.project = project;
    this.#build = build;
    this.#look = look;
  }

  get dockerfile(): Dockerfile {
    return this.#build.dockerfile;
  }

  /** The path of the Dockerfile, which is not parsed for it; of the Compose file for an inline one. */
  get file(): string {
    return this.#build.file;
  }

  /** The text of the Dockerfile, which is not parsed for it. */
  get text(): string {
    return this.#build.text;
  }

  get stage(): Stage | null {
    return this.#build.stage;
  }

  get problems(): Dockerfile["problems"] {
    return this.#build.dockerfile.problems;
  }

  get context(): BuildContext {
    return this.#around().context;
  }

  get app(): App | null {
    return this.#around().app;
  }

  get entryScripts(): readonly EntryScript[] {
    return this.#around().entryScripts;
  }

  letGo(): void {
    this.#seen = null;
    this.forget();
    this.#build.letGo();
  }

  /** Reads the surroundings unless they were read before, if only to be let go of: what is told of them is known then. */
  look(): void {
    if (!this.#known) this.#around();
  }

  #around(): Surroundings {
    if (this.#seen === null) {
      this.#seen = this.#look();
      this.#known = true;
    }
    return this.#seen;
  }
}

/** The path of what a service is built by; null for a foreign image. Of thousands, none is parsed to be asked for it. */
export function buildFile(service: Service): string | null {
  return service instanceof BuiltService ? service.file : (service.dockerfile?.path ?? null);
}
