import type { DrillName } from "../models/trial/drills.js";
import type { Drills, Trial } from "../models/trial/trial.js";
import type { AnyRule } from "../rule.js";

/** The trial as a rule may see it: looking at a drill that the rule does not declare throws. */
export function declaredDrills(trial: Trial, rule: AnyRule): Trial {
  const declared = rule.needs?.drills ?? [];
  const drills = {} as Drills;
  for (const name of Object.keys(trial.drills) as DrillName[]) {
    Object.defineProperty(drills, name, {
      enumerable: true,
      get: () => {
        if (!declared.includes(name)) throw new Error(`${rule.id} looks at the drill ${name}, which its needs do not declare`);
        return trial.drills[name];
      },
    });
  }
  return { ...trial, drills };
}
