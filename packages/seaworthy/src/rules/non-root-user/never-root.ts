import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { IdentitySeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "non-root-user/never-root",
  claim: "no process of the container is uid 0, not even while it starts",
  why: "An entry point that starts as root and changes users later needs capabilities for that, and whatever it reads before is read with root's rights.",
  todo: "Set owners in the build and start as the user that serves: `USER 10001` instead of gosu or su-exec in an entry script.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["identity"] },
  trial(trial) {
    return ofDrill(trial, "identity", judge);
  },
  examples: [
    { title: "never", says: "yes", trial: { drills: { identity: { rootForMs: null } } } },
    { title: "until gosu has changed the user", says: "no", trial: { drills: { identity: { rootForMs: 140 } } } },
  ],
});

function judge({ samples, rootForMs, mapped }: IdentitySeen): Answer {
  if (mapped) return unknown("the engine maps users: which uid of the container they are is not to be seen here");
  const serving = samples.flatMap(({ processes }) => processes.filter(({ visitor }) => !visitor));
  if (serving.length === 0) return unknown("no process was seen");
  // That is told by the rule of the image's user, and would be told twice.
  if (serving.some(({ uids }) => uids.includes(0))) return notApplicable("it serves as root");
  if (rootForMs === null) return yes("no process of uid 0 was seen");
  return no(finding(`ran as root for ${millis(rootForMs)} before it was ready`, momentOf("identity", "starting")));
}
