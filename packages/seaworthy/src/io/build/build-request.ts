import type { BuildPlan } from "../../models/project/build-plan.js";

/** What is built. */
export interface BuildRequest extends BuildPlan {
  /** Besides those that the plan gives it. */
  readonly labels: Readonly<Record<string, string>>;
  /** A name for the image; null: it has none. */
  readonly tag: string | null;
}
