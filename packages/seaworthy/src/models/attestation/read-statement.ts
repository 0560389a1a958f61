import { flag, keyed, list, matching, orNull, type Shape, ShapeError, text, word } from "../../core/shape.js";
import { CERTIFICATE_TYPE, type Certificate, STATEMENT_TYPE, type Statement, VERDICTS } from "./statement.js";

const depth = word("source", "image", "trial");
const time = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, "a time in UTC");
const optional = (value: unknown, at: string): boolean | null => (value === null ? null : flag(value, at));

const subject = list(
  keyed<Statement<unknown>["subject"][number]>({
    name: text,
    digest: keyed<{ readonly sha256: string }>({ sha256: matching(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal") }),
  }),
);

const head = keyed<Pick<Statement<unknown>, "_type" | "subject" | "predicateType">>({
  _type: word(STATEMENT_TYPE),
  subject,
  predicateType: text,
});

const certificate: Shape<Certificate> = keyed<Certificate>({
  certificateVersion: word(1),
  tool: text,
  time,
  image: text,
  imageId: matching(/^sha256:[0-9a-f]{64}$/, "a digest, sha256:…"),
  platform: text,
  service: text,
  source: keyed<Certificate["source"]>({ commit: orNull(matching(/^[0-9a-f]{40,64}$/, "a commit")), clean: optional }),
  depths: list(depth),
  items: list(
    keyed<Certificate["items"][number]>({
      item: text,
      verdict: word(...VERDICTS),
      depth: orNull(depth),
      because: text,
    }),
  ),
  database: orNull(keyed<NonNullable<Certificate["database"]>>({ by: text, date: orNull(text), fixture: flag })),
  trial: orNull(
    keyed<NonNullable<Certificate["trial"]>>({
      engine: text,
      startedAt: time,
      drills: list(keyed<{ readonly drill: string; readonly outcome: string }>({ drill: text, outcome: text })),
      deployed: flag,
      hardened: flag,
    }),
  ),
});

/** A certificate out of the text of a statement; null: it is a statement of another kind. The problem is one line. */
export function readCertificate(written: string): Statement<Certificate> | null | { readonly problem: string } {
  try {
    const json: unknown = JSON.parse(written);
    const known = head(json, "");
    if (known.predicateType !== CERTIFICATE_TYPE) return null;
    const { predicate } = keyed<{ readonly predicate: Certificate }>({ predicate: certificate })(json, "");
    return { ...known, predicate };
  } catch (error) {
    if (error instanceof ShapeError) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: "it is no JSON" };
    throw error;
  }
}
