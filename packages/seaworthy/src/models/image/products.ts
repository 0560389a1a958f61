import { END_OF_LIFE, type Product } from "../../knowledge/end-of-life.js";
import type { Image, OperatingSystem } from "./image.js";
import { variableOf } from "./programs.js";

/** Something with releases that an image holds, and how that is known. */
export interface BuiltProduct {
  readonly product: Product;
  readonly version: string;
  /** Whose fixes it gets: a Java whose maker is not known is held to the one that fixes longest. */
  readonly anyOf?: readonly Product[];
  readonly by: string;
}

const SYSTEMS: ReadonlyMap<string, Product> = new Map([
  ["debian", "debian"],
  ["ubuntu", "ubuntu"],
  ["alpine", "alpine"],
  ["fedora", "fedora"],
  ["rocky", "rocky"],
  ["almalinux", "alma"],
  ["amzn", "amazon"],
  ["ol", "oracle"],
  ["rhel", "rhel"],
  ["opensuse-leap", "suse"],
  ["sles", "suse"],
]);
/** Systems without releases: each update is the newest one. */
const ROLLING = /^(?:wolfi|chainguard|arch|opensuse-tumbleweed|gentoo|void|nixos)$/;

/** The system of an image as a product; `rolling` for one without releases, null where the table has none of that name. */
export function productOfSystem({ id, versionId, prettyName }: OperatingSystem): BuiltProduct | "rolling" | null {
  if (ROLLING.test(id)) return "rolling";
  if (versionId === null) return null;
  const by = prettyName || `${id} ${versionId}`;
  if (id === "centos") return { product: /stream/i.test(prettyName) ? "centos-stream" : "centos", version: versionId, by };
  const product = SYSTEMS.get(id);
  return product ? { product, version: versionId, by } : null;
}

/** Variables by which official images say what they hold. */
const VARIABLES: readonly (readonly [variable: string, product: Product])[] = [
  ["NODE_VERSION", "node"],
  ["PYTHON_VERSION", "python"],
  ["RUBY_VERSION", "ruby"],
  ["PHP_VERSION", "php"],
  ["ASPNET_VERSION", "dotnet"],
  ["DOTNET_VERSION", "dotnet"],
  ["NGINX_VERSION", "nginx"],
  ["HTTPD_VERSION", "httpd"],
  ["REDIS_VERSION", "redis"],
  ["VALKEY_VERSION", "valkey"],
  ["PG_MAJOR", "postgres"],
  ["MYSQL_MAJOR", "mysql"],
  ["MARIADB_VERSION", "mariadb"],
  ["MONGO_MAJOR", "mongo"],
  ["RABBITMQ_VERSION", "rabbitmq"],
  ["HAPROXY_VERSION", "haproxy"],
  ["TOMCAT_VERSION", "tomcat"],
  ["CASSANDRA_VERSION", "cassandra"],
  ["NEXTCLOUD_VERSION", "nextcloud"],
];
const PROGRAMS: ReadonlyMap<string, Product> = new Map<string, Product>([
  ["nodejs", "node"],
  ["cpython", "python"],
  ["apache", "httpd"],
]);

/** The runtimes and servers of an image that come from no distribution: by the programs themselves, else by the variables of their images. */
export function builtProducts(image: Image): readonly BuiltProduct[] {
  const found: BuiltProduct[] = [];
  for (const { kind, name, version, path, ownedBy } of image.packages) {
    if (kind !== "binary" || ownedBy !== null) continue;
    const java = javaOf(name, version, path);
    const product = PROGRAMS.get(name) ?? (Object.hasOwn(END_OF_LIFE, name) ? (name as Product) : null);
    if (java) found.push(java);
    else if (product) found.push({ product, version, by: path });
  }
  for (const [variable, product] of VARIABLES) {
    const version = variableOf(image.config, variable);
    if (!version || !/^\d/.test(version) || found.some((one) => one.product === product)) continue;
    found.push({ product, version, by: `the variable ${variable}` });
  }
  return found;
}

/** `1.8.0_412` is Java 8. */
function javaOf(name: string, version: string, by: string): BuiltProduct | null {
  if (!/^(?:openjdk|temurin|corretto|zulu|java|semeru|liberica|microsoft-openjdk|graalvm|sapmachine)$/.test(name)) return null;
  const release = version.replace(/^1\.(\d)\b/, "$1");
  if (name === "temurin" || name === "corretto") return { product: name, version: release, by };
  return { product: "temurin", version: release, anyOf: ["temurin", "corretto"], by };
}
