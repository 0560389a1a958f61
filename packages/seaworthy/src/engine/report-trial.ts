import type { ReportedDrill, ReportedTrial } from "../core/reported-trial.js";
import { DRILLS } from "../models/trial/drills.js";
import type { Trial } from "../models/trial/trial.js";

/** What a report tells of a trial besides verdicts: where it ran and how, what was done, and what is proven to work. */
export function reportTrial(trial: Trial): ReportedTrial {
  const { conditions, drills } = trial;
  const { service, ...shown } = conditions;
  return {
    service,
    image: trial.image,
    digest: trial.digest,
    platform: trial.platform,
    startedAt: trial.startedAt,
    engine: trial.engine,
    conditions: shown,
    drills: DRILLS.map((drill): ReportedDrill => {
      const done = drills[drill];
      if (!done.ran) return { drill, outcome: done.reason, because: done.because };
      return { drill, outcome: done.runs.length > 1 ? "done twice" : "done", because: null };
    }),
    hardened: trial.hardened,
    cost: trial.cost,
  };
}

/** `docker 29.0.0 (linux/amd64)` */
export function engineText({ kind, version, platform }: Trial["engine"]): string {
  return `${kind} ${version} (${platform})`;
}
