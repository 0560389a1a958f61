import { isLicenseExpression } from "../../knowledge/spdx.js";

export type LabelKind = "text" | "url" | "rfc3339" | "spdx" | "hash" | "semver" | "email";

/** What each kind of label holds, for a person. */
export const LABEL_KINDS: Readonly<Record<LabelKind, string>> = {
  text: "a text that is not empty",
  url: "an address with its scheme",
  rfc3339: "a date and time as RFC 3339 writes it",
  spdx: "an SPDX licence expression",
  hash: "a Git commit, 7 or 40 hex digits",
  semver: "a semantic version",
  email: "an e-mail address",
};

/** The entries `name=kind` of an option; a name alone means text, and so does a kind that is not known. */
export function labelSchema(entries: readonly string[]): ReadonlyMap<string, LabelKind> {
  return new Map(
    entries.map((entry) => {
      const equals = entry.lastIndexOf("=");
      const kind = entry
        .slice(equals + 1)
        .trim()
        .toLowerCase();
      return [(equals < 0 ? entry : entry.slice(0, equals)).trim(), equals >= 0 && isKind(kind) ? kind : "text"];
    }),
  );
}

function isKind(text: string): text is LabelKind {
  return Object.hasOwn(LABEL_KINDS, text);
}

const SEMVER =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const RFC3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const LONGEST = 2048;

/** Whether a value, variables resolved, is of a kind. */
export function isOfKind(value: string, kind: LabelKind): boolean {
  if (value.length > LONGEST) return kind === "text";
  switch (kind) {
    case "text":
      return value.trim() !== "";
    case "url":
      return /^[a-z][a-z\d+.-]*:\/\/[^\s/?#]+\S*$|^(?:mailto|urn):\S+$/i.test(value);
    case "rfc3339":
      return RFC3339.test(value);
    case "spdx":
      return isLicenseExpression(value);
    case "hash":
      return /^(?:[\da-f]{7}|[\da-f]{40})$/i.test(value);
    case "semver":
      return SEMVER.test(value);
    case "email":
      return /^[^\s@<>"]+@[^\s@<>".]+(?:\.[^\s@<>".]+)+$/.test(value);
  }
}
