import { type Answer, finding, no, unknown, yes } from "../../core/answer.js";
import type { CapabilitiesSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/serves-without-capabilities",
  claim: "the service starts and serves with all capabilities dropped",
  why: "An app that needs none of root's powers can be given none. One that changes users or owners at its start holds them while it reads its first input.",
  todo: "Start as the user that serves (`USER` by number) and set owners in the build; listen on a port from 1024 up. What is still needed is named by the trial: add that alone.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["capabilities"] },
  trial(trial) {
    return ofDrill(trial, "capabilities", judge);
  },
  examples: [
    { title: "none is needed", says: "yes", trial: { drills: { capabilities: { needed: [] } } } },
    {
      title: "an entry point that changes users",
      says: "no",
      trial: { drills: { capabilities: { needed: ["CHOWN", "SETGID", "SETUID"] } } },
    },
  ],
});

function judge({ needed, attempts }: CapabilitiesSeen): Answer {
  const place = momentOf("capabilities", `attempt ${attempts.length}`);
  if (needed?.length === 0) return yes("serves with all capabilities dropped");
  if (needed) return no(finding(`needs ${needed.join(", ")} to start and serve`, place));
  if (attempts.length === 0) return unknown("nothing was tried");
  const why = attempts.findLast(({ because }) => because !== null)?.because;
  return no(finding(`does not serve with any set of capabilities that was tried${why ? `: ${why}` : ""}`, place));
}
