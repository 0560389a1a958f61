import { NO_TRIAL_SETTINGS } from "../models/trial/settings.js";
import type { Config } from "./config.js";
import { DEFAULT_DATABASE, DEFAULT_VULNERABILITIES } from "./vulnerabilities.js";

/** A config that asks for nothing. */
export const EMPTY_CONFIG: Config = {
  path: "",
  of: "seaworthy",
  left: [],
  withoutPragmas: new Set(),
  compose: null,
  services: null,
  exclude: [],
  rules: new Map(),
  levels: [],
  off: [],
  policy: { requireReason: false, strict: false, failOn: null, unfixed: "count" },
  waivers: [],
  vulnerabilities: DEFAULT_VULNERABILITIES,
  vex: [],
  database: DEFAULT_DATABASE,
  registries: {},
  trial: NO_TRIAL_SETTINGS,
};
