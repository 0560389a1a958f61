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
  evidence: Evidence = {},
): readonly Asked[] {
  const asked: Asked[] = [];
  for (const depth of depths) {
    const probe = probeAt(rule, depth, service, options, evidence);
    if (!probe) continue;
    const oneShip = depth === "source" || (depth === "image" ? evidence.image : evidence.trial)?.oneShip === true;
    if (service.foreign && depth === "source" && !judgedWhenForeign(rule)) {
      asked.push({ depth, answer: notApplicable("the image is not built here"), crashed: null, oneShip });
      continue;
    }
    try {
      asked.push({ depth, answer: held(rule, probe()), crashed: null, oneShip });
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      asked.push({ depth, answer: unknown(`the probe crashed (${message})`), crashed: message, oneShip });
    }
  }
  return asked;
}

/** Images that are not built here are judged on how they are deployed and on their pins alone. */
function judgedWhenForeign(rule: AnyRule): boolean {
  return rule.subject === "deployed" || rule.id.startsWith("pinned-versions/");
}

/** A probe that can only catch may not say yes. */
function held(rule: AnyRule, answer: Answer): Answer {
  if (rule.catches && answer.says === "yes") throw new Error(`${rule.id} can only catch, but said yes`);
  return answer;
}

function probeAt(
  rule: AnyRule,
  depth: Depth,
  service: Service,
  options: OptionValues,
  evidence: Evidence,
): (() => Answer) | null {
  if (depth === "source") return rule.source ? () => rule.source?.(service, options) as Answer : null;
  if (depth === "image") {
    const image = evidence.image?.seen;
    return rule.image && image ? () => rule.image?.(image, options) as Answer : null;
  }
  const trial = evidence.trial?.seen;
  return rule.trial && trial ? () => rule.trial?.(trial, options) as Answer : null;
}
