/** The twelve items, in the order in which they are printed. */
export const ITEMS = [
  {
    id: "multi-stage-build",
    title: "Multi-stage build",
    claim: "the production image holds the runtime and the built app, nothing that built it",
  },
  { id: "non-root-user", title: "Non-root user", claim: "no serving process runs as uid 0" },
  {
    id: "minimal-base-image",
    title: "Minimal base image",
    claim: "the base is slim, alpine, distroless or scratch, supported, without leftovers",
  },
  { id: "dockerignore", title: ".dockerignore", claim: "what the build does not need never leaves the disk" },
  { id: "layer-caching", title: "Layer caching", claim: "editing code never reinstalls dependencies" },
  { id: "healthcheck", title: "Health check", claim: "the orchestrator can tell a working service from a living process" },
  {
    id: "graceful-shutdown",
    title: "Graceful shutdown",
    claim: "SIGTERM reaches the app, which finishes its work and leaves in time",
  },
  { id: "no-secrets", title: "No secrets in the image", claim: "no credential is in any layer, setting or history line" },
  {
    id: "image-scanning",
    title: "Image scanning",
    claim: "no critical, high or known-exploited vulnerability ships, and the image is rebuilt at least monthly",
  },
  { id: "structured-logging", title: "Structured logging", claim: "logs are JSON lines on stdout or stderr" },
  { id: "least-privilege", title: "Least privilege", claim: "read-only root where possible, no capabilities, never privileged" },
  { id: "pinned-versions", title: "Pinned versions", claim: "tomorrow's build is today's build" },
] as const;

export type ItemId = (typeof ITEMS)[number]["id"];
/** `craft` holds what is expected of a Dockerfile and Compose checker but serves no item; it never changes a verdict. */
export type GroupId = ItemId | "craft";
export const ITEM_IDS: readonly ItemId[] = ITEMS.map((item) => item.id);
