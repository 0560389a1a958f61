import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { ZombiesSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/reaps-children",
  claim: "process 1 collects the processes that lost their parent, where any are started",
  why: "A process that ended stays in the table until its parent asks for its end. Orphans become children of process 1: one that never asks gathers zombies until the container can start nothing more.",
  todo: 'Set `init: true` in Compose, run with `docker run --init`, or put an init into the image: `ENTRYPOINT ["tini", "--"]`.',
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["zombies"] },
  trial(trial) {
    return ofDrill(trial, "zombies", judge);
  },
  examples: [
    { title: "an init in front", says: "yes", trial: { drills: { zombies: { first: "tini", startsPrograms: true } } } },
    {
      title: "a health check by a shell, and nobody who collects",
      says: "no",
      trial: { drills: { zombies: { made: 3, left: 3, startsPrograms: true, first: "node" } } },
    },
  ],
});

function judge({ made, left, startsPrograms, first }: ZombiesSeen): Answer {
  if (made === 0) return unknown("no orphan could be made");
  if (left === 0) return yes(`${first} collected all of ${made} orphans`);
  if (!startsPrograms) return notApplicable(`${first} leaves orphans as zombies, but the service starts no programs`);
  return no(finding(`${first} left ${left} of ${made} orphans as zombies`, momentOf("zombies", `${left} zombies`)));
}
