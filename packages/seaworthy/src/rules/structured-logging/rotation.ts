import { type Answer, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/rotation",
  claim: "what the engine keeps of the logs is bounded",
  why: "The driver `json-file`, which Docker uses when nothing is said, keeps every line for ever: a talkative container fills the host's disk.",
  todo: 'Set `logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }`, or use the driver `local`, which rotates by itself.',
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    return worst(service.deployments.map(answerOf)) ?? notApplicable("no deployment was read");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, compose }, edit) => {
      const title = `keep 30 MB of the log of ${name}, older lines go`;
      const elsewhere = edit.foreignTo(compose?.logging?.place);
      if (elsewhere) return elsewhere;
      if (edit.raw(["logging", "options"]) === null)
        return { title, changes: [edit.set(["logging", "options"], { "max-size": "10m", "max-file": "3" })] };
      const file = compose?.logging?.options.has("max-file") ? "" : ", in files of 10 MB";
      return { title: `${title}${file}`, changes: [edit.set(["logging", "options", "max-size"], "10m")] };
    });
  },
  examples: [
    {
      title: "three files of 10 MB",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml":
          'services:\n  app:\n    build: .\n    logging:\n      driver: json-file\n      options: { max-size: 10m, max-file: "3" }\n',
      },
    },
    {
      title: "without a bound",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml": "services:\n  app:\n    build: .\n    logging:\n      driver: «json-file»\n",
      },
    },
  ],
});

function answerOf(deployment: Deployment): Answer {
  const { name } = deployment;
  if (deployment.kind === "kubernetes") return notApplicable("the kubelet rotates logs by itself");
  const unset = unsetKey(deployment, "logging");
  if (unset) return unset;
  const logging = deployment.compose?.logging;
  const driver = logging?.driver?.value.trim().toLowerCase() ?? null;
  if (driver === null && !logging?.options.has("max-size"))
    return unknown(
      `${name} uses the engine's default driver, whose bounds are set on the host`,
      logging?.place ?? deployment.place,
    );
  if (driver !== null && driver !== "json-file") return yes(`${name} logs through ${driver}, which keeps no endless file`);
  if (logging?.options.has("max-size")) return yes(`the log of ${name} is cut at ${logging.options.get("max-size")?.value}`);
  return no(
    about(
      deployment,
      `the log of ${name} grows without bound: json-file without max-size`,
      logging?.driver?.place ?? deployment.place,
    ),
  );
}
