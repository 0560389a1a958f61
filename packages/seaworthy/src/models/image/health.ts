import { posixShell } from "../dockerfile/shells.js";
import type { Deployment } from "../project/deployment.js";
import type { Probe, ProbeTimings } from "../project/probe.js";
import type { Service } from "../project/service.js";
import { offsetsFrom } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import type { ImageHealthcheck } from "./config.js";
import type { Image } from "./image.js";
import { builtBy } from "./instruction.js";

/** What the configuration of an image says of its health. */
export type BuiltHealth =
  | { readonly state: "checked"; readonly probe: Probe }
  | { readonly state: "disabled" }
  /** The history has a HEALTHCHECK that the configuration has not: the OCI form cannot carry one. */
  | { readonly state: "lost"; readonly line: number }
  | { readonly state: "none" };

/** The health check of an image. */
export function builtHealth(image: Image): BuiltHealth {
  const { healthcheck } = image.config;
  const [kind] = healthcheck?.test ?? [];
  if (healthcheck && kind === "NONE") return { state: "disabled" };
  if (healthcheck && healthcheck.test.length > 1) return { state: "checked", probe: probeOf(healthcheck) };
  // `HEALTHCHECK NONE` may have been lost as well, which changes nothing.
  const line = image.history.findLastIndex((entry) => builtBy(entry).keyword === "HEALTHCHECK");
  const lost = line >= 0 && !/NONE/.test(image.history[line]?.createdBy ?? "");
  return lost ? { state: "lost", line } : { state: "none" };
}

/**
 * Whether what runs the image brings health checks of its own: Kubernetes always does (it ignores the image's), Compose where it
 * names a test or switches the check off.
 */
export function asksItself(deployment: Deployment): boolean {
  if (deployment.kubernetes) return true;
  const check = deployment.compose?.healthcheck;
  return check !== null && check !== undefined && (check.disabled || check.test !== null);
}

/** Whether any deployment that lasts asks by itself, so that the image's own check does not speak for the service. */
export function isAskedElsewhere(ship: Service | null): boolean {
  return ship?.deployments.some((deployment) => !deployment.oneShot && asksItself(deployment)) === true;
}

/** Whether any deployment that lasts sets a part of the check itself, be it only a time. */
export function isTimedElsewhere(ship: Service | null): boolean {
  return (
    ship?.deployments.some(({ oneShot, kubernetes, compose }) => !oneShot && (kubernetes !== null || !!compose?.healthcheck)) ===
    true
  );
}

const MILLISECOND = 1_000_000;
/** The engine's own, in milliseconds: https://docs.docker.com/reference/dockerfile/#healthcheck */
const DEFAULTS = { interval: 30_000, timeout: 30_000, startPeriod: 0, retries: 3 };

function probeOf({ test, interval, timeout, startPeriod, retries }: ImageHealthcheck): Probe {
  const [kind, ...words] = test;
  const shell = kind === "CMD-SHELL" ? null : posixShell(words);
  const text = kind === "CMD-SHELL" ? words.join(" ") : shell ? words[shell.script] : undefined;
  const known = (value: number | undefined, otherwise: number) => ({ value: value ? value : otherwise, place: null });
  const inMilliseconds = (value: number | undefined) => (value === undefined ? undefined : value / MILLISECOND);
  const timings: ProbeTimings = {
    interval: known(inMilliseconds(interval), DEFAULTS.interval),
    timeout: known(inMilliseconds(timeout), DEFAULTS.timeout),
    startPeriod: known(inMilliseconds(startPeriod), DEFAULTS.startPeriod),
    retries: known(retries, DEFAULTS.retries),
  };
  return {
    where: "image",
    role: "health",
    deployment: null,
    place: { file: "", range: [0, 0] },
    form: text === undefined ? "exec" : "shell",
    words,
    script: text === undefined ? null : parseScript(text, offsetsFrom(0)),
    path: null,
    port: null,
    timings,
  };
}
