import type { Answer } from "../core/answer.js";
import { notApplicable, unknown } from "../core/answer.js";
import type { Depth } from "../core/report.js";
import type { Image } from "../models/image/image.js";
import type { Service } from "../models/project/service.js";
import type { Trial } from "../models/trial/trial.js";
import type { AnyRule, OptionValues } from "../rule.js";

/** What was seen of a built image or a trial, and whether it is shown to be the ship that the source describes. */
export interface Evidence {
  readonly image?: SeenImage;
  readonly trial?: SeenTrial;
}
interface SeenImage {
  readonly seen: Image;
  readonly oneShip: boolean;
  /** Why it is shown to be one ship, or is not: a sentence about the image. */
  readonly because?: string;
}
interface SeenTrial {
  readonly seen: Trial;
  readonly oneShip: boolean;
  /** As that of an image; for a record of an image that was not looked into. */
  readonly because?: string;
}

/** One probe's answer at one depth. */
export interface Asked {
  readonly depth: Depth;
  readonly answer: Answer;
  /** The message of the crash, when the probe threw. */
  readonly crashed: string | null;
  /** False for an image or trial that is not shown to be built from this source. */
  readonly oneShip: boolean;
}

/** What of a rule is asked. */
export interface Probes extends Pick<AnyRule, "id" | "subject"> {
  readonly catches?: true | undefined;
  readonly source?: AnyRule["source"] | undefined;
  readonly image?: AnyRule["image"] | undefined;
  readonly trial?: AnyRule["trial"] | undefined;
  readonly needs?: AnyRule["needs"] | undefined;
}

/** Asks a rule's probes at every depth that was inspected; a probe that throws is an unknown with its crash named. */
export function ask(
  rule: Probes,
  service: Service,
  depths: readonly Depth[],
  options: OptionValues,
  evidence: Evidence = NO_EVIDENCE,
): readonly Asked[] {
  const asked: Asked[] = [];
  for (const depth of depths) {
    const one = askAt(depth, rule, service, options, evidence);
    if (one) asked.push(one);
  }
  return asked;
}

const NO_EVIDENCE: Evidence = Object.freeze({});
/** What a rule of the build says of an image that is not built here. */
export const FOREIGN = Object.freeze(notApplicable("the image is not built here"));

function askAt(depth: Depth, rule: Probes, service: Service, options: OptionValues, evidence: Evidence): Asked | null {
  // An image by itself has no source that could tell anything.
  if (depth === "source") {
    if (!rule.source) return null;
    if ((evidence.image || evidence.trial) && !service.dockerfile && service.deployments.length === 0) return null;
    if (service.foreign && !judgedWhenForeign(rule)) return { depth, answer: FOREIGN, crashed: null, oneShip: true };
    return probed(depth, true, rule, service, options, NO_EVIDENCE);
  }
  const seen = depth === "image" ? evidence.image : evidence.trial;
  if (seen === undefined || !rule[depth]) return null;
  if (depth === "trial" && evidence.trial && leftOut(rule, evidence.trial.seen)) return null;
  // What is true of another ship alone is no answer about this one.
  if (!seen.oneShip && !rule.source && service.dockerfile) return null;
  return probed(depth, seen.oneShip, rule, service, options, evidence);
}

function probed(
  depth: Depth,
  oneShip: boolean,
  rule: Probes,
  service: Service,
  options: OptionValues,
  evidence: Evidence,
): Asked {
  try {
    const answer = answerAt(depth, rule, service, options, evidence);
    if (answer.says === "yes" && rule.catches) throw onlyCatches(rule);
    return { depth, answer, crashed: null, oneShip };
  } catch (error) {
    return crash(depth, oneShip, error);
  }
}

/** A probe that can only catch said yes. */
export function onlyCatches({ id }: Probes): Error {
  return new Error(`${id} can only catch, but said yes`);
}

/** What a probe that threw `error` comes to. */
export function crash(depth: Depth, oneShip: boolean, error: unknown): Asked {
  const crashed = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { depth, answer: unknown(`the probe crashed (${crashed})`), crashed, oneShip };
}

/** Whether what the rule looks at was left out of the trial, as a quick one leaves out what takes long. */
function leftOut({ needs }: Probes, { drills }: Trial): boolean {
  return (needs?.drills ?? []).some((name) => {
    const drill = drills[name];
    return !drill.ran && drill.reason === "not asked";
  });
}

/** Images that are not built here are judged on how they are deployed and on their pins alone. */
export function judgedWhenForeign(rule: Probes): boolean {
  return rule.subject === "deployed" || rule.id.startsWith("pinned-versions/");
}

function answerAt(depth: Depth, rule: Probes, service: Service, options: OptionValues, { image, trial }: Evidence): Answer {
  if (depth === "source") return rule.source?.(service, options) as Answer;
  if (depth === "trial") return rule.trial?.(trial?.seen as Trial, options) as Answer;
  const ours = image?.oneShip === true && (service.dockerfile !== null || service.deployments.length > 0);
  return rule.image?.(image?.seen as Image, options, ours ? service : null) as Answer;
}
