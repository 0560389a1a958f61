import { isSourcePlace, type Place } from "../../core/place.js";
import type { Deployment } from "./deployment.js";
import type { DeploymentEdit, Made } from "./deployment-edit.js";
import { engineSocketOf } from "./host-paths.js";
import type { Service } from "./service.js";

/** What works through the engine's socket or looks at the host's files, by a part of the image's name: without them it is of no use. */
const NEEDS_HOST =
  /(?:^|[/-])(?:traefik|watchtower|portainer(?:-ce|-ee|-agent)?|nginx-proxy|docker-gen|acme-companion|letsencrypt-nginx-proxy-companion|cadvisor|dozzle|autoheal|promtail|alloy|vector|fluent-?bit|fluentd|filebeat|metricbeat|telegraf|datadog|agent|netdata|node-exporter|opentelemetry-collector(?:-contrib|-releases)?|otelcol|diun|ouroboros|homepage|homarr|glances|docker-socket-proxy|socket-proxy|gitlab-runner|drone-runner-docker|act_runner|jenkins|ofelia|swarmpit|yacht|lazydocker|localstack|localstack-pro|dind|docker|ctop|logspout|beszel-agent|crowdsec|falco|trivy)(?:[:@-]|$)/i;
/** Client libraries of the engine. */
const CLIENTS =
  /^(?:dockerode|docker-modem|docker|testcontainers|docker-py|aiodocker|github\.com\/docker\/docker|bollard|shiplift)$/;

/** Takes a mount of the host away, unless what runs is there to use it. */
export function unmounted(service: Service, deployment: Deployment, edit: DeploymentEdit, place: Place): Made {
  const { name, kind, image } = deployment;
  const mount = deployment.hostMounts.find(
    (one) => isSourcePlace(place) && one.place.file === place.file && one.place.range[0] === place.range[0],
  );
  if (!mount) return null;
  if (kind !== "compose") return "the volume of the pod and its mount belong together: take both out by hand";
  const socket = engineSocketOf(mount.source, mount.target);
  const reference = image?.value ?? service.image?.written ?? "";
  if (service.foreign && NEEDS_HOST.test(reference.toLowerCase()))
    return socket
      ? `${name} works through the engine: put a proxy in front of the socket that passes on what it needs alone`
      : `${name} is there to look at the host: mount what it needs alone, read-only`;
  const client = service.app?.manifests.flatMap(({ dependencies }) => [...dependencies.keys()]).find((one) => CLIENTS.test(one));
  if (socket && client) return `the app speaks to the engine (${client}): put a proxy in front of the socket`;
  const what = socket ?? `\`${mount.source}\` of the host`;
  return {
    title: `run ${name} without ${what}${socket ? "" : `: nothing lies at ${mount.target} then but what the image has there`}`,
    changes: edit.removeItems(["volumes"], [mount.place]),
  };
}
