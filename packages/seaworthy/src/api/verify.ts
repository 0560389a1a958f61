import { ITEM_IDS } from "../checklist.js";
import { readAttestationPolicy } from "../config/attestation-policy.js";
import { ShapeError } from "../core/shape.js";
import { enclosed, isSignedBy, readPublicKey } from "../io/attestation/envelope.js";
import { now } from "../io/clock.js";
import { environment } from "../io/environment.js";
import { pathAt } from "../io/given-paths.js";
import { imageDigests } from "../io/image/image-digests.js";
import type { Environment } from "../io/program.js";
import { readTextAt } from "../io/text.js";
import { UsageError } from "../io/usage-error.js";
import { type AttestationPolicy, DEFAULT_POLICY, holdAgainst, type PolicyCheck } from "../models/attestation/policy.js";
import { readCertificate } from "../models/attestation/read-statement.js";
import type { Certificate } from "../models/attestation/statement.js";

export interface VerifyOptions {
  readonly cwd?: string;
  /** The file of attestations that `certify --attestation` wrote. */
  readonly attestation: string;
  /** The policy; default: everything met at the trial, signed, at most 30 days old. */
  readonly policy?: string;
  /** Files of public keys, besides the policy's. */
  readonly keys?: readonly string[];
  readonly allowUnsigned?: boolean;
  readonly platform?: string | null;
  readonly env?: Environment;
  /** UTC, `YYYY-MM-DDThh:mm:ssZ`; default: now. */
  readonly now?: string;
}

export interface Verified {
  readonly image: string;
  /** The digests that it goes by. */
  readonly digests: readonly string[];
  readonly certificate: Certificate | null;
  readonly checks: readonly PolicyCheck[];
  readonly passed: boolean;
}

const LARGEST_POLICY = 1024 * 1024;
const LARGEST_ATTESTATIONS = 64 * 1024 * 1024;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Holds an image's attestation against a policy. Throws UsageError for files that cannot be used, ConfigError for a bad policy. */
export async function verifyImage(image: string, options: VerifyOptions): Promise<Verified> {
  const { cwd } = options;
  const policyPath = options.policy === undefined ? null : pathAt(options.policy, cwd);
  const policy: AttestationPolicy =
    policyPath === null ? DEFAULT_POLICY : readAttestationPolicy(options.policy ?? "", textAt(policyPath, options.policy ?? ""));
  const keys = [
    ...policy.keys.map((path) => readPublicKey(pathAt(path, pathAt("..", policyPath ?? "/policy")), path)),
    ...(options.keys ?? []).map((path) => readPublicKey(pathAt(path, cwd), path)),
  ];
  const unsigned = policy.allowUnsigned || options.allowUnsigned === true;
  if (keys.length === 0 && !unsigned)
    throw new UsageError(
      "whose signature counts? Name a public key in the policy (`keys`) or with --key, or take unsigned ones with --allow-unsigned",
    );
  const lines = linesOf(textAt(pathAt(options.attestation, cwd), options.attestation, LARGEST_ATTESTATIONS));
  const digests = DIGEST.test(image)
    ? [image]
    : await imageDigests(image, { env: options.env ?? environment(), platform: options.platform ?? null });
  const found = certificatesIn(lines, options.attestation);
  const ours = found.filter(({ subjects }) => subjects.some((one) => digests.includes(one)));
  const signed = ours.filter(({ envelope }) => envelope !== null && keys.length > 0 && isSignedBy(envelope, keys));
  const taken = signed.length > 0 ? signed : unsigned ? ours : [];
  const checks: PolicyCheck[] = [subjectCheck(image, digests, found, ours)];
  if (ours.length > 0) checks.push(signatureCheck(ours, signed, unsigned));
  // Of several the newest speaks: an image may be tried again.
  const chosen = [...taken].sort((a, b) => (a.certificate.time < b.certificate.time ? 1 : -1))[0] ?? null;
  if (chosen) checks.push(...holdAgainst(chosen.certificate, policy, ITEM_IDS, options.now ?? `${now()}Z`));
  return {
    image,
    digests,
    certificate: chosen?.certificate ?? null,
    checks,
    passed: chosen !== null && checks.every(({ passed }) => passed),
  };
}

interface Found {
  readonly certificate: Certificate;
  readonly subjects: readonly string[];
  readonly envelope: ReturnType<typeof enclosed>["envelope"];
}

function certificatesIn(lines: readonly string[], shown: string): readonly Found[] {
  return lines.flatMap((line, index): readonly Found[] => {
    try {
      const { statement, envelope } = enclosed(line);
      const read = readCertificate(statement);
      if (read === null) return [];
      if ("problem" in read) throw new UsageError(`${shown}, line ${index + 1}: ${read.problem}`);
      const { predicate } = read;
      const subjects = read.subject.map(({ digest }) => `sha256:${digest.sha256}`);
      // A subject that the certificate itself does not speak of would borrow its verdicts.
      return subjects.length === 1 && subjects[0] === predicate.imageId ? [{ certificate: predicate, subjects, envelope }] : [];
    } catch (error) {
      if (error instanceof SyntaxError) throw new UsageError(`${shown}, line ${index + 1}: it is no JSON`);
      if (error instanceof ShapeError) throw new UsageError(`${shown}, line ${index + 1}: ${error.message}`);
      throw error;
    }
  });
}

function subjectCheck(image: string, digests: readonly string[], found: readonly Found[], ours: readonly Found[]): PolicyCheck {
  const [first] = found;
  if (ours.length > 0) return { check: "image", passed: true, because: `the attestation is of ${ours[0]?.subjects[0]}` };
  return {
    check: "image",
    passed: false,
    because: first
      ? `the attestation is of ${first.certificate.image} (${first.subjects[0]}), and ${image} is ${digests[0] ?? "not known"}`
      : "there is no certificate among the attestations",
  };
}

function signatureCheck(ours: readonly Found[], signed: readonly Found[], unsigned: boolean): PolicyCheck {
  if (signed.length > 0) return { check: "signature", passed: true, because: "it is signed by a key that counts" };
  const enclosing = ours.some(({ envelope }) => envelope !== null);
  return {
    check: "signature",
    passed: unsigned,
    because: enclosing ? "it is signed by none of the keys that count" : "it is not signed",
  };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function textAt(path: string, shown: string, largest = LARGEST_POLICY): string {
  const read = readTextAt(path, largest);
  if ("because" in read) throw new UsageError(`${shown} ${read.because}`);
  return read.text;
}
