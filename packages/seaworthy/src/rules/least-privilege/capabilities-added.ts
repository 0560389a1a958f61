import { noOr, yes } from "../../core/answer.js";
import { isSourcePlace } from "../../core/place.js";
import { capabilityReach, needsCapability } from "../../knowledge/capabilities.js";
import { allNames, CAPABILITY_NAMES, namesFor } from "../../knowledge/linter-names.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/capabilities-added",
  claim: "no capability is added that reaches beyond the container",
  why: "Some capabilities are root on the host under another name: SYS_ADMIN mounts disks, SYS_MODULE loads code into the kernel, NET_ADMIN rewrites routes, SYS_PTRACE reads other processes.",
  todo: "Remove the capability from `cap_add` (Kubernetes: `capabilities.add`). If the app truly needs it, name it in this rule's option `allowed`, or waive the finding with the reason.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: allNames(CAPABILITY_NAMES),
  options: {
    allowed: { type: "strings", default: [], description: "Capabilities that may be added, such as NET_ADMIN." },
  },
  source(service, { allowed }) {
    const accepted = new Set(allowed.map((name) => name.toUpperCase().replace(/^CAP_/, "")));
    return eachLinuxDeployment(service, (deployment) => {
      const { name, capAdd } = deployment;
      const needed: string[] = [];
      const found = capAdd.flatMap(({ value, place }) => {
        const reach = capabilityReach(value);
        if (!reach || accepted.has(value)) return [];
        const software = needsCapability(imageName(service, deployment), value);
        if (software) {
          needed.push(`${value}, which ${software} needs`);
          return [];
        }
        return [
          about(deployment, `${name} adds ${value}, which gives ${reach.gives}`, place, {
            level: reach.level,
            aliases: namesFor(CAPABILITY_NAMES, value),
          }),
        ];
      });
      return noOr(found, () => {
        const unset = unsetKey(deployment, "cap_add");
        if (unset) return unset;
        if (needed.length > 0) return yes(`${name} adds ${needed.join(" and ")}`);
        const names = capAdd.map((one) => one.value).join(", ");
        return yes(names === "" ? `${name} adds no capability` : `${name} adds ${names}, which stay inside the container`);
      });
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, kind, capAdd }, edit, { place }) => {
      if (!isSourcePlace(place)) return null;
      const capability = capAdd.find((one) => one.place.range[0] === place.range[0])?.value ?? "the capability";
      const path = kind === "compose" ? ["cap_add"] : ["securityContext", "capabilities", "add"];
      return {
        title: `run ${name} without ${capability}: what needs it stops working`,
        changes: [...[edit.foreignTo(place) ?? []].flat(), ...edit.removeItems(path, [place])],
      };
    });
  },
  examples: [
    {
      title: "what a low port needs",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29-alpine\nEXPOSE 80\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n",
      },
    },
    {
      title: "root under another name",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    cap_add: [«SYS_ADMIN»]\n",
      },
    },
  ],
});

function imageName(service: Service, deployment: Deployment): string {
  return service.image?.name ?? deployment.image?.value.split(/[:@]/)[0] ?? "";
}
