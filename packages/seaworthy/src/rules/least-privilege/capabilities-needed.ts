import { finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { isRootUser } from "../../models/project/uid.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/capabilities-needed",
  claim: "NET_BIND_SERVICE is added only for a port below 1024",
  why: "Ports from 1024 up need no right at all. A capability that is not needed is one more thing that an attacker gets.",
  todo: "Remove NET_BIND_SERVICE from `cap_add`, or let the app listen on a high port and publish it as `80:8080`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    if (service.deployments.length === 0) return notApplicable("no deployment adds NET_BIND_SERVICE");
    const known = new Set<number>([
      ...(service.stage?.facts.exposed ?? []).map(({ port }) => Number.parseInt(port, 10)),
      ...(service.app?.ports ?? []).map(({ port }) => port),
    ]);
    const answers = service.deployments.flatMap(({ name, capAdd, compose, kubernetes }) => {
      const added = capAdd.find((one) => one.value === "NET_BIND_SERVICE");
      if (!added) return [];
      const ports = [
        ...known,
        ...(compose?.ports ?? []).map(({ target }) => Number.parseInt(target, 10)),
        ...(kubernetes?.container.ports ?? []).map(({ port }) => port),
      ].filter((port) => Number.isFinite(port));
      if (ports.some((port) => port < 1024)) return [yes(`${name} serves a port below 1024`)];
      const user = service.stage?.facts.user.value;
      if (ports.length === 0 || (user && isRootUser(user) === null))
        return [unknown(`the ports that ${name} serves are not known`, added.place)];
      const shown = [...new Set(ports)].join(", ");
      return [
        noOr(
          [
            finding(`${name} adds NET_BIND_SERVICE and serves ${shown}, for which nobody needs it`, added.place, {
              deployment: name,
            }),
          ],
          () => yes("needed"),
        ),
      ];
    });
    return worst(answers) ?? notApplicable("no deployment adds NET_BIND_SERVICE");
  },
  examples: [
    {
      title: "a low port",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29.1\nEXPOSE 80\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_add: [NET_BIND_SERVICE]\n",
      },
    },
    {
      title: "a high port",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22.12.0\nEXPOSE 8080\nCMD ["node", "a.js"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_add: [«NET_BIND_SERVICE»]\n",
      },
    },
  ],
});
