import { type Answer, no, notApplicable, worst, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/logging-driver",
  claim: "no deployment throws the logs away",
  why: "With the driver `none` nothing of what the container writes is kept: after a crash there is nothing to read.",
  todo: "Remove `driver: none`; name `json-file` or `local` with `max-size` and `max-file`, or the driver of your log platform.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0014"],
  source(service) {
    return worst(service.deployments.map(answerOf)) ?? notApplicable("no deployment was read");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, compose }, edit) => ({
      title: `keep the logs of ${name}, by the driver that bounds them by itself`,
      changes: [edit.foreignTo(compose?.logging?.driver?.place) ?? edit.set(["logging", "driver"], "local")],
    }));
  },
  examples: [
    {
      title: "kept, and bounded",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml":
          'services:\n  app:\n    build: .\n    logging:\n      driver: json-file\n      options: { max-size: 10m, max-file: "3" }\n',
      },
    },
    {
      title: "thrown away",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml": "services:\n  app:\n    build: .\n    logging:\n      driver: «none»\n",
      },
    },
  ],
});

function answerOf(deployment: Deployment): Answer {
  const { name } = deployment;
  if (deployment.kind === "kubernetes") return yes(`the container runtime keeps what ${name} writes`);
  const unset = unsetKey(deployment, "logging");
  if (unset) return unset;
  const driver = deployment.compose?.logging?.driver;
  if (!driver) return yes(`${name} logs through the engine's own driver`);
  if (driver.value.trim().toLowerCase() !== "none") return yes(`${name} logs through ${driver.value}`);
  return no(about(deployment, `${name} throws its logs away (driver none)`, driver.place));
}
