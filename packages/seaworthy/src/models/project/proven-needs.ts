import type { Hardened, Trial } from "../trial/trial.js";
import type { Deployment } from "./deployment.js";
import type { Service } from "./service.js";

/** What a trial tells of how a deployment can be hardened. */
export type Proven =
  /** It started and served so. */
  | { readonly hardened: Hardened }
  /** It was seen to fail with a read-only root, whatever it was given. */
  | { readonly fails: string }
  /** It ran in another way than the deployment runs, or showed nothing: what is known otherwise counts. */
  | { readonly untold: string };

/** Null without a trial. */
export function provenFor(service: Service, deployment: Deployment, trial: Trial | undefined): Proven | null {
  if (!trial) return null;
  const difference = differenceOf(service, deployment, trial);
  if (difference) return { untold: `the trial ran ${difference}` };
  if (trial.hardened) return { hardened: trial.hardened };
  const drilled = trial.drills["read-only"];
  const seen = drilled.ran ? drilled.runs.at(-1) : undefined;
  if (!seen || seen.attempts.length === 0) return { untold: "the trial tried no read-only root" };
  const [first] = seen.rewrites;
  return {
    fails: first
      ? `a trial showed that it changes ${first}, a file of its own image`
      : "a trial showed that it does not serve with a read-only root",
  };
}

/** In what the trial ran otherwise than a deployment: what is needed may differ with it. */
export function differenceOf({ foreign }: Service, deployment: Deployment, { conditions }: Trial): string | null {
  const { name, user, entrypoint, command } = deployment;
  if (conditions.deployed && conditions.service === name) return null;
  const own = [user && "user", entrypoint && "entrypoint", command && "command"].filter((one) => one !== null);
  // The arguments of a store's own image tune it; an app is chosen by them.
  const other = own.find((one) => !(foreign && one === "command"));
  if (other) return `with another ${other} than ${name}`;
  const theirs = conditions.overrides.find((one) => one === "user" || one === "entrypoint" || one === "command");
  return theirs ? `with another ${theirs} than ${name}` : null;
}

/** The tmpfs that a trial showed to be enough, without those where the deployment has room anyway: as Compose writes them. */
export function provenRoom(
  { tmpfs }: Hardened,
  hasRoom: (path: string) => boolean,
): readonly { path: string; written: string }[] {
  return tmpfs
    .filter(({ path }) => !hasRoom(path))
    .map(({ path, options }) => ({ path, written: options === "" ? path : `${path}:${options}` }));
}
