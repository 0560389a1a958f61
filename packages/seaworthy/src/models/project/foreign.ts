import { type ImageReference, parseReference } from "../dockerfile/reference.js";
import type { Workload } from "../kubernetes/kubernetes.js";
import { type Build, imageNames } from "./builds.js";
import type { ProductionService } from "./compose-services.js";
import { composeDeployment } from "./deploy-compose.js";
import { kubernetesDeployment } from "./deploy-kubernetes.js";
import type { Deployment } from "./deployment.js";
import { type BuiltImage, isWellKnown, lastPart, matchImage } from "./match-image.js";
import { uniqueName } from "./names.js";
import { type ProjectFacts, ReadService, type Service } from "./service.js";

/** An image that the project runs and does not build. */
export interface Foreign {
  readonly written: string;
  readonly reference: ImageReference | null;
  readonly deployments: Deployment[];
}

interface Placed {
  readonly deployment: Deployment;
  /** Whether an image that nobody builds here makes a service of its own. */
  readonly makesService: boolean;
}

/**
 * Gives each deployment of a named image to the build that makes it, and returns the rest as foreign images. A Job, an init or a
 * side container of an image that is not built here serves nothing and is left out. Where exactly one thing is built and exactly
 * one image in the manifests is neither built under its name nor well-known software, they are taken for the same.
 */
export function placeDeployments(
  builds: readonly Build[],
  images: readonly ProductionService[],
  workloads: readonly Workload[],
  notJudged: { file: string; because: string }[],
): readonly Foreign[] {
  const placed: Placed[] = [];
  for (const { service, waitedFor } of images) {
    if (service.image) placed.push({ deployment: composeDeployment(service, waitedFor), makesService: true });
    else if (!service.build) {
      const what = service.unset.has("image")
        ? "runs an image that a variable without a known value names"
        : "has neither an image nor a build";
      notJudged.push({ file: service.place.file, because: `its service ${service.name} ${what}` });
    }
  }
  for (const workload of workloads) {
    for (const container of workload.containers) {
      if (!container.image) continue;
      const deployment = kubernetesDeployment(workload, container);
      placed.push({ deployment, makesService: !deployment.oneShot && container.role === "container" });
    }
  }
  if (placed.length === 0) return [];
  const built: readonly BuiltImage<Build>[] = builds.map((build) => ({
    build,
    references: build.references,
    loose: build.loose,
    own: new Set(build.names),
    names: imageNames(build),
  }));
  const rest: { one: Placed; reference: ImageReference | null }[] = [];
  for (const one of placed) {
    const reference = parseReference(one.deployment.image?.value ?? "");
    const match = reference ? matchImage(reference, built) : ({ kind: "foreign" } as const);
    if (match.kind === "built") match.build.deployments.push(one.deployment);
    else if (match.kind === "foreign") rest.push({ one, reference });
    else {
      const { file, name, image } = one.deployment;
      notJudged.push({
        file,
        because: `its ${name} runs ${image?.value ?? ""}, which ${match.among} Dockerfiles of this project could be`,
      });
    }
  }
  const own = onlyUnknown(builds, rest);
  const foreign = new Map<string, Foreign>();
  for (const { one, reference } of rest) {
    const written = one.deployment.image?.value ?? "";
    if (own && reference && lastPart(reference) === own.name) {
      own.build.deployments.push(one.deployment);
      continue;
    }
    const key = reference ? `${reference.name}:${reference.tag ?? ""}@${reference.digest ?? ""}` : written;
    const known = foreign.get(key);
    if (known) known.deployments.push(one.deployment);
    else if (one.makesService) foreign.set(key, { written, reference, deployments: [one.deployment] });
  }
  return [...foreign.values()];
}

function onlyUnknown(
  builds: readonly Build[],
  rest: readonly { one: Placed; reference: ImageReference | null }[],
): { build: Build; name: string } | null {
  const [build, ...more] = builds;
  if (!build || more.length > 0 || build.deployments.length > 0) return null;
  const names = new Set<string>();
  for (const { one, reference } of rest) {
    if (one.makesService && one.deployment.kind === "kubernetes" && reference && !isWellKnown(reference))
      names.add(lastPart(reference));
  }
  const [name] = names;
  return names.size === 1 && name !== undefined ? { build, name } : null;
}

export function foreignService({ written, reference, deployments }: Foreign, facts: ProjectFacts, taken: Set<string>): Service {
  const [first] = deployments;
  const wanted = first?.name ?? (reference ? lastPart(reference) : written);
  return new ReadService({
    id: `image:${written}`,
    name: uniqueName(wanted, first?.file ?? "", taken),
    dockerfile: null,
    stage: null,
    context: null,
    buildArgs: new Map(),
    image: reference,
    foreign: true,
    app: null,
    entryScripts: [],
    deployments,
    project: facts,
    problems: [],
  });
}
