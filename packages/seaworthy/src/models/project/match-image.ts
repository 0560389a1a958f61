import type { ImageReference } from "../dockerfile/reference.js";

/** What is known of the images that the project itself builds. */
export interface BuiltImage<T> {
  readonly build: T;
  /** References under which it is built. */
  readonly references: readonly ImageReference[];
  /** References whose tag is not known. */
  readonly loose: readonly ImageReference[];
  /** The service's own names: tell builds apart that are tagged under one name. */
  readonly own: ReadonlySet<string>;
  /** Names that an image of it would have: the service's, the folder's, the last part of a reference. */
  readonly names: ReadonlySet<string>;
}

export type ImageMatch<T> =
  | { readonly kind: "built"; readonly build: T }
  | { readonly kind: "ambiguous"; readonly among: number }
  | { readonly kind: "foreign" };

/** Software that is deployed as its makers built it, so that a folder of the same name proves nothing. */
const WELL_KNOWN = new Set(
  (
    "postgres postgresql postgis timescaledb mysql mariadb mongo mongodb redis valkey keydb memcached rabbitmq kafka zookeeper nats " +
    "elasticsearch opensearch kibana logstash fluentd fluent-bit nginx httpd caddy traefik haproxy envoy varnish consul vault etcd minio mc " +
    "mailhog mailpit mailcatcher adminer pgadmin4 phpmyadmin redis-commander mongo-express prometheus grafana loki tempo jaeger zipkin " +
    "alertmanager node-exporter cadvisor otel-collector opentelemetry-collector opentelemetry-collector-contrib keycloak localstack busybox " +
    "alpine debian ubuntu node python golang openjdk eclipse-temurin ruby php docker registry portainer watchtower certbot pgbouncer " +
    "clickhouse-server cassandra couchdb neo4j influxdb sonarqube jenkins gitea wordpress kubectl helm curl"
  ).split(" "),
);

export function lastPart(reference: ImageReference): string {
  return reference.repository.slice(reference.repository.lastIndexOf("/") + 1);
}

export function isWellKnown(reference: ImageReference): boolean {
  return WELL_KNOWN.has(lastPart(reference));
}

/**
 * The build that an image reference means: one that is built under this very reference, else under this name with another tag,
 * else, unless it is a well-known software's, one whose name is the last part of the reference. More than one is none.
 */
export function matchImage<T>(reference: ImageReference, built: readonly BuiltImage<T>[]): ImageMatch<T> {
  const tests: readonly ((image: BuiltImage<T>) => boolean)[] = [
    ({ references }) => references.some((other) => sameImage(other, reference)),
    ({ references, loose }) => [...references, ...loose].some((other) => sameName(other, reference)),
    ({ names }) => !isWellKnown(reference) && names.has(lastPart(reference)),
  ];
  for (const test of tests) {
    const found = built.filter(test);
    const [only, ...more] = found.length > 1 ? narrowed(found, reference) : found;
    if (only && more.length === 0) return { kind: "built", build: only.build };
    if (found.length > 1) return { kind: "ambiguous", among: found.length };
  }
  return { kind: "foreign" };
}

/** Of several builds under one name, those of a service that is called so. */
function narrowed<T>(found: readonly BuiltImage<T>[], reference: ImageReference): readonly BuiltImage<T>[] {
  const called = found.filter(({ own }) => own.has(lastPart(reference)));
  return called.length > 0 ? called : found;
}

/** Whether two references mean the same image: a missing tag is "latest". */
export function sameImage(a: ImageReference, b: ImageReference): boolean {
  return sameName(a, b) && (a.tag ?? "latest") === (b.tag ?? "latest");
}

function sameName(a: ImageReference, b: ImageReference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}
