// hadolint's cases: `rule`, `dockerfile`, `expect` (catch or pass), `config` in the terms of .hadolint.yaml, `fragment` when no FROM line
// stands before it. A case is caught when a rule that has hadolint's name among its aliases has a finding that no comment waives.
import { reasonFor } from "./deviations.mjs";
import { findingsOf } from "./judge.mjs";

/** A bare instruction is judged in a stage, unless the case is about what stands before FROM. */
const STAGELESS = new Set(["DL3061"]);

export function compareHadolint(vectors) {
  return vectors.map(({ rule, dockerfile, fragment, config, expect }) => {
    const text = fragment && !STAGELESS.has(rule) ? `FROM scratch\n${dockerfile}` : dockerfile;
    const got = findingsOf(text, { config }).some((one) => one.names.has(rule)) ? "catch" : "pass";
    const reason = got === expect ? null : reasonFor({ rule, text: dockerfile, expected: expect });
    return { rule, text: dockerfile, expected: expect, got, reason };
  });
}
