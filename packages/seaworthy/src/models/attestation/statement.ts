/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
/** https://slsa.dev/spec/v1.0/verification_summary */
export const SUMMARY_TYPE = "https://slsa.dev/verification_summary/v1";
/** What was seen of an image, item by item. */
export const CERTIFICATE_TYPE = "urn:seaworthy:certificate:v1";
/** https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

export interface Statement<P> {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicateType: string;
  readonly predicate: P;
}

/** A verification summary: what SLSA's own tools read. */
export interface Summary {
  readonly verifier: { readonly id: string; readonly version: Readonly<Record<string, string>> };
  readonly timeVerified: string;
  readonly resourceUri: string;
  readonly policy: { readonly uri: string };
  readonly inputAttestations: readonly never[];
  readonly verificationResult: "PASSED" | "FAILED";
  readonly verifiedLevels: readonly string[];
  readonly slsaVersion: "1.0";
}

export type CertifiedVerdict = "met" | "unmet" | "unproven" | "not applicable" | "waived";
export const VERDICTS: readonly CertifiedVerdict[] = ["met", "unmet", "unproven", "not applicable", "waived"];

/** The twelve verdicts, with what they stand on. */
export interface Certificate {
  readonly certificateVersion: 1;
  readonly tool: string;
  /** UTC. */
  readonly time: string;
  readonly image: string;
  /** `sha256:…` of the configuration. */
  readonly imageId: string;
  readonly platform: string;
  readonly service: string;
  readonly source: { readonly commit: string | null; readonly clean: boolean | null };
  readonly depths: readonly ("source" | "image" | "trial")[];
  readonly items: readonly {
    readonly item: string;
    readonly verdict: CertifiedVerdict;
    readonly depth: "source" | "image" | "trial" | null;
    readonly because: string;
  }[];
  /** The database of advisories; null: none was asked. */
  readonly database: { readonly by: string; readonly date: string | null; readonly fixture: boolean } | null;
  /** null: it was not tried. */
  readonly trial: {
    readonly engine: string;
    readonly startedAt: string;
    readonly drills: readonly { readonly drill: string; readonly outcome: string }[];
    readonly deployed: boolean;
    readonly hardened: boolean;
  } | null;
}

/** A statement about one image. */
export function statement<P>(name: string, imageId: string, predicateType: string, predicate: P): Statement<P> {
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { sha256: imageId.replace(/^sha256:/, "") } }],
    predicateType,
    predicate,
  };
}

/** What SLSA's own tools read of a certificate. It passes where nothing is unmet and nothing unproven. */
export function summaryOf(certificate: Certificate): Summary {
  const { items, tool, time, image } = certificate;
  const passed = items.every(({ verdict }) => verdict !== "unmet" && verdict !== "unproven");
  // No fixture proves that an image has no vulnerability.
  const proven = passed && certificate.database?.fixture !== true;
  return {
    verifier: { id: "urn:seaworthy", version: { seaworthy: tool } },
    timeVerified: time,
    resourceUri: `oci:${image}`,
    policy: { uri: "urn:seaworthy:twelve-items:v1" },
    inputAttestations: [],
    verificationResult: proven ? "PASSED" : "FAILED",
    // How it was built is not judged; levels of one's own may not begin with SLSA_.
    verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED", ...(proven ? ["SEAWORTHY_TWELVE_ITEMS"] : [])],
    slsaVersion: "1.0",
  };
}
