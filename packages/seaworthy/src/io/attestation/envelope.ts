import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { dsse, crypto as sigstore } from "@sigstore/core";
import { keyed, list, type Shape, ShapeError, text, word } from "../../core/shape.js";
import { PAYLOAD_TYPE } from "../../models/attestation/statement.js";
import { readTextAt } from "../text.js";
import { UsageError } from "../usage-error.js";

const LARGEST_KEY = 64 * 1024;

/** An envelope of DSSE, v1.0: a payload and who signed it. */
export interface Envelope {
  readonly payloadType: typeof PAYLOAD_TYPE;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** A statement as it was signed, or as it lies there. */
export interface Enclosed {
  readonly statement: string;
  /** null: it is in no envelope. */
  readonly envelope: Envelope | null;
}

/** A payload is longer than the texts that other readers take. */
const base64: Shape<string> = (value, at) => {
  if (typeof value !== "string") throw new ShapeError(at, "a text");
  return value;
};

const envelope: Shape<Envelope> = keyed<Envelope>({
  payloadType: word(PAYLOAD_TYPE),
  payload: base64,
  signatures: list(keyed<Envelope["signatures"][number]>({ keyid: text, sig: text })),
});

/** Reads the private key that signs: PEM, PKCS#8 or SEC1, ed25519 or ECDSA, without a passphrase. Throws UsageError. */
export function readSigningKey(path: string, shown: string): KeyObject {
  return keyAt(path, shown, "private", createPrivateKey);
}

export function readPublicKey(path: string, shown: string): KeyObject {
  return keyAt(path, shown, "public", createPublicKey);
}

function keyAt(path: string, shown: string, kind: string, read: (pem: string) => KeyObject): KeyObject {
  const file = readTextAt(path, LARGEST_KEY);
  if ("because" in file) throw new UsageError(`${shown} ${file.because}`);
  let key: KeyObject;
  try {
    key = read(file.text);
  } catch {
    throw new UsageError(`${shown} is no ${kind} key in PEM that can be read without a passphrase`);
  }
  const type = key.asymmetricKeyType;
  if (type !== "ed25519" && type !== "ec") throw new UsageError(`${shown} is a key for ${type}: use ed25519 or ECDSA (P-256)`);
  return key;
}

/** Signs a statement as DSSE asks: what is signed is the type and the payload together. */
export function enveloped(statement: string, key: KeyObject): Envelope {
  const payload = Buffer.from(statement);
  const signature = sign(algorithmOf(key), dsse.preAuthEncoding(PAYLOAD_TYPE, payload), key);
  return {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString("base64"),
    signatures: [{ keyid: keyId(createPublicKey(key)), sig: signature.toString("base64") }],
  };
}

/** Whether one of the keys has signed the envelope. The id in it is a hint, and is not believed. */
export function isSignedBy({ payload, payloadType, signatures }: Envelope, keys: readonly KeyObject[]): boolean {
  const signed = dsse.preAuthEncoding(payloadType, Buffer.from(payload, "base64"));
  return signatures.some(({ sig }) =>
    keys.some((key) => sigstore.verify(signed, key, Buffer.from(sig, "base64"), algorithmOf(key) ?? undefined)),
  );
}

/** SHA-256 of the public key in its DER form, as in-toto and sigstore name keys. */
export function keyId(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** ed25519 hashes by itself. */
function algorithmOf(key: KeyObject): "sha256" | null {
  return key.asymmetricKeyType === "ed25519" ? null : "sha256";
}

/** One line of a file of attestations: an envelope, or a statement by itself. Throws ShapeError, SyntaxError. */
export function enclosed(line: string): Enclosed {
  const json: unknown = JSON.parse(line);
  if (typeof json !== "object" || json === null || !("payload" in json)) return { statement: line, envelope: null };
  const read = envelope(json, "");
  return { statement: Buffer.from(read.payload, "base64").toString("utf8"), envelope: read };
}
