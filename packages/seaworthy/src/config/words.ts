import type { Level } from "../core/answer.js";
import type { FailOn } from "../core/failing.js";
import type { Weight } from "../core/report.js";

/** The words of a config, which the reader and the schema share. */
export const CONFIG_KEYS = [
  "$schema",
  "compose",
  "services",
  "exclude",
  "rules",
  "policy",
  "waivers",
  "vulnerabilities",
  "vex",
  "database",
  "registries",
  "trial",
] as const;
export const TRIAL_KEYS = [
  "worker",
  "port",
  "paths",
  "health",
  "slow",
  "stream",
  "upload",
  "failing",
  "env",
  "files",
  "dependencies",
  "command",
  "readySeconds",
  "outside",
] as const;
export const UPLOAD_KEYS = ["request", "type", "body"] as const;
export const DEPENDENCY_KEYS = ["image", "env", "command", "ready"] as const;
/** A path of a service: what stands behind its port, without a sign that would end the line of a request. */
export const TRIAL_PATH = /^\/[^\s]*$/;
export const REQUEST = /^(?:(GET|HEAD|POST|PUT|PATCH|DELETE) )?(\/[^\s]*)$/;
export const POLICY_KEYS = ["requireReason", "strict", "failOn", "unfixed"] as const;
export const WAIVER_KEYS = ["ignore", "services", "files", "reason", "until", "depth"] as const;
export const IGNORED_KEYS = ["id", "package", "reason", "until"] as const;
/** The shape of an advisory's id. */
export const ADVISORY_ID = /^[A-Za-z]+[A-Za-z0-9]*-[\w.:-]+$/;
export const WEIGHTS: readonly Weight[] = ["required", "advised", "off"];
export const LEVELS: readonly Level[] = ["error", "warning", "info"];
export const FAIL_ON: readonly FailOn[] = [...LEVELS, "none"];
/** A registry's host, as references name it. */
export const REGISTRY_HOST = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(?::[0-9]{1,5})?$/;
