import type { HistoryEntry, ImageConfig, ImageHealthcheck, Platform } from "./config.js";

/** The configuration of an image, as its JSON says. */
export interface ParsedConfig {
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[];
  readonly platform: Platform;
  /** `sha256:…` of each layer's uncompressed archive, the lowest first. */
  readonly diffIds: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the JSON of an image's configuration, of Docker and of OCI alike. What has another type than it should is as if it were not there. */
export function parseImageConfig(json: unknown): ParsedConfig {
  const image = fields(json);
  const config = fields(image.config);
  const diffIds = texts(fields(image.rootfs).diff_ids);
  return {
    config: {
      user: text(config.User),
      env: texts(config.Env),
      entrypoint: words(config.Entrypoint),
      cmd: words(config.Cmd),
      workingDir: text(config.WorkingDir),
      exposedPorts: Object.keys(fields(config.ExposedPorts)),
      volumes: Object.keys(fields(config.Volumes)),
      labels: labels(config.Labels),
      stopSignal: text(config.StopSignal),
      shell: words(config.Shell),
      healthcheck: healthcheck(config.Healthcheck),
      onBuild: texts(config.OnBuild),
      created: moment(image.created),
    },
    history: historyOf(image.history, diffIds.length),
    platform: {
      os: text(image.os) || "linux",
      architecture: text(image.architecture) || "unknown",
      variant: text(image.variant) || null,
    },
    diffIds,
  };
}

/**
 * The history, each line with the layer that it made. Where the lines that made one are not as many as the layers, which one made
 * which is not known, and none is said to have.
 */
function historyOf(history: unknown, layers: number): HistoryEntry[] {
  const lines = (Array.isArray(history) ? history : []).map(fields);
  const joins = lines.filter((line) => line.empty_layer !== true).length === layers;
  let layer = 0;
  return lines.map((line) => ({
    createdBy: text(line.created_by),
    created: moment(line.created),
    comment: text(line.comment),
    layer: joins && line.empty_layer !== true ? layer++ : null,
  }));
}

function healthcheck(written: unknown): ImageHealthcheck | null {
  const check = fields(written);
  const test = texts(check.Test);
  if (test.length === 0) return null;
  const number = (name: string, value: unknown) => (typeof value === "number" ? { [name]: value } : {});
  return {
    test,
    ...number("interval", check.Interval),
    ...number("timeout", check.Timeout),
    ...number("startPeriod", check.StartPeriod),
    ...number("startInterval", check.StartInterval),
    ...number("retries", check.Retries),
  };
}

/** A time; null for the zero of Go and the epoch, which reproducible builds write. */
function moment(written: unknown): string | null {
  const time = text(written);
  return /^\d{4}-\d\d-\d\dT/.test(time) && !/^(?:0001-|1970-01-01T00:00:00)/.test(time) ? time : null;
}

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** A command: old images hold a bare string. */
function words(value: unknown): string[] {
  return typeof value === "string" ? [value] : texts(value);
}

function labels(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value)).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
