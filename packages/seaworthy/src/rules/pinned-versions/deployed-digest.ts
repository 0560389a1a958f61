import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/deployed-digest",
  claim: "deployed images are named by digest",
  why: "A tag can be pushed again: what was tested yesterday is not what starts on a new host today.",
  todo: "Append the digest, `image: postgres:17.2@sha256:…`, and let Renovate or Dependabot renew it.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0019"],
  source(service) {
    return worst(service.deployments.map(answerOf)) ?? notApplicable("no deployment file was found");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, image }, edit) => {
      if (!image) return null;
      if (!seen.digest) return "the digest is asked of a registry (--online)";
      const found = seen.digest(image.value);
      if (found === null) return `no registry tells the digest of ${image.value}`;
      const title = `run ${name} by the digest that its tag has today`;
      return {
        title,
        safety: "safe",
        changes: [edit.foreignTo(image.place) ?? edit.replace(image.place, `${image.value}@${found}`)],
      };
    });
  },
  examples: [
    {
      title: "a digest",
      says: "yes",
      files: { "compose.yaml": `services:\n  db:\n    image: postgres:17.2@sha256:${"0123456789abcdef".repeat(4)}\n` },
    },
    { title: "a tag alone", says: "no", files: { "compose.yaml": "services:\n  db:\n    image: «postgres:17.2»\n" } },
  ],
});

function answerOf(deployment: Deployment): Answer {
  const { name, image, compose } = deployment;
  if (!image || compose?.build) return notApplicable(`${name} pulls no image`);
  if (image.value.includes("@sha256:")) return yes(`${name} names a digest`);
  if (compose?.unset.has("image") || !parseReference(image.value))
    return unknown(`the image of ${name} holds a variable without a known value`, image.place);
  // compose-lint speaks of a missing digest where there is a tag to keep.
  const aliases = /:[^/]+$/.test(image.value) && !image.value.endsWith(":latest") ? ["CL-0019"] : [];
  return no(finding(`${name} runs ${image.value} without a digest`, image.place, { deployment: name, aliases }));
}
