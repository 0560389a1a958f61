import { type Answer, type Finding, finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { ComposeService } from "../../models/compose/compose.js";
import { credentialFileAt, isAsideFile } from "../../models/project/credential-files.js";
import { credentialIn, hasPasswordOption, isCommonDefault } from "../../models/project/credentials.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { withoutCredential } from "../../models/project/secret-edit.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/deployed-secrets",
  claim: "no deployment file that was read holds a credential",
  why: "What stands in a Compose file or a manifest stands in the repository, in every clone and in its history, and it is the same in every environment.",
  todo: "Read it from a file that is not in the repository: Compose `secrets:` with `*_FILE`, a Kubernetes Secret with `secretKeyRef`, or `${VARIABLE:?}` without a default. Then change the credential.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0020", "CL-0021"],
  source(service) {
    const answer = worst(service.deployments.map((deployment) => answerOf(service, deployment)));
    if (answer) return answer;
    const opaque = service.project.opaqueDeployments[0];
    return opaque
      ? unknown(`it is deployed by ${opaque.tool} (${opaque.file}), which cannot be read without running it`)
      : notApplicable("no deployment file gives it any settings");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit, found) =>
      withoutCredential(service, deployment, edit, found, seen.read),
    );
  },
  examples: [
    {
      title: "a secret from a file",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml":
          "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD_FILE: /run/secrets/db\n    secrets: [db]\nsecrets:\n  db:\n    file: ./secrets/db\n",
      },
    },
    {
      title: "a password in the Compose file",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD: «tr0ub4dor»\n",
      },
    },
  ],
});

function answerOf(service: Service, deployment: Deployment): Answer {
  const findings: Finding[] = [];
  const about = { secret: true, deployment: deployment.name };
  const fallbacks = deployment.compose?.defaulted ?? new Set<string>();
  for (const { name, value, literal, place } of deployment.env) {
    if (value === null || !literal || fallbacks.has(name)) continue;
    const credential = credentialIn(name, value);
    if (credential)
      findings.push(
        finding(`${deployment.name} has ${credential.what} in ${name}`, place, {
          ...about,
          aliases: [/URL/.test(credential.what) ? "CL-0021" : "CL-0020"],
        }),
      );
  }
  const { command, entrypoint, compose } = deployment;
  for (const [key, start] of [
    ["command", command],
    ["entrypoint", entrypoint],
  ] as const) {
    if (!start || variesIn(compose, key) || !hasPasswordOption(start.value)) continue;
    findings.push(finding(`the ${key} of ${deployment.name} has a literal password`, start.place, about));
  }
  for (const { value: path, place } of compose?.envFiles ?? []) {
    const file = credentialFileAt(service.project.credentialFiles, path);
    const real = isAsideFile(path) ? [] : (file?.credentials?.filter((one) => !isCommonDefault(one.value)) ?? []);
    const first = real[0];
    if (first)
      findings.push(
        finding(`${deployment.name} takes ${first.name ?? first.what} from ${path}, which is in the repository`, place, {
          deployment: deployment.name,
        }),
      );
  }
  return noOr(findings, () => yes(`${deployment.name} is given no literal credential`));
}

/** Whether a variable takes part in that key: without a value, or with its default. */
function variesIn(compose: ComposeService | null, key: string): boolean {
  const below = (path: string): boolean => path === key || path.startsWith(`${key}[`);
  return compose !== null && ([...compose.unset].some(below) || [...compose.fallbacks].some(below));
}
