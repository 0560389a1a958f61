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
