import { finding, noOr, notApplicable, yes } from "../../core/answer.js";
import { replaced } from "../../core/edit.js";
import { isSourcePlace } from "../../core/place.js";
import { credentialIn, hasPasswordOption } from "../../models/project/credentials.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/secret-fallbacks",
  claim: "no variable of a Compose file falls back to a literal credential",
  why: "A default password is what production gets on the day on which the variable is forgotten, and nobody notices: everything starts.",
  todo: "Let Compose refuse to start instead: `${DB_PASSWORD:?set DB_PASSWORD}`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  source({ deployments }) {
    const composed = deployments.filter((deployment) => deployment.compose !== null);
    if (composed.length === 0) return notApplicable("no Compose file runs it");
    const findings = composed.flatMap(({ name: deployment, env, command, compose }) => [
      ...(command &&
      [...(compose?.fallbacks ?? [])].some((path) => /^command(?:\[|$)/.test(path)) &&
      hasPasswordOption(command.value)
        ? [finding(`the command of ${deployment} falls back to a literal password`, command.place, { secret: true, deployment })]
        : []),
      ...env.flatMap(({ name, value, place }) =>
        value !== null && compose?.defaulted.has(name) && credentialIn(name, value)
          ? [finding(`${name} of ${deployment} falls back to a literal credential`, place, { secret: true, deployment })]
          : [],
      ),
    ]);
    return noOr(findings, () => yes("no variable has a credential as its default"));
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name }, edit, { place }) => {
      if (!isSourcePlace(place)) return null;
      const elsewhere = edit.foreignTo(place);
      if (elsewhere) return elsewhere;
      const text = edit.source.text.slice(...place.range);
      const edits = [...text.matchAll(/(?<!\$)\$\{(\w+):?-[^${}]+\}/g)].map((match) => {
        const at = place.range[0] + match.index;
        return replaced(place.file, [at, at + match[0].length], `\${${match[1]}:?set ${match[1]}}`);
      });
      if (edits.length === 0) return "the default is written in a way that is not known";
      return { title: `let Compose refuse to start ${name} without its credential`, changes: edits };
    });
  },
  examples: [
    {
      title: "a variable that has to be set",
      says: "yes",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:?}\n",
      },
    },
    {
      title: "a default password",
      says: "no",
      files: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD: «${DB_PASSWORD:-tr0ub4dor}»\n",
      },
    },
  ],
});
