/** The command of an image's health check, as its configuration holds it. */
export interface ImageHealthcheck {
  /** `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", text]`. */
  readonly test: readonly string[];
  /** Nanoseconds; 0 or missing: the engine's default. */
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
}

/** What an image starts, as whom, with what: its configuration, every field as it is written there. */
export interface ImageConfig {
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  readonly shell: readonly string[];
  readonly healthcheck: ImageHealthcheck | null;
  readonly onBuild: readonly string[];
  /** ISO 8601, or null where the image does not say (or says the epoch, as reproducible builds do). */
  readonly created: string | null;
}

/** One line of the history, joined with the layer that it made. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly created: string | null;
  readonly comment: string;
  /** Index of the layer; null for a line that made none. */
  readonly layer: number | null;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}
