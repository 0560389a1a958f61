import { createPublicKey, generateKeyPairSync, type KeyObject, verify as verifySignature } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ITEM_IDS } from "../checklist.js";
import type { ItemVerdict, Report, Verdict } from "../core/report.js";
import { trialOf } from "../models/trial/sketch.js";
import { attestations } from "./attest.js";
import type { Certified, CertifiedImage } from "./certify.js";
import { verifyImage } from "./verify.js";

const ID = `sha256:${"c".repeat(64)}`;
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-verify-"));
  for (const [name, made] of [
    ["ed", generateKeyPairSync("ed25519")],
    ["ec", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["other", generateKeyPairSync("ed25519")],
    ["rsa", generateKeyPairSync("rsa", { modulusLength: 2048 })],
  ] as const) {
    const { privateKey, publicKey } = made as { privateKey: KeyObject; publicKey: KeyObject };
    writeFileSync(join(folder, `${name}.pem`), privateKey.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(join(folder, `${name}.pub`), publicKey.export({ type: "spki", format: "pem" }));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a run certified: met at every item but for those that are named. */
function certifiedOf(
  verdicts: Readonly<Record<string, Verdict>> = {},
  more: Partial<CertifiedImage> = {},
  clean = true,
): Certified {
  const items = ITEM_IDS.map(
    (item): ItemVerdict => ({
      item,
      verdict: verdicts[item] ?? "met",
      depth: item === "dockerignore" ? "source" : "trial",
      rulings: [],
    }),
  );
  const report = { services: [{ name: "api", items }] } as unknown as Report;
  const image: CertifiedImage = {
    service: "api",
    reference: "harbour/api:1",
    id: ID,
    platform: "linux/amd64",
    database: { by: "seaworthy's database", date: "2026-11-20", fixture: false },
    trial: trialOf({ drills: { start: {}, stop: {} } }),
    ...more,
  };
  return {
    report,
    config: null,
    strict: false,
    failOn: "info",
    below: "",
    images: [image],
    failed: [],
    notes: [],
    tree: { commit: COMMIT, clean },
  };
}

function attested(certified: Certified, key: string | null): string {
  const text = attestations(certified, key === null ? null : { key, cwd: folder });
  writeFileSync(join(folder, "a.jsonl"), text);
  return text;
}

async function verdictOf(options: Record<string, unknown> = {}, image = ID) {
  const { passed, checks } = await verifyImage(image, { cwd: folder, attestation: "a.jsonl", ...options });
  return { passed, failed: checks.filter((one) => !one.passed).map(({ check, because }) => `${check}: ${because}`) };
}

describe("an attestation", () => {
  it.each(["ed", "ec"])("is signed (%s) as DSSE asks, which anybody can check", (name) => {
    const lines = attested(certifiedOf(), `${name}.pem`).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    const types = lines.map((line) => {
      const { payloadType, payload, signatures } = JSON.parse(line);
      // The encoding by hand: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in bytes.
      const body = Buffer.from(payload, "base64");
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.length} `),
        body,
      ]);
      const key = createPublicKey(readFileSync(join(folder, `${name}.pub`)));
      expect(payloadType).toBe("application/vnd.in-toto+json");
      expect(verifySignature(name === "ed" ? null : "sha256", signed, key, Buffer.from(signatures[0].sig, "base64"))).toBe(true);
      const statement = JSON.parse(body.toString());
      expect(statement).toMatchObject({
        _type: "https://in-toto.io/Statement/v1",
        subject: [{ name: "harbour/api:1", digest: { sha256: "c".repeat(64) } }],
      });
      return statement.predicateType;
    });
    expect(types).toEqual(["urn:seaworthy:certificate:v1", "https://slsa.dev/verification_summary/v1"]);
  });

  it("says PASSED to SLSA's tools where nothing is open, and no fixture is taken for a proof", () => {
    const summary = (certified: Certified) => JSON.parse(attested(certified, null).trimEnd().split("\n")[1] ?? "").predicate;
    expect(summary(certifiedOf())).toMatchObject({
      verifier: { id: "urn:seaworthy" },
      resourceUri: "oci:harbour/api:1",
      verificationResult: "PASSED",
      verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED", "SEAWORTHY_TWELVE_ITEMS"],
    });
    expect(summary(certifiedOf({ healthcheck: "unproven" })).verificationResult).toBe("FAILED");
    const fixture = { by: "x", date: null, fixture: true };
    expect(summary(certifiedOf({}, { database: fixture })).verificationResult).toBe("FAILED");
  });
});

describe("verify", () => {
  it("lets through what is signed, of this image, met and young", async () => {
    attested(certifiedOf(), "ed.pem");
    expect(await verdictOf({ keys: ["ed.pub"] })).toEqual({ passed: true, failed: [] });
    expect(await verdictOf({ keys: ["other.pub", "ed.pub"] })).toMatchObject({ passed: true });
    attested(certifiedOf(), "ec.pem");
    expect(await verdictOf({ keys: ["ec.pub"] })).toMatchObject({ passed: true });
    // A private key holds the public one.
    expect(await verdictOf({ keys: ["ec.pem"] })).toMatchObject({ passed: true });
  });

  it("refuses what another key signed, or nobody", async () => {
    attested(certifiedOf(), "ed.pem");
    expect(await verdictOf({ keys: ["other.pub"] })).toEqual({
      passed: false,
      failed: ["signature: it is signed by none of the keys that count"],
    });
    expect(await verdictOf({ keys: ["ec.pub"] })).toMatchObject({ passed: false });
    attested(certifiedOf(), null);
    expect(await verdictOf({ keys: ["ed.pub"] })).toMatchObject({ passed: false, failed: ["signature: it is not signed"] });
    expect(await verdictOf({ allowUnsigned: true })).toEqual({ passed: true, failed: [] });
    await expect(verdictOf()).rejects.toThrow("whose signature counts?");
  });

  it("refuses every change of what was signed", async () => {
    const [line = ""] = attested(certifiedOf({ "no-secrets": "unmet" }), "ed.pem").split("\n");
    const { payload, ...rest } = JSON.parse(line);
    const better = Buffer.from(payload, "base64").toString().replace('"unmet"', '"met"');
    const tampered = async (more: object) => {
      writeFileSync(join(folder, "a.jsonl"), JSON.stringify({ payload, ...rest, ...more }));
      return (await verdictOf({ keys: ["ed.pub"] })).failed;
    };
    expect(await tampered({})).toEqual(["no-secrets: unmet (trial): no rule was asked"]);
    expect(await tampered({ payload: Buffer.from(better).toString("base64") })).toEqual([
      "signature: it is signed by none of the keys that count",
    ]);
    const [{ sig, keyid }] = rest.signatures;
    const other = Buffer.from(sig, "base64");
    other[5] = (other[5] ?? 0) ^ 1;
    expect(await tampered({ signatures: [{ keyid, sig: other.toString("base64") }] })).toEqual([
      "signature: it is signed by none of the keys that count",
    ]);
    expect(await tampered({ signatures: [] })).toEqual(["signature: it is signed by none of the keys that count"]);
    // A signature of a statement about another type says nothing of this one.
    await expect(tampered({ payloadType: "application/json" })).rejects.toThrow("line 1: `payloadType` must be");
    // The subject of the statement cannot be changed for another certificate's.
    const moved = Buffer.from(payload, "base64")
      .toString()
      .replace(`"sha256":"${"c".repeat(64)}"`, `"sha256":"${"d".repeat(64)}"`);
    writeFileSync(join(folder, "a.jsonl"), moved);
    expect((await verdictOf({ allowUnsigned: true }, `sha256:${"d".repeat(64)}`)).failed).toEqual([
      "image: there is no certificate among the attestations",
    ]);
  });

  it("holds the image, the age, the depth, the database and the source against the policy", async () => {
    const policy = (text: string) => writeFileSync(join(folder, "policy.yaml"), text);
    const held = (more = {}) => verdictOf({ policy: "policy.yaml", ...more });
    attested(certifiedOf(), "ed.pem");
    policy("keys: [ed.pub]\n");
    expect(await held()).toMatchObject({ passed: true });
    expect((await verdictOf({ policy: "policy.yaml" }, `sha256:${"e".repeat(64)}`)).failed).toEqual([
      `image: the attestation is of harbour/api:1 (${ID}), and sha256:${"e".repeat(64)} is sha256:${"e".repeat(64)}`,
    ]);
    const later = new Date(Date.now() + 40 * 86_400_000).toISOString();
    expect((await held({ now: later })).failed).toEqual([expect.stringMatching(/^age: .* 40 days old; at most 30$/)]);
    expect((await held({ now: "2020-01-01T00:00:00Z" })).failed).toEqual([expect.stringContaining("yet to come")]);

    attested(certifiedOf({ healthcheck: "unproven", "image-scanning": "waived" }, { trial: null }, false), "ed.pem");
    expect((await held()).failed).toEqual([
      "depth: looked at: source, image; asked for: trial",
      "healthcheck: unproven (trial): no rule was asked",
    ]);
    policy("keys: [ed.pub]\ndepth: image\nitems:\n  healthcheck: [met, unproven]\n  image-scanning: met\ncleanSource: true\n");
    expect((await held()).failed).toEqual([
      "image-scanning: waived (trial): no rule was asked",
      "source: it was built from 0123456789ab, with changes that are not committed",
    ]);
    attested(certifiedOf({}, { database: { by: "x", date: null, fixture: true } }), "ed.pem");
    policy("keys: [ed.pub]\n");
    expect((await held()).failed).toEqual(["database: vulnerabilities were looked up in a fixture database, not a proof"]);
    policy("keys: [ed.pub]\nallowFixture: true\n");
    expect(await held()).toMatchObject({ passed: true });
  });

  it("takes the newest of several, and an item that is not told for none", async () => {
    const good = attested(certifiedOf(), null);
    const bad = attested(certifiedOf({ dockerignore: "unmet" }), null).replaceAll(
      /"time":"[^"]*"/g,
      '"time":"2020-01-01T00:00:00Z"',
    );
    writeFileSync(join(folder, "a.jsonl"), `${bad}${good}`);
    expect(await verdictOf({ allowUnsigned: true })).toMatchObject({ passed: true });
    writeFileSync(join(folder, "a.jsonl"), good.replace('{"item":"pinned-versions"', '{"item":"pinned"'));
    expect((await verdictOf({ allowUnsigned: true })).failed).toEqual(["pinned-versions: nothing is told of it"]);
  });

  it("says in one line what is wrong with a file", async () => {
    const told = (options: Record<string, unknown>) =>
      verdictOf(options).then(
        () => "",
        (error: Error) => error.message,
      );
    attested(certifiedOf(), null);
    expect(await told({ keys: ["rsa.pub"] })).toBe("rsa.pub is a key for rsa: use ed25519 or ECDSA (P-256)");
    expect(await told({ keys: ["a.jsonl"] })).toBe("a.jsonl is no public key in PEM that can be read without a passphrase");
    expect(await told({ keys: ["none.pub"] })).toBe("none.pub is not there");
    expect(await told({ allowUnsigned: true, attestation: "none" })).toBe("none is not there");
    writeFileSync(join(folder, "a.jsonl"), "{\n");
    expect(await told({ allowUnsigned: true })).toBe("a.jsonl, line 1: it is no JSON");
    writeFileSync(join(folder, "a.jsonl"), '{"_type":"x"}\n');
    expect(await told({ allowUnsigned: true })).toContain("a.jsonl, line 1: `_type` must be https://in-toto.io/Statement/v1");
    for (const [text, message] of [
      ["max: 3\n", /unknown key `max`/],
      ["items: { healthchek: met }\n", /unknown key `healthchek`.*did you mean `healthcheck`/],
      ["verdicts: [good]\n", /must be one of met, unmet/],
      ["maxAgeDays: 0\n", /whole number of at least 1/],
    ] as const) {
      writeFileSync(join(folder, "policy.yaml"), text);
      expect(await told({ policy: "policy.yaml" })).toMatch(message);
    }
    expect(() => attestations(certifiedOf(), { key: "ed.pub", cwd: folder })).toThrow("ed.pub is no private key in PEM");
  });
});
