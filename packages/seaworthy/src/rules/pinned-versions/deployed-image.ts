import { type Answer, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { versionedTag } from "../../knowledge/releases.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { about } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/deployed-image",
  claim: "every image that a deployment pulls names a version or a digest",
  why: "With `latest` two replicas started on two days run two versions, and a rollback has nothing to roll back to.",
  todo: "Name the release: `image: postgres:17.2`, `image: acme/api:1.4.2`; the digest is better still.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0004", "latest-tag"],
  source(service) {
    if (service.deployments.length === 0) return notApplicable("no deployment file was read");
    return worst(service.deployments.map((deployment) => answerOf(service, deployment))) ?? notApplicable("nothing is pulled");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit) => pinned(service, deployment, edit, seen.digest));
  },
  examples: [
    { title: "a release", says: "yes", files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" } },
    { title: "no tag", says: "no", files: { "compose.yaml": "services:\n  db:\n    image: «postgres»\n" } },
  ],
});

function answerOf(service: Service, deployment: Deployment): Answer {
  const { name, image, compose } = deployment;
  if (compose?.build) return notApplicable(`${name} is built where it runs`);
  if (!image) return notApplicable(`${name} names no image`);
  const { value, place } = image;
  if (compose?.unset.has("image")) return unknown(`the image of ${name} holds a variable without a known value`, place);
  const reference = parseReference(value);
  if (!reference) return unknown(`\`${value}\`, the image of ${name}, is filled in elsewhere`, place);
  const { kind } = tagStability(reference);
  if (kind === "version" || kind === "digest") return yes(`${name} runs ${value}`);
  const setter = service.foreign ? null : tagSetter(service);
  if (setter && kind === "none") return notApplicable(`${setter} gives ${value} its tag when it deploys ${name}`);
  const opaque = service.project.opaqueDeployments[0];
  if (deployment.kind === "kubernetes" && opaque && /Kustomize|Argo|Flux/.test(opaque.tool) && !service.foreign)
    return unknown(`${name} runs ${value}; ${opaque.tool} (${opaque.file}), which was not read, may set another tag`, place);
  if (kind === "named") return unknown(`whether the tag of ${value} moves with its releases cannot be told from its name`, place);
  const what = kind === "none" ? "without a tag, which is latest" : "by a tag that moves with every release";
  return no(about(deployment, `${name} runs ${value} ${what}`, place));
}

/** A tool that builds and names the images of plain manifests by itself. */
function tagSetter(service: Service): string | null {
  const { files } = service.project;
  if (files.below(".").some((path) => /(?:^|\/)skaffold\.ya?ml$/.test(path))) return "Skaffold";
  return files.below(".").some((path) => /(?:^|\/)Tiltfile$/.test(path)) ? "Tilt" : null;
}

function pinned(
  { foreign, project }: Service,
  { name, image, compose }: Deployment,
  edit: DeploymentEdit,
  digest?: (reference: string) => string | null,
): Made {
  const reference = image ? parseReference(image.value) : null;
  if (!image || !reference) return null;
  const elsewhere = edit.foreignTo(image.place);
  if (elsewhere) return elsewhere;
  const tag = foreign ? versionedTag(reference, keptRelease(image.value, compose), project.today) : null;
  if (tag !== null) {
    const bare = reference.tag === null ? image.value : image.value.slice(0, -reference.tag.length - 1);
    const title = `run ${name} by ${tag}, the release of today: data of another major version has to be moved first`;
    return { title, changes: [edit.replace(image.place, `${bare}:${tag}`)] };
  }
  if (!digest)
    return foreign
      ? `which release of ${reference.name} is meant is not known (--online takes its digest)`
      : "which release is to run is for its owner to say (--online takes the digest of what runs now)";
  const found = digest(image.value);
  if (found === null) return `no registry tells the digest of ${image.value}`;
  return {
    title: `run ${name} by the digest that its tag has today`,
    safety: "safe",
    changes: [edit.replace(image.place, `${image.value}@${found}`)],
  };
}

/** Since its release 18 the image of PostgreSQL does not start with a volume where the data of those before it lies. */
function keptRelease(image: string, compose: Deployment["compose"]): string | null {
  const old = compose?.mounts.some(({ target }) => target.replace(/\/$/, "") === "/var/lib/postgresql/data") === true;
  return old && /(?:^|\/)postgres(?::|$)/.test(image) ? "17" : null;
}
