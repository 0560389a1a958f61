import { no, yes } from "../../core/answer.js";
import { capabilityNeeds } from "../../models/project/container-needs.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, missing, unsetKey } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import type { Trial } from "../../models/trial/trial.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/capabilities-dropped",
  claim: "all capabilities are dropped, and only those that are needed come back",
  why: "A container starts with fourteen parts of root's power, raw network packets and the change of any file's owner among them. An app that serves requests needs none.",
  todo: "Set `cap_drop: [ALL]` (Kubernetes: `capabilities: { drop: [ALL] }`) and add back what fails without, one by one.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0006", "drop-net-raw-capability"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, capDrop, kind } = deployment;
      if (capDrop.some((one) => one.value === "ALL")) return yes(`${name} drops all capabilities`);
      const unset = unsetKey(deployment, "cap_drop");
      if (unset) return unset;
      const first = capDrop[0];
      if (first) {
        const names = capDrop.map((one) => one.value).join(", ");
        return no(about(deployment, `${name} drops ${names} alone and keeps the rest of the default capabilities`, first.place));
      }
      const key = kind === "compose" ? "cap_drop: [ALL]" : "capabilities.drop: [ALL]";
      return missing(service, deployment, `${name} keeps the default capabilities: \`${key}\` is not set`);
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit) => dropped(service, deployment, edit, seen.trial));
  },
  examples: [
    {
      title: "all dropped, one added back",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n",
      },
    },
    {
      title: "one dropped",
      says: "no",
      files: {
        Dockerfile: "FROM nginx:1.29-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_drop: [«NET_RAW»]\n",
      },
    },
  ],
});

function dropped(service: Service, deployment: Deployment, edit: DeploymentEdit, trial: Trial | undefined): Made {
  const { name, kind, capDrop, capAdd } = deployment;
  const own = kind === "compose" ? ["cap_drop"] : ["securityContext", "capabilities", "drop"];
  const back = kind === "compose" ? ["cap_add"] : ["securityContext", "capabilities", "add"];
  const elsewhere = [...capDrop, ...capAdd].map(({ place }) => edit.foreignTo(place)).find((one) => one !== null);
  if (elsewhere) return elsewhere;
  const needs = capabilityNeeds(service, deployment, trial);
  const there = new Set(capAdd.map(({ value }) => value));
  const missing = there.has("ALL") ? [] : needs.capabilities.filter((one) => !there.has(one));
  const title =
    missing.length > 0
      ? `drop all capabilities of ${name} but ${missing.join(", ")}: ${needs.by}`
      : `drop all capabilities of ${name}: ${needs.by}`;
  // What the container asks for by name stays; one mapping takes both.
  if (capDrop.length === 0 && capAdd.length === 0) {
    if (kind === "kubernetes") {
      const capabilities = missing.length > 0 ? { drop: ["ALL"], add: missing } : { drop: ["ALL"] };
      return { title, changes: [edit.set(["securityContext", "capabilities"], capabilities)] };
    }
    return {
      title,
      changes: [edit.setAll([["cap_drop", ["ALL"]], ...(missing.length > 0 ? [["cap_add", missing] as const] : [])])],
    };
  }
  return {
    title,
    changes: [
      capDrop.length > 0 ? edit.set(own, ["ALL"]) : edit.add(own, ["ALL"]),
      ...(missing.length > 0 ? [edit.add(back, missing)] : []),
    ],
  };
}
