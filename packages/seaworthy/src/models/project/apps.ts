import type { App } from "../app/app.js";
import { readApp } from "../app/read.js";
import type { StageFacts } from "../dockerfile/dockerfile.js";
import { belowFolder } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectSource } from "./source.js";

/** What tells the apps of two services apart. */
export interface AppKey {
  readonly root: string;
  readonly start: readonly string[] | null;
  readonly probePaths: readonly string[];
  /** The `matteringValues`. */
  readonly env: ReadonlyMap<string, string | null>;
}

/** Variables by which a framework is told to behave otherwise; all others must not keep two services from sharing an app. */
const MATTER = ["NEXT_MANUAL_SIG_HANDLE"];
const NO_VALUES: ReadonlyMap<string, string | null> = new Map();

/** Of the variables that an image sets, those that an app is read by. */
export function matteringValues(env: StageFacts["env"]): ReadonlyMap<string, string | null> {
  if (env.size === 0) return NO_VALUES;
  const found = MATTER.flatMap((name) => {
    const set = env.get(name);
    return set ? [[name, set.value] as const] : [];
  });
  return found.length === 0 ? NO_VALUES : new Map(found);
}

/** Services that share an app stand close together. */
const MOST_KNOWN = 500;

/** Files that tell nothing of a program. */
const SILENT = /(?:^|\/)(?:\.dockerignore|\.gitignore|[^/]*\.dockerignore)$|^\.github\//;

/** Reads the apps of a project, each once: services that start the same program from the same folder share it. */
export class Apps {
  readonly #source: ProjectSource;
  readonly #reader: Reader;
  /** null where none can be asked for twice. */
  readonly #known: Map<string, App> | null;
  #listed: string | null = null;

  /** @param several whether more than one service asks */
  constructor(source: ProjectSource, reader: Reader, several: boolean) {
    this.#source = source;
    this.#reader = reader;
    this.#known = several || source.apps ? new Map() : null;
  }

  read(of: AppKey): App {
    const known = this.#known;
    if (known === null) return this.#fresh("", of);
    const key = keyOf(of);
    let app = known.get(key);
    if (!app) {
      app = this.#kept(key) ?? this.#fresh(key, of);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(key, app);
    }
    return app;
  }

  #fresh(key: string, of: AppKey): App {
    const texts = new Map<string, string | null>();
    const read = (path: string): string | null => {
      const text = this.#reader.text(path);
      texts.set(path, text);
      return text;
    };
    const files = belowFolder(this.#source.working, of.root);
    const { root, start, probePaths, env } = of;
    const app = readApp({ root, start, probePaths, env, files, workspace: this.#source.working, read, shipped: null });
    this.#source.apps?.set(key, { app, listing: this.#listing, texts });
    return app;
  }

  /** The app as it was read before, if it would be read alike; what was wrong with its files is reported again. */
  #kept(key: string): App | null {
    const kept = this.#source.apps?.get(key);
    if (!kept || kept.listing !== this.#listing) return null;
    for (const [path, text] of kept.texts) if (this.#reader.text(path) !== text) return null;
    return kept.app;
  }

  get #listing(): string {
    this.#listed ??= this.#source.working.filter((path) => !SILENT.test(path)).join("\0");
    return this.#listed;
  }
}

function keyOf({ root, start, probePaths, env }: AppKey): string {
  return JSON.stringify(probePaths.length + env.size === 0 ? [root, start] : [root, start, probePaths, [...env]]);
}
