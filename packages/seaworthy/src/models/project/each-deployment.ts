import { type Answer, type Finding, finding, no, notApplicable, unknown, worst } from "../../core/answer.js";
import type { SourcePlace } from "../../core/place.js";
import { isWindowsImage } from "../dockerfile/windows.js";
import type { Deployment } from "./deployment.js";
import type { Service } from "./service.js";

/** The worst of what is said of each deployment; unknown where none was read, since how the image runs is then not known. */
export function eachDeployment(service: Service, judge: (deployment: Deployment) => Answer): Answer {
  const answer = service.deployments.length === 0 ? null : worst(service.deployments.map(judge));
  if (answer) return answer;
  const opaque = service.project.opaqueDeployments[0];
  return opaque
    ? unknown(`it is deployed by ${opaque.tool} (${opaque.file}), which cannot be read without running it`)
    : UNDEPLOYED;
}

const UNDEPLOYED = Object.freeze(unknown("no deployment file was found: how the container is run is not known"));

/** The same for what containers of Linux alone have: capabilities, a read-only root, namespaces to share, devices by path. */
export function eachLinuxDeployment(service: Service, judge: (deployment: Deployment) => Answer): Answer {
  const built = service.dockerfile?.windows === true;
  return eachDeployment(service, (deployment) =>
    built || isWindowsImage(deployment.image?.value ?? service.image?.written ?? "")
      ? notApplicable(`${deployment.name} is a Windows container`)
      : judge(deployment),
  );
}

/**
 * What is said where a deployment leaves out what it should set: no, but unknown where something unreadable may add it
 * before production (an overlay, a chart, a platform of its own).
 */
export function missing(service: Service, deployment: Deployment, message: string, place = deployment.place): Answer {
  const [opaque] = service.project.opaqueDeployments;
  if (opaque) return unknown(`${message}; ${opaque.tool} (${opaque.file}), which was not read, may set it`, place);
  return no(about(deployment, message, place));
}

/** A finding that names its deployment. */
export function about(
  deployment: Deployment,
  message: string,
  place: SourcePlace,
  extra: Pick<Finding, "level" | "aliases"> = {},
): Finding {
  return finding(message, place, { ...extra, deployment: deployment.name });
}

/** Unknown where a key of the Compose service holds a variable that has no value in this run; null where it does not. */
export function unsetKey(deployment: Deployment, ...keys: readonly string[]): Answer | null {
  const unset = deployment.compose?.unset;
  if (!unset || unset.size === 0) return null;
  for (const key of keys) {
    for (const path of unset) {
      if (path === key || path.startsWith(`${key}[`) || path.startsWith(`${key}.`))
        return unknown(`${deployment.name}: \`${path}\` is a variable without a known value`, deployment.place);
    }
  }
  return null;
}
