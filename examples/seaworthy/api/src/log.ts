import pino, { stdTimeFunctions } from "pino";

/** One JSON object a line on stdout; an error's stack stays inside its line. */
export const log = pino.pino({
  name: "api",
  level: process.env.LOG_LEVEL ?? "info",
  timestamp: stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
});
