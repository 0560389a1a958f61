import type { App } from "../app/app.js";
import { readApp } from "../app/read.js";
import { belowFolder } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectSource } from "./source.js";

/** What tells the apps of two services apart. */
export interface AppKey {
  readonly root: string;
  readonly start: readonly string[] | null;
  readonly probePaths: readonly string[];
  readonly env: ReadonlyMap<string, string | null>;
}

/** Variables by which a framework is told to behave otherwise; all others must not keep two services from sharing an app. */
const MATTER = ["NEXT_MANUAL_SIG_HANDLE"];

/** Services that share an app stand close together. */
const MOST_KNOWN = 500;

/** Reads the apps of a project, each once: services that start the same program from the same folder share it. */
export class Apps {
  readonly #source: ProjectSource;
  readonly #reader: Reader;
  readonly #known = new Map<string, App>();

  constructor(source: ProjectSource, reader: Reader) {
    this.#source = source;
    this.#reader = reader;
  }

  read(of: AppKey): App {
    const key = JSON.stringify([of.root, of.start, of.probePaths, MATTER.map((name) => [of.env.has(name), of.env.get(name)])]);
    let app = this.#known.get(key);
    if (!app) {
      const files = belowFolder(this.#source.working, of.root);
      const read = (path: string): string | null => this.#reader.text(path);
      app = readApp({ ...of, files, workspace: this.#source.working, read, shipped: null });
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(key, app);
    }
    return app;
  }
}
