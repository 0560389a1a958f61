import { finding, noOr, notApplicable, worst, yes } from "../../core/answer.js";
import { isSourcePlace } from "../../core/place.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { lastPart } from "../../models/project/match-image.js";
import { defineRule } from "../../rule.js";

/** Stores and consoles that nobody outside the host should reach. */
const INTERNAL =
  /^(?:postgres(?:ql)?|postgis|timescaledb|pgvector|mysql|mariadb|percona|mongo(?:db)?|redis(?:-stack)?|valkey|keydb|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|clickhouse(?:-server)?|cassandra|couchdb|neo4j|influxdb|etcd|consul|vault|minio|adminer|phpmyadmin|pgadmin4|mongo-express|redis-commander|redisinsight|mailhog|mailpit)$/;

export default defineRule({
  id: "least-privilege/bound-ports",
  claim: "ports of stores and consoles are not published on every interface",
  why: "Docker opens a published port past the host's firewall: `5432:5432` puts the database on the internet where the host is.",
  todo: 'Remove `ports` (services of one network reach each other without), or bind to the host alone: `"127.0.0.1:5432:5432"`.',
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0005"],
  source(service) {
    const name = service.image ? lastPart(service.image) : "";
    if (!service.foreign || !INTERNAL.test(name)) return notApplicable("it is neither a store nor a console");
    const answers = service.deployments.map((deployment) => {
      const { compose, kubernetes } = deployment;
      const ports = compose?.ports.filter((port) => port.published !== null) ?? [];
      const open = ports.filter(({ hostIp }) => hostIp === null || /^(?:0\.0\.0\.0|\[?::\]?)?$/.test(hostIp));
      const found = [
        ...open.map(({ place, published }) =>
          finding(`${name} is published on every interface (port ${published})`, place, { deployment: deployment.name }),
        ),
        ...(kubernetes?.container.ports ?? [])
          .filter((port) => port.hostPort !== null)
          .map(({ place, hostPort }) =>
            finding(`${name} takes the node's port ${hostPort}`, place, { deployment: deployment.name }),
          ),
      ];
      return noOr(found, () => yes(`${deployment.name} is reached from inside alone`));
    });
    return worst(answers) ?? notApplicable("no deployment file was found");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, compose }, edit, { place }) => {
      const port = compose?.ports.find((one) => isSourcePlace(place) && one.place.range[0] === place.range[0]);
      if (!port) return null;
      const { published, target, protocol } = port;
      if (!published || port.hostIp !== null) return "the address is written out: it may be meant";
      const text = `127.0.0.1:${published}:${target}${protocol === "udp" ? "/udp" : ""}`;
      return {
        title: `publish port ${published} of ${name} for the host alone: nobody else reaches it then`,
        changes: [edit.foreignTo(port.place) ?? edit.replace(port.place, text)],
      };
    });
  },
  examples: [
    {
      title: "for the host alone",
      says: "yes",
      files: { "compose.yaml": 'services:\n  db:\n    image: postgres:17.2\n    ports: ["127.0.0.1:5432:5432"]\n' },
    },
    {
      title: "for everyone",
      says: "no",
      files: { "compose.yaml": 'services:\n  db:\n    image: postgres:17.2\n    ports: [«"5432:5432"»]\n' },
    },
  ],
});
