import { noOr, notApplicable, worst, yes } from "../../core/answer.js";
import { about } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/published-ports",
  claim: "every published port names the address that it is published on",
  why: "Docker opens a published port on every interface, past the host's firewall. `least-privilege/bound-ports` speaks of stores and consoles alone, since others are published for everyone on purpose. This one is for hosts that have a proxy in front of all.",
  todo: 'Bind the port to the address that is meant: `"127.0.0.1:8080:80"`.',
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0005"],
  source(service) {
    const answers = service.deployments.map((deployment) => {
      const ports = deployment.compose?.ports.filter((port) => port.published !== null) ?? [];
      if (ports.length === 0) return notApplicable(`${deployment.name} publishes no port`);
      const found = ports
        .filter(({ hostIp }) => hostIp === null || /^(?:0\.0\.0\.0|\[?::\]?)?$/.test(hostIp))
        .map(({ place, published }) =>
          about(deployment, `${deployment.name} is published on every interface (port ${published})`, place),
        );
      return noOr(found, () => yes(`every port of ${deployment.name} has its address`));
    });
    return worst(answers) ?? notApplicable("no deployment file was found");
  },
  examples: [
    {
      title: "for the proxy of the host",
      says: "yes",
      files: { "compose.yaml": 'services:\n  web:\n    image: nginx:1.29.3\n    ports: ["127.0.0.1:8080:80"]\n' },
    },
    {
      title: "for everyone",
      says: "no",
      files: { "compose.yaml": 'services:\n  web:\n    image: nginx:1.29.3\n    ports: [«"8080:80"»]\n' },
    },
  ],
});
