import { type Answer, finding, no, unknown, yes } from "../../core/answer.js";
import type { ReadOnlySeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/serves-read-only",
  claim: "the service starts and serves with a read-only root file system",
  why: "An app that changes files of its own image cannot be run read-only: whoever takes it over can change them too, and two containers of one image are no longer the same.",
  todo: "Write to a folder of its own that a tmpfs or a volume can take (`/tmp`, `/var/cache/app`), make what is generated at the start (configuration, compiled files) in the build, and leave the files of the image as they are.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["read-only"] },
  trial(trial) {
    return ofDrill(trial, "read-only", judge);
  },
  examples: [
    {
      title: "with a tmpfs at /tmp",
      says: "yes",
      trial: { drills: { "read-only": { tmpfs: [{ path: "/tmp", options: "mode=1777" }] } } },
    },
    {
      title: "it rewrites its own configuration",
      says: "no",
      trial: {
        drills: {
          "read-only": {
            attempts: [
              { tmpfs: [], served: false, because: "cannot create /etc/nginx/conf.d/default.conf: Read-only file system" },
            ],
            tmpfs: null,
            rewrites: ["/etc/nginx/conf.d/default.conf"],
          },
        },
      },
    },
  ],
});

function judge({ attempts, tmpfs, rewrites }: ReadOnlySeen): Answer {
  if (tmpfs) {
    const paths = tmpfs.map(({ path }) => path).join(", ");
    return yes(
      tmpfs.length === 0 ? "serves read-only, and needs no place to write" : `serves read-only with a tmpfs at ${paths}`,
    );
  }
  if (attempts.length === 0) return unknown("nothing was tried");
  const why = attempts.findLast(({ because }) => because !== null)?.because;
  const message =
    rewrites.length > 0
      ? `changes files of its own image, which no tmpfs cures: ${rewrites.slice(0, 5).join(", ")}`
      : `does not serve with a read-only root, whichever tmpfs it is given${why ? `: ${why}` : ""}`;
  return no(finding(message, momentOf("read-only", `attempt ${attempts.length}`)));
}
