import type { Certificate, CertifiedVerdict } from "./statement.js";

/** What a deployment asks of an image. */
export interface AttestationPolicy {
  /** Files of public keys (PEM), one of which must have signed; relative to the policy's folder. */
  readonly keys: readonly string[];
  /** An attestation without a signature is taken. */
  readonly allowUnsigned: boolean;
  readonly maxAgeDays: number;
  /** The deepest look that must have been taken. */
  readonly depth: "source" | "image" | "trial";
  /** What every item may be. */
  readonly verdicts: readonly CertifiedVerdict[];
  /** What single items may be in its place. */
  readonly items: ReadonlyMap<string, readonly CertifiedVerdict[]>;
  /** A database that was made for tests is taken. */
  readonly allowFixture: boolean;
  /** It was built from a commit, with nothing changed. */
  readonly cleanSource: boolean;
}

export const DEFAULT_POLICY: AttestationPolicy = {
  keys: [],
  allowUnsigned: false,
  maxAgeDays: 30,
  depth: "trial",
  verdicts: ["met", "not applicable", "waived"],
  items: new Map(),
  allowFixture: false,
  cleanSource: false,
};

/** One thing that a policy asks, and whether it is so. */
export interface PolicyCheck {
  readonly check: string;
  readonly passed: boolean;
  readonly because: string;
}

/** Holds a certificate against a policy; `now` in UTC. Who signed it is for the caller to know. */
export function holdAgainst(
  certificate: Certificate,
  policy: AttestationPolicy,
  items: readonly string[],
  now: string,
): readonly PolicyCheck[] {
  const checks: PolicyCheck[] = [ageOf(certificate, policy, now)];
  checks.push({
    check: "depth",
    passed: certificate.depths.includes(policy.depth),
    because: `looked at: ${certificate.depths.join(", ") || "nothing"}; asked for: ${policy.depth}`,
  });
  for (const item of items) {
    const allowed = policy.items.get(item) ?? policy.verdicts;
    const found = certificate.items.filter((one) => one.item === item);
    const [first, second] = found;
    if (!first || second)
      checks.push({ check: item, passed: false, because: first ? "it is told twice" : "nothing is told of it" });
    else {
      const depth = first.depth ? ` (${first.depth})` : "";
      checks.push({
        check: item,
        passed: allowed.includes(first.verdict),
        because: `${first.verdict}${depth}: ${first.because}`,
      });
    }
  }
  if (!policy.allowFixture && certificate.database?.fixture === true)
    checks.push({
      check: "database",
      passed: false,
      because: "vulnerabilities were looked up in a fixture database, not a proof",
    });
  if (policy.cleanSource) {
    const { commit, clean } = certificate.source;
    const what = commit === null ? "it was built from no commit" : `it was built from ${commit.slice(0, 12)}`;
    const state =
      clean === true
        ? "with nothing changed"
        : clean === false
          ? "with changes that are not committed"
          : "whether anything was changed is not known";
    checks.push({
      check: "source",
      passed: commit !== null && clean === true,
      because: commit === null ? what : `${what}, ${state}`,
    });
  }
  return checks;
}

const DAY_MS = 86_400_000;
/** Clocks of machines differ a little. */
const AHEAD_MS = 5 * 60_000;

function ageOf({ time }: Certificate, { maxAgeDays }: AttestationPolicy, now: string): PolicyCheck {
  const age = Date.parse(now) - Date.parse(time);
  const days = Math.floor(age / DAY_MS);
  if (!(age >= -AHEAD_MS)) return { check: "age", passed: false, because: `it is of ${time}, which is yet to come` };
  return {
    check: "age",
    passed: age <= maxAgeDays * DAY_MS,
    because: `it is of ${time}, ${days} days old; at most ${maxAgeDays}`,
  };
}
