import { kept, remembered } from "../core/kept.js";
import { CODENAMES } from "./base-os.js";
import { tagParts, versionAfter } from "./base-tags.js";
import { baseFacts, familiarName } from "./bases.js";
import { END_OF_LIFE, type Product } from "./end-of-life-dates.js";

export { END_OF_LIFE, type Product } from "./end-of-life-dates.js";

export interface EndOfLife {
  /** The release that the date belongs to: "3.9" of "3.9.18". */
  readonly release: string;
  /** ISO date of the last day; null: supported, no date announced. */
  readonly date: string | null;
  readonly ended: boolean;
}

/** A thing with releases that an image holds. */
export interface ProductVersion {
  readonly product: Product;
  readonly version: string;
  readonly kind: "os" | "runtime" | "server";
}

type Dates = ReadonlyMap<string, string | null>;

const TEXTS: ReadonlyMap<string, string> = new Map(Object.entries(END_OF_LIFE));
/** Of the products that were asked for: a project has few. */
const READ = new Map<string, Dates>();

function datesOf(product: string): Dates | null {
  const known = READ.get(product);
  if (known) return known;
  const text = TEXTS.get(product);
  if (text === undefined) return null;
  const dates = new Map(
    text.split("; ").map((entry): [string, string | null] => {
      const [release = "", date = "-"] = entry.split(" ");
      return [release, date === "-" ? null : date];
    }),
  );
  READ.set(product, dates);
  return dates;
}

/**
 * The end of a release. `version` may be longer than the release ("20.11.1", "v3.9.2") or a codename ("bookworm");
 * one that is shorter floats ("3" of python) and gives null, as does anything that is not in the table.
 * `today` is an ISO date: knowledge has no clock.
 */
export function endOfLife(product: string, version: string, today: string): EndOfLife | null {
  const dates = datesOf(product);
  if (!dates) return null;
  const exact = dates.get(version);
  if (exact !== undefined) return { release: version, date: exact, ended: exact !== null && exact < today };
  const plain = (CODENAMES.get(version.toLowerCase())?.[1] ?? version).replace(/^v/i, "");
  const parts = plain.split(".").slice(0, 3);
  for (let length = parts.length; length > 0; length--) {
    const release = parts.slice(0, length).join(".");
    const date = dates.get(release);
    if (date !== undefined) return { release, date, ended: date !== null && date < today };
  }
  return null;
}

/** Image names whose tag's leading version is the product's. */
const BY_TAG: readonly (readonly [product: Product, kind: "runtime" | "server", names: RegExp])[] = [
  ["node", "runtime", /^(?:node|bitnami\/node|cimg\/node|circleci\/node|cypress\/base|public\.ecr\.aws\/lambda\/nodejs)$/],
  ["python", "runtime", /^(?:python|bitnami\/python|cimg\/python|circleci\/python|public\.ecr\.aws\/lambda\/python)$/],
  ["go", "runtime", /^(?:golang|bitnami\/golang|cimg\/go|circleci\/golang)$/],
  ["ruby", "runtime", /^(?:ruby|bitnami\/ruby|cimg\/ruby|circleci\/ruby)$/],
  ["php", "runtime", /^(?:php|cimg\/php|circleci\/php)$/],
  ["dotnet", "runtime", /^mcr\.microsoft\.com\/dotnet\/(?:core\/|nightly\/)?(?:sdk|aspnet|runtime|runtime-deps)$/],
  ["temurin", "runtime", /^eclipse-temurin$/],
  ["corretto", "runtime", /^(?:amazoncorretto|public\.ecr\.aws\/amazoncorretto\/amazoncorretto)$/],
  ["openjdk-image", "runtime", /^(?:openjdk|java)$/],
  ["perl", "runtime", /^perl$/],
  ["erlang", "runtime", /^erlang$/],
  ["elixir", "runtime", /^(?:elixir|hexpm\/elixir)$/],
  ["postgres", "server", /^(?:postgres|bitnami\/postgresql|postgis\/postgis)$/],
  ["redis", "server", /^(?:redis|bitnami\/redis)$/],
  ["valkey", "server", /^(?:valkey\/valkey|bitnami\/valkey)$/],
  ["nginx", "server", /^(?:nginx|nginxinc\/nginx-unprivileged|bitnami\/nginx|public\.ecr\.aws\/nginx\/nginx)$/],
  ["httpd", "server", /^httpd$/],
  ["mysql", "server", /^(?:mysql|bitnami\/mysql|mysql\/mysql-server)$/],
  ["mariadb", "server", /^(?:mariadb|bitnami\/mariadb)$/],
  ["mongo", "server", /^(?:mongo|bitnami\/mongodb)$/],
  ["elasticsearch", "server", /^(?:elasticsearch|docker\.elastic\.co\/elasticsearch\/elasticsearch)$/],
  ["opensearch", "server", /^opensearchproject\/opensearch$/],
  ["rabbitmq", "server", /^(?:rabbitmq|bitnami\/rabbitmq)$/],
  ["haproxy", "server", /^haproxy$/],
  ["traefik", "server", /^traefik$/],
  ["tomcat", "server", /^(?:tomcat|bitnami\/tomcat)$/],
  ["jetty", "server", /^jetty$/],
  ["cassandra", "server", /^cassandra$/],
  ["keycloak", "server", /^quay\.io\/keycloak\/keycloak$/],
  ["nextcloud", "server", /^nextcloud$/],
];

/** Words of a tag that carry the version of something inside: "3.9-eclipse-temurin-21", "1-php8.3", "python3.12-bookworm". */
const BY_WORD: readonly (readonly [product: Product, word: string, names: RegExp])[] = [
  ["temurin", "temurin", /^(?:maven|tomcat|clojure|groovy|sbtscala\/scala-sbt)$/],
  ["temurin", "jdk", /^gradle$/],
  ["corretto", "amazoncorretto", /^maven$/],
  ["corretto", "corretto", /^tomcat$/],
  ["openjdk-image", "openjdk", /^(?:maven|tomcat|clojure)$/],
  ["openjdk-image", "jdk", /^maven$/],
  ["php", "php", /^(?:dunglas\/frankenphp|wordpress|drupal|joomla|openswoole\/swoole|phpswoole\/swoole)$/],
  ["python", "python", /^(?:ghcr\.io\/astral-sh\/uv|tiangolo\/.{1,80}|pytorch\/pytorch)$/],
  ["erlang", "otp", /^elixir$/],
];

const BY_NAME: readonly (readonly [product: Product, name: RegExp])[] = [
  ["node", /^gcr\.io\/distroless\/nodejs(\d{1,3})(?:-|$)/],
];

/** The product name of an operating system family, where the table has one. */
const FAMILY_PRODUCTS: ReadonlyMap<string, Product> = new Map(
  (["debian", "ubuntu", "alpine", "centos", "fedora", "rocky", "alma", "oracle", "amazon", "rhel", "suse"] as const).map(
    (family) => [family, family],
  ),
);

/** What an image's name tells of, by itself or with its tag. Files name the same images again and again. */
const namedBy = remembered((name: string) => ({
  byTag: BY_TAG.filter(([, , names]) => names.test(name)),
  byWord: BY_WORD.filter(([, , names]) => names.test(name)),
  byName: BY_NAME.flatMap(([product, pattern]): ProductVersion[] => {
    const version = pattern.exec(name)?.[1];
    return version ? [{ product, version, kind: "runtime" }] : [];
  }),
}));

/** What an image holds that has an end of life, as far as its name and tag tell: runtime or server first, operating system last. */
export const productsOf = kept((reference: { readonly name: string; readonly tag: string | null }): readonly ProductVersion[] => {
  const name = familiarName(reference.name);
  const parts = tagParts(reference.tag);
  const found: ProductVersion[] = [];
  const { version: tagged } = parts;
  const { byTag, byWord, byName } = namedBy(name);
  if (tagged !== null) for (const [product, kind] of byTag) found.push({ product, version: tagged, kind });
  for (const [product, word] of byWord) {
    const version = versionAfter(parts, word);
    if (version !== null && !found.some((other) => other.version === version)) found.push({ product, version, kind: "runtime" });
  }
  found.push(...byName);
  const os = baseFacts(reference)?.os;
  const product = os ? FAMILY_PRODUCTS.get(os.family) : undefined;
  if (os?.release && product) {
    const stream = product === "centos" && parts.words.some((word) => word.startsWith("stream"));
    found.push({ product: stream ? "centos-stream" : product, version: os.release, kind: "os" });
  }
  return found;
});
