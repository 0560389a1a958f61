import { type Answer, type Finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { about } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import { isWithin, writableOf, writtenNeeds } from "../../models/project/written-needs.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/writable-paths",
  claim: "what the app is known to write lies on a tmpfs or a volume where the root is read-only",
  why: "A read-only root stops the app itself at the first file that it writes: a pid file, a cache, an upload. It then fails at the start, or days later.",
  todo: "Give each folder that is written a `tmpfs` (what may be lost) or a volume (what must stay): `tmpfs: [/tmp, /var/cache/nginx, /run]`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    return (
      worst(service.deployments.map((deployment) => answerOf(service, deployment))) ??
      notApplicable("no deployment file was found")
    );
  },
  examples: [
    {
      title: "room for the cache and the pid file",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29.1-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    read_only: true\n    tmpfs: [/var/cache/nginx, /var/run]\n",
      },
    },
    {
      title: "nginx without a cache",
      says: "no",
      files: {
        Dockerfile: "FROM nginx:1.29.1-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    read_only: «true»\n    tmpfs: [/run]\n",
      },
    },
  ],
});

function answerOf(service: Service, deployment: Deployment): Answer {
  const { name, readOnlyRoot } = deployment;
  if (readOnlyRoot?.value !== true) return notApplicable(`${name} has no read-only root`);
  const needs = writtenNeeds(service, deployment);
  if (needs.length === 0) return notApplicable(`nothing is known that ${name} writes`);
  const places = writableOf(service, deployment);
  const found: readonly Finding[] = needs
    .filter(({ path }) => !isWithin(path, places))
    .map(({ by, path }) => about(deployment, `${by} writes to ${path}, which is read-only in ${name}`, readOnlyRoot.place));
  const [first] = found;
  const [opaque] = service.project.opaqueDeployments;
  if (first && opaque)
    return unknown(`${first.message}; ${opaque.tool} (${opaque.file}), which was not read, may give it room`, readOnlyRoot.place);
  return noOr(found, () => yes(`${name} can write ${[...new Set(needs.map((one) => one.path))].join(", ")}`));
}
