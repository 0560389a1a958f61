import { remembered } from "../../core/kept.js";

/** An image reference, split by Docker's grammar. `docker.io` and `library/` are made explicit. */
export interface ImageReference {
  readonly written: string;
  readonly registry: string; // "docker.io"
  readonly repository: string; // "library/node"
  /** The familiar name: "node", "bitnami/node", "gcr.io/distroless/static". */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const DOMAIN =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const MAX_NAME = 255;
const MAX_WRITTEN = 1024;

/**
 * Splits an image reference by the grammar of github.com/distribution/reference, short names made full: `node` is docker.io/library/node.
 * @returns null when it is no reference (upper case in the path, a bad tag or digest, a bare 64-digit id, a variable left over).
 */
export const parseReference = remembered((written: string): ImageReference | null => {
  if (written.length > MAX_WRITTEN || /^[a-f0-9]{64}$/.test(written)) return null;
  const [named = "", digest, ...rest] = written.split("@");
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest))) return null;
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? null : named.slice(colon + 1);
  if (tag !== null && !TAG.test(tag)) return null;
  const { registry, repository } = splitDomain(colon < 0 ? named : named.slice(0, colon));
  if (!DOMAIN.test(registry) || repository.length === 0 || registry.length + repository.length + 1 > MAX_NAME) return null;
  if (!repository.split("/").every((component) => COMPONENT.test(component))) return null;
  return { written, registry, repository, name: familiar(registry, repository), tag, digest: digest ?? null };
}, 2000);

/** Algorithms that are not registered are refused, as the builder does. */
function isDigest(digest: string): boolean {
  const [algorithm = "", hex = "", ...rest] = digest.split(":");
  const length = Object.hasOwn(DIGEST_LENGTHS, algorithm) ? DIGEST_LENGTHS[algorithm] : 0;
  return rest.length === 0 && hex.length === length && /^[0-9a-f]+$/.test(hex);
}

/** The first component is a registry when it could be a host: a dot, a port, `localhost`, or upper case. */
function splitDomain(name: string): { registry: string; repository: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  if (isHost && first !== "docker.io" && first !== "index.docker.io")
    return { registry: first, repository: name.slice(slash + 1) };
  const path = isHost ? name.slice(slash + 1) : name;
  return { registry: "docker.io", repository: path.includes("/") ? path : `library/${path}` };
}

function familiar(registry: string, repository: string): string {
  if (registry !== "docker.io") return `${registry}/${repository}`;
  const official = repository.startsWith("library/") ? repository.slice("library/".length) : repository;
  return official.includes("/") ? repository : official;
}
