import type { PlannedContainer, TrialPlan } from "./plan.js";
import type { TrialConditions, TrialOverride } from "./trial.js";

/** Under which conditions a plan lets the service run, without the values of its variables. */
export function conditionsOf(plan: TrialPlan): TrialConditions {
  return {
    from: plan.from,
    service: plan.service,
    environment: [...plan.app.environment.keys()].sort(),
    ports: plan.ports,
    dependencies: plan.dependencies.map(({ name, image }) => ({ name, image })),
    http: plan.http !== null,
    deployed: plan.service !== null,
    overrides: overridesOf(plan.app),
  };
}

function overridesOf({ user, entrypoint, command, healthcheck, stopSignal }: PlannedContainer): readonly TrialOverride[] {
  const overrides: TrialOverride[] = [];
  if (user !== null) overrides.push("user");
  if (entrypoint !== null) overrides.push("entrypoint");
  if (command !== null) overrides.push("command");
  // Timings of its own leave the check the image's.
  if (healthcheck?.test) overrides.push("healthcheck");
  if (stopSignal !== null) overrides.push("stop signal");
  return overrides;
}
