import { no, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, missing, unsetKey } from "../../models/project/each-deployment.js";
import { provenFor, provenRoom } from "../../models/project/proven-needs.js";
import type { Service } from "../../models/project/service.js";
import { isWithin, roomNeeded, writableOf } from "../../models/project/written-needs.js";
import type { Trial } from "../../models/trial/trial.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/read-only-root",
  claim: "the root file system of the container is read-only",
  why: "What cannot be written cannot be replaced: an attacker finds no place for tools, no script to change, and what a program writes by mistake is seen at once.",
  todo: "Set `read_only: true` (Kubernetes: `readOnlyRootFilesystem: true`) and give a `tmpfs` or volume to each folder that the app writes, such as `tmpfs: [/tmp]`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0007", "no-read-only-root-fs"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, readOnlyRoot, kind } = deployment;
      const key = kind === "compose" ? "read_only: true" : "readOnlyRootFilesystem: true";
      const unset = unsetKey(deployment, "read_only");
      if (unset) return unset;
      if (readOnlyRoot?.value === true) return yes(`${name} has a read-only root`);
      if (readOnlyRoot) return no(about(deployment, `${name} says that its root may be written`, readOnlyRoot.place));
      return missing(service, deployment, `${name} can write to its whole root file system: \`${key}\` is not set`);
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit) => madeReadOnly(service, deployment, edit, seen.trial));
  },
  examples: [
    {
      title: "read-only, with room for what is written",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    read_only: true\n    tmpfs:\n      - /tmp\n",
      },
    },
    {
      title: "the default",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  «api»:\n    build: .\n",
      },
    },
  ],
});

function madeReadOnly(service: Service, deployment: Deployment, edit: DeploymentEdit, trial: Trial | undefined): Made {
  const { name, kind, readOnlyRoot, compose } = deployment;
  const told = provenFor(service, deployment, trial);
  if (told && "fails" in told) return told.fails;
  const proven = told && "hardened" in told ? told.hardened : null;
  const { folders, blocked } = roomNeeded(service, deployment);
  if (!proven && blocked) return `the code writes to ${blocked}, where the program lies: give what it writes a folder of its own`;
  const elsewhere = [readOnlyRoot, ...(compose?.mounts ?? []).filter(({ type }) => type === "tmpfs")]
    .map((one) => edit.foreignTo(one?.place))
    .find((one) => one !== null);
  if (elsewhere) return elsewhere;
  const places = writableOf(service, deployment);
  const room = proven ? provenRoom(proven, (path) => isWithin(path, places)) : folders.map((path) => ({ path, written: path }));
  const paths = room.map(({ path }) => path);
  const shown = room.length > 0 ? ` but ${paths.join(", ")}, which ${room.length > 1 ? "are" : "is"} empty at each start` : "";
  const ground = proven ? ": proven by a trial" : told && "untold" in told ? ` (${told.untold})` : "";
  const title = `make the root of ${name} read-only${shown}${ground}`;
  if (kind === "kubernetes")
    return { title, changes: [edit.set(["securityContext", "readOnlyRootFilesystem"], true), ...edit.emptyDirs(paths)] };
  const tmpfs = room.map(({ written }) => written);
  if (readOnlyRoot || edit.raw(["tmpfs"]) !== null)
    return { title, changes: [edit.set(["read_only"], true), ...(tmpfs.length > 0 ? [edit.add(["tmpfs"], tmpfs)] : [])] };
  return { title, changes: [edit.setAll([["read_only", true], ...(tmpfs.length > 0 ? [["tmpfs", tmpfs] as const] : [])])] };
}
