/** What a Dockerfile makes, side by side: a fix that is safe says which of them it means to change. */
export const FACETS = [
  "bases",
  "arguments",
  "environment",
  "labels",
  "user",
  "workdir",
  "shell",
  "stop-signal",
  "start",
  "healthcheck",
  "ports",
  "volumes",
  "copies",
  "runs",
] as const;

export type Facet = (typeof FACETS)[number];
