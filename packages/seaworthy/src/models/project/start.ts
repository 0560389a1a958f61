import { Keeper, questions } from "../../core/kept.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import type { BaseFacts } from "../../knowledge/bases.js";
import { type Dockerfile, ofStage, type Stage, type StartCommand } from "../dockerfile/dockerfile.js";
import { splitWords } from "../shell/split-words.js";
import { factsOfBase } from "./base-facts.js";
import type { Deployment } from "./deployment.js";
import { ofService, type Service } from "./service.js";

/** One way in which a service is started. */
export interface Start {
  /** Whose; null for the image as it is. */
  readonly deployment: Deployment | null;
  /** What the engine executes: ENTRYPOINT and CMD together, a shell form with its shell in front; [] when nothing is set; null when it is not known. */
  readonly argv: readonly string[] | null;
  /** The instruction of the file whose shell form is part of it. */
  readonly shellForm: StartCommand | null;
  /** False when the base may have an ENTRYPOINT that is not known and comes before these words. */
  readonly entrypointKnown: boolean;
  /** What sets it: an instruction, an override of the deployment, or the FROM of the base whose start is used. */
  readonly place: SourcePlace;
  /** Who says what is started. `base`: neither the file nor a deployment does. */
  readonly by: "image" | "base" | "deployment";
  /** The engine puts its own init in front (Compose `init: true`). */
  readonly init: boolean;
}

/** Questions about a start, answered once. */
export const ofStart = questions<Start>();

class FoundStart extends Keeper implements Start {
  readonly deployment: Deployment | null;
  readonly argv: readonly string[] | null;
  readonly shellForm: StartCommand | null;
  readonly entrypointKnown: boolean;
  readonly place: SourcePlace;
  readonly by: Start["by"];
  readonly init: boolean;

  constructor({ deployment, argv, shellForm, entrypointKnown, place, by, init }: Start) {
    super();
    this.deployment = deployment;
    this.argv = argv;
    this.shellForm = shellForm;
    this.entrypointKnown = entrypointKnown;
    this.place = place;
    this.by = by;
    this.init = init;
  }
}

/**
 * The ways in which a service is started for good: one for each deployment that is no one-shot task, and the image's own when no
 * deployment is known or something that was not read deploys it too.
 */
export const startsOf: (service: Service) => readonly Start[] = ofService(findStarts);

function findStarts(service: Service): readonly Start[] {
  const { stage, dockerfile } = service;
  if (!stage || !dockerfile) return [];
  const image = imageStart(dockerfile, stage);
  const lasting = service.deployments.filter((deployment) => !deployment.oneShot);
  const starts = lasting.map((deployment) => deployedStart(image, stage, deployment));
  return starts.length === 0 || service.project.opaqueDeployments.length > 0 ? [image, ...starts] : starts;
}

/** How the image itself starts: by its own ENTRYPOINT and CMD, else by those of its base. */
export function imageStart(dockerfile: Dockerfile, stage: Stage): Start {
  const known = knownOf(stage);
  // A stage belongs to one file.
  known.start ??= findStart(dockerfile, stage);
  return known.start;
}

const knownOf = ofStage((): { start: Start | null } => ({ start: null }));

function findStart(dockerfile: Dockerfile, stage: Stage): Start {
  const { entrypoint, cmd } = stage.facts;
  const base = factsOfBase(stage);
  const before = entrypointOf(stage, base);
  const rest = before.closed
    ? []
    : entrypoint || cmd || stage.base.kind === "scratch"
      ? wordsOf(cmd, stage)
      : (base?.cmd ?? null);
  const deciding = cmd && !before.closed ? cmd : entrypoint;
  return new FoundStart({
    deployment: null,
    argv: rest === null ? null : [...(before.words ?? []), ...rest],
    shellForm: before.closed ? entrypoint : cmd?.form === "shell" ? cmd : null,
    entrypointKnown: before.words !== null,
    place: placeOf(dockerfile, deciding?.instruction ?? stage.from),
    by: deciding ? "image" : "base",
    init: false,
  });
}

function deployedStart(image: Start, stage: Stage, deployment: Deployment): Start {
  const init = deployment.compose?.init?.value === true;
  const { entrypoint, command } = deployment;
  if (!entrypoint && !command) return new FoundStart({ ...image, deployment, init });
  const own = entrypoint ? { words: overriding(entrypoint.value), closed: false } : entrypointOf(stage, factsOfBase(stage));
  const unset = [...(deployment.compose?.unset ?? [])].some((key) => /^(?:command|entrypoint)(?:\[|$)/.test(key));
  const rest = own.closed || !command ? [] : overriding(command.value);
  return new FoundStart({
    deployment,
    argv: unset ? null : [...(own.words ?? []), ...rest],
    shellForm: own.closed ? stage.facts.entrypoint : null,
    entrypointKnown: own.words !== null,
    place: (command ?? entrypoint)?.place ?? deployment.place,
    by: "deployment",
    init,
  });
}

/** The words before CMD. `closed`: a shell form, which takes no words from CMD. null: the base's is not known. */
function entrypointOf(
  stage: Stage,
  base: BaseFacts | null,
): { readonly words: readonly string[] | null; readonly closed: boolean } {
  const { entrypoint } = stage.facts;
  if (entrypoint) return { words: wordsOf(entrypoint, stage), closed: entrypoint.form === "shell" };
  if (stage.base.kind === "scratch") return { words: [], closed: false };
  return { words: base?.entrypoint ?? null, closed: false };
}

function wordsOf(command: StartCommand | null, stage: Stage): readonly string[] {
  if (!command) return [];
  return command.form === "exec" ? command.words : [...stage.facts.shell.value, command.words[0] ?? ""];
}

function overriding(value: readonly string[] | string): readonly string[] {
  return typeof value === "string" ? splitWords(value) : value;
}
