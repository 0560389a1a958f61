import { buildOfTask, most } from "./builds.js";
import type { ScheduledBuild } from "./ci.js";
import { longestGapDays } from "./cron.js";
import type { Task, Trigger } from "./task.js";
import type { Workflow } from "./workflow.js";

/** What a workflow's schedules build: one entry for each cron line. */
export function schedulesOf(workflow: Workflow, tasksOn: (trigger: Trigger) => readonly Task[]): readonly ScheduledBuild[] {
  const triggers = workflow.triggers.filter((trigger) => trigger.event === "schedule");
  return workflow.crons.flatMap((cron, index): readonly ScheduledBuild[] => {
    const trigger = triggers[index];
    if (!trigger) return [];
    return [
      {
        cron: cron.value,
        everyDays: longestGapDays(cron.value),
        place: cron.place,
        ...outcome(tasksOn(trigger)),
      },
    ];
  });
}

/** Whether these tasks build and publish, and why. */
export function outcome(tasks: readonly Task[]): Pick<ScheduledBuild, "builds" | "publishes" | "because"> {
  let builds: boolean | null = false;
  let publishes: boolean | null = false;
  let pulls: boolean | null = null;
  let skipped = "";
  for (const task of tasks) {
    const build = buildOfTask(task);
    if (!build.builds && build.publishes === false) continue;
    if (task.runs.says === false) {
      if (build.builds) skipped = task.runs.because;
      continue;
    }
    if (build.builds) {
      if (task.runs.says === null) skipped = task.runs.because;
      builds = most(builds, task.runs.says);
      pulls = most(pulls, build.pulls);
    }
    if (build.publishes !== false) publishes = most(publishes, task.runs.says === null ? null : build.publishes);
  }
  if (builds === false)
    return { builds, publishes: false, because: skipped === "" ? "nothing that the schedule runs builds an image" : skipped };
  if (builds === null) return { builds, publishes, because: skipped };
  const shipped =
    publishes === true
      ? "builds and publishes an image"
      : publishes === null
        ? "builds an image"
        : "builds an image and publishes none";
  // A build that finds its base in a cache keeps the base as it was.
  return { builds, publishes, because: pulls === false ? `${shipped}; \`pull: true\` would make sure of a fresh base` : shipped };
}
