import { fingerprint } from "../../core/fingerprint.js";

/**
 * Credentials out of the manuals of their makers, which people copy: by fingerprint, so that no scanner takes this file for a leak.
 * AWS (two), Stripe's test key, GitHub's and GitLab's examples, jwt.io's token, RFC 7617's and Wikipedia's basic authentication.
 */
const EXAMPLES: ReadonlySet<string> = new Set([
  "edab75dce6269bc6",
  "b050528c9b232e06",
  "3f302384a935dcad",
  "36a3683d3b98949b",
  "8fefeedbdadd5d03",
  "3342c9cc8f184581",
  "cab4df45d2e46bde",
  "38696b7a52b746ed",
  "c94ffedac652ed3f",
  "9f679a46ac283d20",
  "c46c04a52f1cec84",
  "ae7ddeeb068dba2f",
  "fb8c312529af9d84",
]);

/** Whether a text in the form of a credential is one that a manual prints. */
export function isKnownExample(secret: string): boolean {
  return secret.length <= 400 && EXAMPLES.has(fingerprint("example", secret));
}
