import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { baseFacts } from "../../knowledge/bases.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import type { Service } from "../../models/project/service.js";
import { isRootUser } from "../../models/project/uid.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "non-root-user/deployed-user",
  claim: "no deployment makes the container run as uid 0",
  why: "`user:` in Compose and `runAsUser` in Kubernetes override the image: one line there undoes the USER of the Dockerfile.",
  todo: 'Remove the override, or name an unprivileged uid there: `user: "10001:10001"`, `runAsNonRoot: true` with `runAsUser: 10001`.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0018"],
  source(service) {
    if (service.deployments.length === 0) return notApplicable("no deployment was read: the image's own user counts");
    return (
      worst(service.deployments.map((deployment) => answerOf(service, deployment))) ?? notApplicable("no deployment was read")
    );
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit) => unprivileged(service, deployment, edit));
  },
  examples: [
    {
      title: "an unprivileged uid",
      says: "yes",
      files: {
        Dockerfile: "FROM node:22-slim\nUSER node\n",
        "compose.yaml": 'services:\n  api:\n    build: .\n    user: "10001:10001"\n',
      },
    },
    {
      title: "root again",
      says: "no",
      files: {
        Dockerfile: "FROM node:22-slim\nUSER node\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    user: «root»\n",
      },
    },
  ],
});

function answerOf(service: Service, deployment: Deployment): Answer {
  const { user, name } = deployment;
  const security = deployment.kubernetes?.container.security;
  if (user) {
    const root = isRootUser(user.value);
    if (root === null) return unknown(`${name} runs as \`${user.value}\`, a variable without a known value`, user.place);
    if (!root) return yes(`${name} runs as ${user.value}`);
    if (dropsByItself(service))
      return unknown(`${name} starts as root, and the image's entrypoint drops the rights before it serves`, user.place);
    return no(finding(`${name} is run as root (${user.value})`, user.place, { deployment: name }));
  }
  if (security?.runAsNonRoot?.value === true) {
    const image = service.stage?.facts.user;
    if (image && isRootUser(image.value) === true) {
      return no(
        finding(
          `${name} demands a non-root user, but the image runs as root: Kubernetes will not start it`,
          security.runAsNonRoot.place,
          { deployment: name },
        ),
      );
    }
    return yes(`${name} refuses to start as root (runAsNonRoot)`);
  }
  if (!service.foreign) return notApplicable(`${name} leaves the user to the image`);
  const facts = service.image ? baseFacts(service.image) : null;
  if (!facts)
    return unknown(`${name} sets no user, and the user of ${service.image?.name ?? "its image"} is not known`, deployment.place);
  if (isRootUser(facts.user) === false) return yes(`${facts.name} runs as ${facts.user}`);
  if (facts.switchesUser) return unknown(`${facts.name} starts as root and drops the rights by itself`, deployment.place);
  const suggestion = facts.unprivilegedUser
    ? `: it has the user ${facts.unprivilegedUser.name} (${facts.unprivilegedUser.uid})`
    : "";
  return no(finding(`${name} sets no user, and ${facts.name} runs as root${suggestion}`, deployment.place, { deployment: name }));
}

function dropsByItself(service: Service): boolean {
  return service.foreign && service.image !== null && baseFacts(service.image)?.switchesUser === true;
}

function unprivileged(service: Service, deployment: Deployment, edit: DeploymentEdit): Made {
  const { name, kind, user } = deployment;
  const elsewhere = edit.foreignTo(user?.place);
  if (elsewhere) return elsewhere;
  if (!service.foreign) {
    if (kind === "kubernetes") return user ? "the pod or container sets runAsUser: 0" : null;
    const own = service.stage?.facts.user.value;
    const as = own && isRootUser(own) === false ? `as ${own}` : "as the image says";
    return user
      ? { title: `run ${name} ${as}: what root wrote before, in volumes, belongs to root`, changes: [edit.remove(["user"])] }
      : null;
  }
  const ready = service.image ? (baseFacts(service.image)?.unprivilegedUser ?? null) : null;
  if (!ready) return "which unprivileged user can run this image is not known";
  const written = ready.uid === null ? ready.name : `${ready.uid}:${ready.uid}`;
  const title = `run ${name} as ${ready.name}: what it writes has to belong to that user`;
  if (kind === "compose") return { title, changes: [edit.set(["user"], written)] };
  return ready.uid === null ? null : { title, changes: [edit.set(["securityContext", "runAsUser"], ready.uid)] };
}
