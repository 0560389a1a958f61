import { type Answer, finding, no, notApplicable, yes } from "../../core/answer.js";
import type { LogsSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/log-keys",
  claim: "each JSON line says when, how grave and what, under names that collectors know",
  why: "Without a time of its own a line has that of its arrival, without a level nothing can be alerted on, without a message there is nothing to read.",
  todo: "Let the logger write `time` (or `timestamp`, `ts`, `@timestamp`), `level` (or `severity`) and `msg` (or `message`) into every line.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["logs"] },
  trial(trial) {
    return ofDrill(trial, "logs", judge);
  },
  examples: [
    { title: "all three", says: "yes", trial: { drills: { logs: { keys: { time: "time", level: "level", message: "msg" } } } } },
    { title: "no level", says: "no", trial: { drills: { logs: { keys: { time: "ts", level: null, message: "msg" } } } } },
  ],
});

function judge({ counts, keys }: LogsSeen): Answer {
  if (counts.every(({ json }) => json === 0)) return notApplicable("no JSON line was written");
  const lacks = [...(keys.time ? [] : ["time"]), ...(keys.level ? [] : ["level"]), ...(keys.message ? [] : ["message"])];
  if (lacks.length === 0) return yes(`the lines have ${keys.time}, ${keys.level} and ${keys.message}`);
  return no(finding(`the JSON lines have no key for: ${lacks.join(", ")}`, momentOf("logs", "the lines together")));
}
