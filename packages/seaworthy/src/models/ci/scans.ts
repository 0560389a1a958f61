import type { SourcePlace } from "../../core/place.js";
import type { ScanStep } from "./ci.js";
import { fateOf } from "./fate.js";
import { scanOfAction } from "./scan-actions.js";
import { type Scan, scanOfCommand } from "./scan-commands.js";
import { all, type Task } from "./task.js";

/** One scan as one trigger runs it. */
interface Sighting {
  readonly step: ScanStep;
  readonly runs: boolean | null;
}

const MAX_OF_ONE_STEP = 200;

/** The scans of all tasks: one for each place, as the trigger that makes most of it runs it. */
export function scansOf(tasks: readonly Task[]): readonly ScanStep[] {
  const best = new Map<string, Sighting>();
  for (const task of tasks) {
    for (const sighting of sightings(task)) {
      const { file, range } = sighting.step.place;
      const key = `${file}:${range[0]}:${sighting.step.tool}`;
      const known = best.get(key);
      if (!known || worth(sighting) > worth(known)) best.set(key, sighting);
    }
  }
  return [...best.values()].map((sighting) => sighting.step);
}

function worth({ step, runs }: Sighting): number {
  const automatic = step.automatic && runs !== false ? 100 : 0;
  return automatic + (runs === false ? 0 : 10) + (step.gates === true ? 2 : step.gates === null ? 1 : 0);
}

function sightings(task: Task): readonly Sighting[] {
  if (task.action !== null) {
    const scan = scanOfAction(task.action, task.inputs, task.env);
    return scan ? [sight(task, scan, task.place, null)] : [];
  }
  let count = 0;
  return task.commands.flatMap((command, index) => {
    if (count >= MAX_OF_ONE_STEP) return [];
    const scan = scanOfCommand(command, task.env);
    if (!scan) return [];
    count++;
    return [sight(task, scan, { file: task.file, range: command.range }, index)];
  });
}

function sight(task: Task, scan: Scan, place: SourcePlace, index: number | null): Sighting {
  const told = { says: scan.gates, because: scan.because };
  const fate = index === null ? null : fateOf(task.commands, index, task.shell);
  const decision = all(told, ...(fate ? [fate] : []), task.fails, task.runs);
  const because = decision.because === "" ? scan.because : decision.because;
  const { automatic, event } = task.trigger;
  const late = automatic
    ? ""
    : event === "schedule"
      ? "; it runs on a schedule only"
      : event === "workflow_call"
        ? "; nothing here calls its workflow"
        : "; it runs by hand only";
  return {
    step: {
      tool: scan.tool,
      target: scan.target,
      gates: decision.says,
      because: because + late,
      place,
      file: task.file,
      automatic: automatic && task.runs.says !== false,
    },
    runs: task.runs.says,
  };
}
