import { type Finding, noOr, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachDeployment } from "../../models/project/each-deployment.js";
import { engineSocketOf, hostPathOf } from "../../models/project/host-paths.js";
import type { Service } from "../../models/project/service.js";
import { mountedSource } from "../../models/project/source-mounts.js";
import { unmounted } from "../../models/project/unmounted.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/no-host-paths",
  claim: "no sensitive folder of the host and no source code is mounted into the container",
  why: "A mount is a hole in the wall: /etc or /var/lib/docker writable is root on the host, /proc or /home tells an attacker what to try next, and source code mounted over the image runs what was never built or scanned.",
  todo: "Mount the one file that is needed, read-only, or use a named volume, a config or a secret; leave source code to the image.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0013", "CL-0025", "sensitive-host-mounts"],
  source(service) {
    return eachDeployment(service, (deployment) =>
      noOr(findingsOf(service, deployment), () =>
        yes(
          deployment.hostMounts.length === 0
            ? `${deployment.name} mounts nothing of the host`
            : `${deployment.name} mounts no sensitive folder of the host`,
        ),
      ),
    );
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit, { place }) => unmounted(service, deployment, edit, place));
  },
  examples: [
    {
      title: "settings, read-only",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "app.conf": "x = 1\n",
        "compose.yaml": "services:\n  app:\n    build: .\n    volumes: [./app.conf:/etc/app.conf:ro]\n",
      },
    },
    {
      title: "the settings of the host",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    volumes:\n      - «/etc:/host/etc:ro»\n",
      },
    },
  ],
});

function findingsOf(service: Service, deployment: Deployment): readonly Finding[] {
  const { name } = deployment;
  return deployment.hostMounts.flatMap((mount) => {
    const { source, target, readOnly, place } = mount;
    if (engineSocketOf(source, target)) return [];
    const path = hostPathOf(source, readOnly);
    if (path) {
      const how = readOnly ? "" : " writable";
      return [
        about(deployment, `${name} mounts \`${source}\`${how}: it opens ${path.opens}`, place, {
          level: path.level,
          aliases: ["CL-0013", ...(readOnly ? [] : ["CL-0025"]), "sensitive-host-mounts"],
        }),
      ];
    }
    const code = mountedSource(service, mount);
    return code
      ? [
          about(deployment, `${name} mounts ${code} over the image at ${target}: what runs is not what was built`, place, {
            level: "warning",
            aliases: [],
          }),
        ]
      : [];
  });
}
