/** A request as it is written in the config: `GET /report`. */
export interface NamedRequest {
  readonly method: string;
  readonly path: string;
}

/** What a person says of a dependency of an image that no Compose file describes. */
export interface DependencySettings {
  readonly image: string;
  readonly env: ReadonlyMap<string, string>;
  readonly command: readonly string[] | null;
  /** The test that tells that it is ready, as a line for a shell; null: its image's own. */
  readonly ready: string | null;
}

/** How one service is tried: what no file of the project tells. What is null is found out. */
export interface ServiceTrialSettings {
  /** It answers no requests. */
  readonly worker: boolean;
  /** The port that it answers HTTP at. */
  readonly port: number | null;
  readonly paths: readonly string[] | null;
  readonly health: string | null;
  readonly slow: NamedRequest | null;
  readonly stream: string | null;
  readonly upload: (NamedRequest & { readonly type: string; readonly body: string }) | null;
  readonly failing: NamedRequest | null;
  readonly env: ReadonlyMap<string, string>;
  /** Paths in the container → files of the project, relative to the config's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, DependencySettings>;
  readonly command: readonly string[] | null;
  readonly readySeconds: number | null;
  /** Its dependencies are outside: the network has a way out. */
  readonly outside: boolean;
}

/** `trial:` of the config: for every service, and what differs for one. */
export interface TrialSettings extends ServiceTrialSettings {
  readonly services: ReadonlyMap<string, ServiceTrialSettings>;
}

export const NO_SERVICE_SETTINGS: ServiceTrialSettings = {
  worker: false,
  port: null,
  paths: null,
  health: null,
  slow: null,
  stream: null,
  upload: null,
  failing: null,
  env: new Map(),
  files: new Map(),
  dependencies: new Map(),
  command: null,
  readySeconds: null,
  outside: false,
};

export const NO_TRIAL_SETTINGS: TrialSettings = { ...NO_SERVICE_SETTINGS, services: new Map() };

/** What holds for one service: its own words before those for all. */
export function settingsFor(settings: TrialSettings, service: string | null): ServiceTrialSettings {
  const own = service === null ? undefined : settings.services.get(service);
  if (!own) return settings;
  return {
    worker: own.worker || settings.worker,
    port: own.port ?? settings.port,
    paths: own.paths ?? settings.paths,
    health: own.health ?? settings.health,
    slow: own.slow ?? settings.slow,
    stream: own.stream ?? settings.stream,
    upload: own.upload ?? settings.upload,
    failing: own.failing ?? settings.failing,
    env: new Map([...settings.env, ...own.env]),
    files: new Map([...settings.files, ...own.files]),
    dependencies: new Map([...settings.dependencies, ...own.dependencies]),
    command: own.command ?? settings.command,
    readySeconds: own.readySeconds ?? settings.readySeconds,
    outside: own.outside || settings.outside,
  };
}
