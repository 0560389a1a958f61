import type { Probe } from "./probe.js";

/** What a check asks over the network: one address of it. */
export interface Target {
  readonly host: string | null;
  /** null: a variable, or a name that was not resolved. */
  readonly port: number | null;
  /** Without query; null for a bare connection, or when a variable stands in it. */
  readonly path: string | null;
}

const URL =
  /(?:\b(https?):\/\/|(?<![\w./:@-])(?=(?:localhost|127\.0\.0\.1|0\.0\.0\.0)[:/]))(\[[0-9a-fA-F:.]{1,45}\]|[\w.-]{1,253}|\$\{?\w{1,100}\}?)(?::(\d{1,5}|\$[^\s/"'`]{1,200}|\{[^\s/{}"'`]{1,100}\}))?(\/[^\s"'`?#|;&)\\]{0,500})?/g;

/** The addresses that a check asks. */
export function targetsOf(probe: Probe): readonly Target[] {
  if (probe.form === "http") return [{ host: null, port: portOf(probe.port), path: plain(probe.path ?? "/") }];
  if (probe.form === "tcp" || probe.form === "grpc") return [{ host: null, port: portOf(probe.port), path: null }];
  const text = probe.script?.text ?? probe.words.join(" ");
  const found: Target[] = [];
  for (const match of text.slice(0, 20_000).matchAll(URL)) {
    const [, scheme, host = "", port, path] = match;
    const usual = scheme === "https" ? 443 : 80;
    found.push({ host, port: port === undefined ? usual : portOf(port), path: plain(path ?? "/") });
  }
  const netcat = /\b(?:nc|ncat|netcat)\s+(?:-\S+\s+(?:\d+\s+)?)*([\w.-]{1,253})\s+(\d{1,5})\b/.exec(text);
  if (netcat) found.push({ host: netcat[1] ?? null, port: portOf(netcat[2] ?? ""), path: null });
  const device = /\/dev\/tcp\/([\w.-]{1,253})\/(\d{1,5})\b/.exec(text);
  if (device) found.push({ host: device[1] ?? null, port: portOf(device[2] ?? ""), path: null });
  return found;
}

/** Whether a check asks the container itself. */
export function isOwnHost(host: string | null): boolean {
  return (
    host === null ||
    host === "localhost" ||
    host === "127.0.0.1" ||
    /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\$\{?(?:HOSTNAME|HOST)\}?)$/i.test(host)
  );
}

function portOf(written: string | null): number | null {
  return written !== null && /^\d{1,5}$/.test(written) ? Number(written) : null;
}

function plain(path: string): string | null {
  return /[${}]/.test(path) ? null : path.replace(/[?#].*$/, "");
}
