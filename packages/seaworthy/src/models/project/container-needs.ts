import { baseFacts } from "../../knowledge/bases.js";
import { hardeningOf } from "../../knowledge/hardening.js";
import type { Trial } from "../trial/trial.js";
import type { Deployment } from "./deployment.js";
import { privilegeDrop } from "./privilege-drop.js";
import { differenceOf } from "./proven-needs.js";
import type { Service } from "./service.js";
import { isRootUser } from "./uid.js";
import { ownImage } from "./written-needs.js";

/** The capabilities that a container needs once all are dropped, and how that is known. */
export interface CapabilityNeeds {
  readonly capabilities: readonly string[];
  /** To end a title: "as a trial showed". */
  readonly by: string;
}

/** What an entry point needs that gives files to a user and becomes that user. */
const OF_ENTRY_POINTS = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"] as const;

/**
 * The least that is known to do: what a trial showed; what the documentation of a known image says; nothing for an unprivileged user; what
 * entry points use that change owners and users, where the image is not known or its script does so.
 */
export function capabilityNeeds(service: Service, deployment: Deployment, trial?: Trial): CapabilityNeeds {
  const tried = trial && differenceOf(service, deployment, trial) === null ? capabilitiesTried(trial) : null;
  if (tried) return { capabilities: tried, by: "as a trial showed" };
  const user = userOf(service, deployment);
  if (user !== null && isRootUser(user) === false) return { capabilities: [], by: `it runs as ${user}, which has none anyway` };
  const name = ownImage(service, deployment);
  const known = name === null ? null : hardeningOf(name);
  if (known) {
    const by = known.capabilities.length > 0 ? `${known.software} starts with these` : `${known.software} needs none`;
    return { capabilities: known.capabilities, by };
  }
  const low = lowPort(service, deployment) ? ["NET_BIND_SERVICE"] : [];
  const drop = privilegeDrop(service);
  if (drop) return { capabilities: [...OF_ENTRY_POINTS, ...low].sort(), by: `${drop.by} changes owners and users` };
  if (service.foreign)
    return { capabilities: [...OF_ENTRY_POINTS, ...low].sort(), by: "what the image needs is not known: try without these, too" };
  return { capabilities: low, by: "root without any rights over other users' files" };
}

function capabilitiesTried({ hardened, drills: { capabilities } }: Trial): readonly string[] | null {
  if (hardened) return hardened.capAdd;
  // Found with a root that may be written: it does not serve with one that may not.
  return (capabilities.ran ? capabilities.runs.at(-1)?.needed : null) ?? null;
}

/** The user that a deployment runs as; null where it is not known. */
export function userOf(service: Service, deployment: Deployment): string | null {
  if (deployment.user) return deployment.user.value;
  if (!service.foreign) return service.stage?.facts.user.value ?? null;
  return (service.image && baseFacts(service.image)?.user) || null;
}

/** Whether it serves a port that root alone may open where the kernel's old limit holds. */
function lowPort(service: Service, deployment: Deployment): boolean {
  const ports = [
    ...(service.stage?.facts.exposed ?? []).map(({ port }) => Number.parseInt(port, 10)),
    ...(service.app?.ports ?? []).map(({ port }) => port),
    ...(deployment.compose?.ports ?? []).map(({ target }) => Number.parseInt(target, 10)),
    ...(deployment.kubernetes?.container.ports ?? []).map(({ port }) => port),
  ];
  return ports.some((port) => port > 0 && port < 1024);
}
