import { fields, text, texts } from "./parse-config.js";

/**
 * What a builder attests of how an image was made: SLSA provenance as BuildKit writes it. It is attested, not proven: no signature
 * was checked, and the builder takes the commit from its client.
 */
export interface Provenance {
  /** The commit that the build context was at; null where it is not said. */
  readonly revision: string | null;
  /** True where there were changes that are not committed. */
  readonly dirty: boolean;
  /** The repository, by its remote's address. */
  readonly repository: string | null;
  /** The images that the build read, those of the builder itself (syntax, scanners) left out. */
  readonly images: readonly ProvenanceImage[];
}

export interface ProvenanceImage {
  /** `node:22.20.0-slim`. */
  readonly reference: string;
  readonly digest: string;
  /** The digests of its layers as they are stored; null where only a full provenance (`mode=max`) would tell. */
  readonly layers: readonly string[] | null;
}

type Fields = Readonly<Record<string, unknown>>;

const PREDICATES = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/;
/** Images that builders run, which give no file to the image: https://docs.docker.com/build/metadata/attestations/sbom/ and the syntax line. */
const OF_BUILDERS =
  /^(?:docker\.io\/)?docker\/(?:dockerfile|dockerfile-upstream|buildkit-syft-scanner|scout-sbom-indexer)(?::|$)/;

export function isProvenance(predicateType: string): boolean {
  return PREDICATES.test(predicateType);
}

/** Reads an in-toto statement whose predicate is of SLSA 0.2 or 1. null: it is another. */
export function parseProvenance(json: unknown): Provenance | null {
  const { predicateType, predicate: written } = fields(json);
  if (!isProvenance(text(predicateType))) return null;
  const predicate = fields(written);
  const definition = fields(predicate.buildDefinition);
  const invocation = fields(predicate.invocation);
  const buildkit = fields(
    fields(fields(predicate.runDetails).metadata).buildkit_metadata ??
      fields(predicate.metadata)["https://mobyproject.org/buildkit@v1#metadata"],
  );
  const vcs = fields(buildkit.vcs);
  // A context that is a repository itself.
  const source = fields(fields(definition.externalParameters).configSource ?? invocation.configSource);
  const fromGit = /^(?:git\+|https?:\/\/[^#]*\.git(?:#|$))/.test(text(source.uri));
  const revision = text(vcs.revision) || (fromGit ? text(fields(source.digest).sha1) : "");
  const steps = fields(fields(definition.internalParameters).buildConfig ?? predicate.buildConfig).llbDefinition;
  const layers = layersOf(steps, fields(buildkit.layers));
  const materials = definition.resolvedDependencies ?? predicate.materials;
  return {
    revision: revision.replace(/-dirty$/, "") || null,
    dirty: revision.endsWith("-dirty"),
    repository: text(vcs.source) || (fromGit ? text(source.uri).replace(/#.*/, "") : "") || null,
    images: (Array.isArray(materials) ? materials : []).flatMap((one) => imageOf(one, layers)),
  };
}

/** `pkg:docker/node@22.20.0-slim?digest=sha256:…&platform=linux%2Famd64` */
function imageOf(material: unknown, layers: ReadonlyMap<string, readonly string[]>): ProvenanceImage[] {
  const { uri, digest } = fields(material);
  const [, name, version, query = ""] = /^pkg:docker\/([^@?]+)(?:@([^?]+))?(?:\?(.*))?$/.exec(text(uri)) ?? [];
  const hex = text(fields(digest).sha256);
  const full = new URLSearchParams(query).get("digest") ?? (hex && `sha256:${hex}`);
  if (name === undefined || !/^sha256:[0-9a-f]{64}$/.test(full)) return [];
  const tag = version === undefined || version.startsWith("sha256:") ? "" : `:${decoded(version)}`;
  const reference = decoded(name) + tag;
  return OF_BUILDERS.test(reference) ? [] : [{ reference, digest: full, layers: layers.get(full) ?? null }];
}

/** The layers of the images that steps read, by the images' digests. */
function layersOf(steps: unknown, layers: Fields): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const step of Array.isArray(steps) ? steps : []) {
    const { id, op } = fields(step);
    const { identifier } = fields(fields(fields(op).Op).source);
    const digest = /^docker-image:\/\/[^@]+@(sha256:[0-9a-f]{64})$/.exec(text(identifier))?.[1];
    const chains = layers[`${text(id)}:0`];
    if (digest === undefined || !Array.isArray(chains) || !Array.isArray(chains[0])) continue;
    const chain = texts(chains[0].map((one) => fields(one).digest));
    if (chain.length > (known.get(digest)?.length ?? 0)) known.set(digest, chain);
  }
  return known;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
