import { type Answer, type Finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about } from "../../models/project/each-deployment.js";
import { provenFor, provenRoom } from "../../models/project/proven-needs.js";
import type { Service } from "../../models/project/service.js";
import {
  isWithin,
  normalFolder,
  roomNeeded,
  type WrittenNeed,
  writableOf,
  writtenNeeds,
} from "../../models/project/written-needs.js";
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
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit, { message }) => {
      const { name, kind, compose } = deployment;
      const need = writtenNeeds(service, deployment).find((one) => message === messageOf(one, deployment));
      if (!need) return null;
      const told = provenFor(service, deployment, seen.trial);
      const proven = told && "hardened" in told ? provenRoom(told.hardened, () => false) : [];
      const shown = proven.find(({ path }) => isWithin(normalFolder(need.path), [normalFolder(path)]));
      const { folders, blocked } = roomNeeded(service, deployment);
      const folder = folders.find((one) => isWithin(need.path, [one]));
      if (!shown && (!folder || blocked === folder))
        return `${need.path} lies where the program lies: give what is written a folder of its own`;
      const path = shown?.path ?? folder ?? need.path;
      const title = `give ${name} room to write at ${path}, which is empty at each start${shown ? ": proven by a trial" : ""}`;
      if (kind === "kubernetes") return { title, changes: edit.emptyDirs([path]) };
      const elsewhere = (compose?.mounts ?? [])
        .filter(({ type }) => type === "tmpfs")
        .map((one) => edit.foreignTo(one.place))
        .find((one) => one !== null);
      return elsewhere ?? { title, changes: [edit.add(["tmpfs"], [shown?.written ?? path])] };
    });
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

function messageOf({ by, path }: WrittenNeed, { name }: Deployment): string {
  return `${by} writes to ${path}, which is read-only in ${name}`;
}

function answerOf(service: Service, deployment: Deployment): Answer {
  const { name, readOnlyRoot } = deployment;
  if (readOnlyRoot?.value !== true) return notApplicable(`${name} has no read-only root`);
  const needs = writtenNeeds(service, deployment);
  if (needs.length === 0) return notApplicable(`nothing is known that ${name} writes`);
  const places = writableOf(service, deployment);
  const found: readonly Finding[] = needs
    .filter(({ path }) => !isWithin(path, places))
    .map((need) => about(deployment, messageOf(need, deployment), readOnlyRoot.place));
  const first = found[0];
  const opaque = service.project.opaqueDeployments[0];
  if (first && opaque)
    return unknown(`${first.message}; ${opaque.tool} (${opaque.file}), which was not read, may give it room`, readOnlyRoot.place);
  return noOr(found, () => yes(`${name} can write ${[...new Set(needs.map((one) => one.path))].join(", ")}`));
}
