import type { Answer } from "../core/answer.js";
import { notApplicable, unknown } from "../core/answer.js";
import type { Depth } from "../core/report.js";
import type { Image } from "../models/image/image.js";
import type { Service } from "../models/project/service.js";
import type { Trial } from "../models/trial/trial.js";
import type { AnyRule, OptionValues } from "../rule.js";

/** What was seen of a built image or a trial, and whether it is shown to be the ship that the source describes. */
export interface Evidence {
  readonly image?: { readonly seen: Image; readonly oneShip: boolean };
  readonly trial?: { readonly seen: Trial; readonly oneShip: boolean };
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

/** Asks a rule's probes at every depth that was inspected; a probe that throws is an unknown with its crash named. */
export function ask(
  rule: AnyRule,
  service: Service,
  depths: readonly Depth[],
  options: OptionValues,
  evidence: Evidence = NO_EVIDENCE,
): readonly Asked[] {
  const asked: Asked[] = [];
  for (const depth of depths) {
    if (!hasProbe(rule, depth, evidence)) continue;
    const oneShip = depth === "source" || (depth === "image" ? evidence.image : evidence.trial)?.oneShip === true;
    // What is true of another ship alone is no answer about this one.
    if (!oneShip && !rule.source && service.dockerfile) continue;
    if (service.foreign && depth === "source" && !judgedWhenForeign(rule)) {
      asked.push({ depth, answer: NOT_BUILT, crashed: null, oneShip });
      continue;
    }
    try {
      asked.push({ depth, answer: held(rule, probe(rule, depth, service, options, evidence)), crashed: null, oneShip });
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      asked.push({ depth, answer: unknown(`the probe crashed (${message})`), crashed: message, oneShip });
    }
  }
  return asked;
}

const NO_EVIDENCE: Evidence = Object.freeze({});
const NOT_BUILT = notApplicable("the image is not built here");

/** Images that are not built here are judged on how they are deployed and on their pins alone. */
function judgedWhenForeign(rule: AnyRule): boolean {
  return rule.subject === "deployed" || rule.id.startsWith("pinned-versions/");
}

/** A probe that can only catch may not say yes. */
function held(rule: AnyRule, answer: Answer): Answer {
  if (rule.catches && answer.says === "yes") throw new Error(`${rule.id} can only catch, but said yes`);
  return answer;
}

function hasProbe(rule: AnyRule, depth: Depth, evidence: Evidence): boolean {
  if (depth === "source") return rule.source !== undefined;
  if (depth === "image") return rule.image !== undefined && evidence.image !== undefined;
  return rule.trial !== undefined && evidence.trial !== undefined;
}

function probe(rule: AnyRule, depth: Depth, service: Service, options: OptionValues, evidence: Evidence): Answer {
  if (depth === "source") return rule.source?.(service, options) as Answer;
  if (depth === "image") {
    const ours = evidence.image?.oneShip === true && (service.dockerfile !== null || service.deployments.length > 0);
    return rule.image?.(evidence.image?.seen as Image, options, ours ? service : null) as Answer;
  }
  return rule.trial?.(evidence.trial?.seen as Trial, options) as Answer;
}
