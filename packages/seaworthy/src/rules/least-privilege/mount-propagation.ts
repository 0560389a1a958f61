import { noOr, notApplicable, yes } from "../../core/answer.js";
import { about, eachLinuxDeployment } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/mount-propagation",
  claim: "no mount of the container appears on the host, and tmpfs keeps its safe options",
  why: "With shared propagation what the container mounts shows up on the host. A tmpfs with exec or suid is the place where an attacker under a read-only root starts his tools from.",
  todo: "Remove `shared` or `rshared` (`rslave` shows the host's mounts to the container alone), and `exec`, `suid` and `dev` from tmpfs options.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0017", "CL-0022"],
  source(service) {
    if (!service.deployments.some((deployment) => deployment.compose)) return notApplicable("no Compose service mounts anything");
    return eachLinuxDeployment(service, (deployment) => {
      const { name, compose } = deployment;
      if (!compose) return notApplicable(`${name} is no Compose service`);
      const found = compose.mounts.flatMap((mount) => {
        const words = mount.options.flatMap((option) => option.toLowerCase().split(","));
        const shared = mount.type === "tmpfs" ? undefined : words.find((word) => /^r?shared$/.test(word));
        if (shared)
          return [
            about(deployment, `${name} shares its mounts below ${mount.target} with the host (${shared})`, mount.place, {
              aliases: ["CL-0017"],
            }),
          ];
        const unsafe = mount.type === "tmpfs" ? words.filter((word) => /^(?:exec|suid|dev)$/.test(word)) : [];
        return unsafe.length > 0
          ? [
              about(deployment, `the tmpfs ${mount.target} of ${name} allows ${unsafe.join(" and ")}`, mount.place, {
                level: "info",
                aliases: ["CL-0022"],
              }),
            ]
          : [];
      });
      return noOr(found, () => yes(`${name} keeps the safe options of its mounts`));
    });
  },
  examples: [
    {
      title: "a plain tmpfs",
      says: "yes",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    tmpfs: [/tmp]\n" },
    },
    {
      title: "shared with the host",
      says: "no",
      files: {
        "compose.yaml": 'services:\n  db:\n    image: postgres:17.2\n    volumes: [«"/srv/data:/data:rshared"»]\n',
      },
    },
  ],
});
