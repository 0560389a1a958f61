import type { IdentitySeen, SeenProcess } from "../../models/trial/observations.js";
import type { LiveProcess } from "../../models/trial/proc.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { exercise, limitAfter } from "./attempt.js";

/** As whom its processes run: idle, while it is asked, and afterwards. */
export async function identity(run: Run, base: Base, container: TrialContainer): Promise<IdentitySeen> {
  const limit = limitAfter(run, base.readyMs);
  const idle = await sample(container, "idle");
  const [load] = await Promise.all([sample(container, "under load"), exercise(run, container, limit)]);
  const after = await sample(container, "after load");
  return { samples: [idle, load, after], rootForMs: base.rootForMs, given: base.capAdd, mapped: false };
}

async function sample(container: TrialContainer, when: string): Promise<IdentitySeen["samples"][number]> {
  const { at, processes } = await container.look();
  return { at, when, processes: processes.map(kept) };
}

function kept({ state: _, caught: __, ...seen }: LiveProcess): SeenProcess {
  return seen;
}
