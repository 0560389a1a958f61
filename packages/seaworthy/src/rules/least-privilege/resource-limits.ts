import { finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/resource-limits",
  claim: "memory and processor time of the container are limited",
  why: "A leak or an attack in one container without limits takes the whole host down, and the kernel picks its victims among all that runs there.",
  todo: "Set `deploy.resources.limits` with `memory` and `cpus` (or `mem_limit`, `cpus`); in Kubernetes `resources.limits.memory` and at least `resources.requests.cpu`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0026", "unset-memory-requirements", "unset-cpu-requirements"],
  source(service) {
    const answers = service.deployments.map((deployment) => {
      const { name, compose, kubernetes, place } = deployment;
      const container = kubernetes?.container;
      const memory = compose ? compose.limits.memory : container?.limits.get("memory");
      const cpu = compose ? compose.limits.cpus : (container?.limits.get("cpu") ?? container?.requests.get("cpu"));
      const lacking = [...(memory ? [] : ["memory"]), ...(cpu ? [] : ["processor time"])];
      const unset = unsetKey(deployment, "deploy.resources", "mem_limit", "cpus");
      if (unset) return unset;
      const opaque = service.project.opaqueDeployments[0];
      if (opaque && lacking.length > 0)
        return unknown(`${name} has no limit of ${lacking.join(" and ")}; ${opaque.tool} (${opaque.file}) may set it`, place);
      const found =
        lacking.length > 0 ? [finding(`${name} has no limit of ${lacking.join(" and ")}`, place, { deployment: name })] : [];
      return noOr(found, () => yes(`${name} is limited`));
    });
    return worst(answers) ?? notApplicable("no deployment file was found");
  },
  examples: [
    {
      title: "both limits",
      says: "yes",
      files: {
        "compose.yaml":
          'services:\n  db:\n    image: postgres:17.2\n    deploy:\n      resources:\n        limits: {cpus: "1.0", memory: 512M}\n',
      },
    },
    { title: "none", says: "no", files: { "compose.yaml": "services:\n  «db»:\n    image: postgres:17.2\n" } },
  ],
});
