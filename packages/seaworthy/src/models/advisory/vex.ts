import { type Json, list, object, text } from "./json.js";

/** `not_affected` and `fixed` take a vulnerability out; the others put it back in. */
export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/** A product that a statement speaks of: an image, or a package. */
export interface VexProduct {
  /** Package URLs and other identifiers, as they are written. */
  readonly ids: readonly string[];
  /** `sha256:…` */
  readonly digests: readonly string[];
  /** Parts of the product that are meant; none: the whole. */
  readonly parts: readonly VexProduct[];
}

export interface VexStatement {
  /** Ids of the vulnerability. */
  readonly names: readonly string[];
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** Why: justification and impact, in words. */
  readonly reason: string;
  /** ISO 8601: the latest word counts. */
  readonly at: string;
  readonly by: string;
}

export interface VexDocument {
  readonly statements: readonly VexStatement[];
  /** Statements that cannot be honoured, and why. */
  readonly problems: readonly string[];
}

const STATUSES: readonly VexStatus[] = ["not_affected", "affected", "fixed", "under_investigation"];

/** Justifications of OpenVEX, in words. */
const JUSTIFICATIONS: Readonly<Record<string, string>> = {
  component_not_present: "the component is not present",
  vulnerable_code_not_present: "the vulnerable code is not present",
  vulnerable_code_not_in_execute_path: "the vulnerable code is never run",
  vulnerable_code_cannot_be_controlled_by_adversary: "the vulnerable code cannot be controlled by an adversary",
  inline_mitigations_already_exist: "mitigations exist already",
};

/**
 * Reads a parsed OpenVEX document (specification 0.2.0; names of vulnerabilities and products as 0.0.x wrote them too). null: it is none.
 * @param shown its name for people
 */
export function readOpenVex(json: unknown, shown: string): VexDocument | null {
  const document = object(json);
  const context = text(document?.["@context"]);
  if (!document || !/openvex/i.test(context) || !Array.isArray(document.statements)) return null;
  const author = text(document.author);
  const written = text(document.last_updated) || text(document.timestamp);
  const by = author === "" ? `VEX, ${shown}` : `VEX of ${author.slice(0, 80)}, ${shown}`;
  const statements: VexStatement[] = [];
  const problems: string[] = [];
  for (const [index, one] of document.statements.entries()) {
    const read = statementOf(object(one), written, by);
    if (typeof read === "string") problems.push(`${shown}: statement ${index + 1} is not honoured: ${read}`);
    else statements.push(read);
  }
  return { statements, problems };
}

function statementOf(given: Json | null, written: string, by: string): VexStatement | string {
  const names = namesOf(given?.vulnerability);
  if (!given || names.length === 0) return "it names no vulnerability";
  const status = STATUSES.find((one) => one === given.status);
  if (!status) return `its status \`${text(given.status).slice(0, 40)}\` is none of ${STATUSES.join(", ")}`;
  const products = list(given.products).flatMap(productOf);
  if (products.length === 0) return "it names no product";
  const justification = text(given.justification);
  const impact = text(given.impact_statement).trim();
  const known = Object.hasOwn(JUSTIFICATIONS, justification) ? (JUSTIFICATIONS[justification] ?? "") : "";
  if (status === "not_affected" && known === "" && impact === "")
    return "`not_affected` needs a justification or an impact statement";
  const why = [known, impact, text(given.status_notes).trim()].filter((part) => part !== "");
  const reason = `${status === "fixed" ? "fixed" : "not affected"}${why.length > 0 ? `: ${why.join("; ")}` : ""}`;
  return {
    names,
    products,
    status,
    reason: reason.slice(0, 400),
    at: text(given.last_updated) || text(given.timestamp) || written,
    by,
  };
}

function namesOf(given: unknown): readonly string[] {
  if (typeof given === "string") return given === "" ? [] : [given];
  const named = object(given);
  const names = [text(named?.name), ...list(named?.aliases).map(text), text(named?.["@id"]).split("/").pop() ?? ""];
  return [...new Set(names)].filter((name) => name !== "");
}

function productOf(given: unknown): readonly VexProduct[] {
  if (typeof given === "string") return given === "" ? [] : [{ ids: [given], digests: digestsIn(given), parts: [] }];
  const product = object(given);
  if (!product) return [];
  const identifiers = Object.values(object(product.identifiers) ?? {}).map(text);
  const ids = [text(product["@id"]), ...identifiers].filter((id) => id !== "");
  const hashes = object(product.hashes) ?? {};
  const digests = Object.entries(hashes).flatMap(([name, value]) => (/^sha-?256$/i.test(name) ? [`sha256:${text(value)}`] : []));
  const parts = list(product.subcomponents).flatMap(productOf);
  return ids.length + digests.length === 0 ? [] : [{ ids, digests: [...digests, ...ids.flatMap(digestsIn)], parts }];
}

function digestsIn(id: string): readonly string[] {
  return (id.replace(/%3A/gi, ":").match(/sha256:[0-9a-f]{64}/gi) ?? []).map((digest) => digest.toLowerCase());
}
