/** What is done to a running container, one thing each; the file of a drill in io/drills bears its name. */
export const DRILLS = [
  "start",
  "identity",
  "writes",
  "read-only",
  "capabilities",
  "health",
  "dependencies",
  "stop",
  "logs",
  "canaries",
  "zombies",
  "rebuild",
] as const;
export type DrillName = (typeof DRILLS)[number];

/** The drills that `--quick` leaves in: those that need no wait of the engine's. */
export const QUICK_DRILLS: readonly DrillName[] = ["start", "identity", "read-only", "stop", "logs", "canaries"];
