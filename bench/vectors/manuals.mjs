// The examples of manuals: each is about one rule, `rule`, and says whether it is caught, `expect` (catch or pass). Illustrations, looser
// than tests: some leave out a file that they speak of, and some are wrong about the tool that they explain.
import { CHECKS } from "./buildkit.mjs";
import { reasonFor } from "./deviations.mjs";
import { findingsOf } from "./judge.mjs";

export function compareManual(vectors) {
  return vectors.map(({ rule, dockerfile, expect }) => {
    const whole = /^\s*from\s/im.test(dockerfile) ? dockerfile : `FROM scratch\n${dockerfile}`;
    const found = findingsOf(whole, { experimental: true }).filter(
      (one) => one.names.has(rule) && (!CHECKS.has(rule) || one.file === "Dockerfile"),
    );
    const got = found.length > 0 ? "catch" : "pass";
    const beyond = expect === "pass" ? found.map((one) => one.rule) : [];
    const reason = got === expect ? null : reasonFor({ rule, text: dockerfile, expected: expect, beyond });
    return { rule, text: dockerfile, expected: expect, got, reason };
  });
}
