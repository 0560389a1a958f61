import type { Place } from "./place.js";

export type Level = "error" | "warning" | "info";

/** One thing that is wrong, at one place. The message never holds a secret. */
export interface Finding {
  readonly message: string;
  readonly place: Place;
  /** Overrides the rule's level. */
  readonly level?: Level;
  /** The name of the deployment that it is about. */
  readonly deployment?: string;
  /** True when the marked text is a credential: reports print the place, masked. */
  readonly secret?: boolean;
  /** The names that other tools have for this finding; default: all aliases of its rule. */
  readonly aliases?: readonly string[];
}

export interface Yes {
  readonly says: "yes";
  readonly because: string;
}
export interface No {
  readonly says: "no";
  readonly because: string;
  readonly findings: readonly [Finding, ...Finding[]];
}
export interface Unknown {
  readonly says: "unknown";
  readonly because: string;
  /** What a person would look at to settle it. */
  readonly place?: Place;
  /** It was seen to be so, and seen not to be so: what a shallower look says does not settle that. */
  readonly disagreed?: true;
}
export interface NotApplicable {
  readonly says: "n/a";
  readonly because: string;
}

/** What one probe says of one claim. Silence is not among the answers. */
export type Answer = Yes | No | Unknown | NotApplicable;

/** The claim is proven by what was seen. */
export function yes(because: string): Yes {
  return { says: "yes", because };
}

/** The claim is false; the first finding is the reason that is shown. */
export function no(first: Finding, ...more: readonly Finding[]): No {
  return { says: "no", because: first.message, findings: [first, ...more] };
}

/** `no` when there are findings, else what `otherwise` says. */
export function noOr(findings: readonly Finding[], otherwise: () => Answer): Answer {
  const first = findings[0];
  if (first === undefined) return otherwise();
  return { says: "no", because: first.message, findings: findings as No["findings"] };
}

/** What was seen settles nothing. Say what would. */
export function unknown(because: string, place?: Place): Unknown {
  return place ? { says: "unknown", because, place } : { says: "unknown", because };
}

/** Two looks at the same thing that contradict each other. */
export function disagreed(because: string): Unknown {
  return { says: "unknown", because, disagreed: true };
}

/** The claim has no subject here. */
export function notApplicable(because: string): NotApplicable {
  return { says: "n/a", because };
}

export function finding(message: string, place: Place, extra?: Omit<Finding, "message" | "place">): Finding {
  return extra === undefined ? { message, place } : { message, place, ...extra };
}

const RANK = { no: 3, unknown: 2, yes: 1, "n/a": 0 } as const;

/** The worst of several answers about the same claim: no over unknown over yes over n/a; all findings of the nos are kept, each once. */
export function worst(answers: readonly Answer[]): Answer | null {
  let ruling: Answer | null = null;
  for (let at = 0; at < answers.length; at++) {
    const answer = answers[at] as Answer;
    if (!ruling || RANK[answer.says] > RANK[ruling.says]) ruling = answer;
  }
  if (ruling?.says !== "no") return ruling;
  const nos = answers.filter((answer) => answer.says === "no");
  if (nos.length === 1) return ruling;
  // What an image starts and what deploys it may come to the same command.
  const found = new Map<string, Finding>();
  for (const one of nos.flatMap(({ findings }) => findings)) {
    const key = JSON.stringify([one.message, one.deployment, one.place]);
    if (!found.has(key)) found.set(key, one);
  }
  return noOr([...found.values()], () => ruling as Answer);
}
