import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECRET_RULES } from "../../knowledge/secret-rules.js";
import { HEX, PRIVATE_KEY, token } from "../../testing/tokens.js";
import { ContentRules } from "./content-rules.js";
import { SecretScan } from "./secret-scan.js";

const RULES = new ContentRules();

function scan(text: string | Uint8Array, cut = Number.POSITIVE_INFINITY): readonly string[] {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const one = new SecretScan(RULES, () => true, bytes.length);
  for (let at = 0; at < bytes.length; at += cut) if (!one.chunk(bytes.slice(at, at + cut))) break;
  return one.hits().map(({ rule, line }) => `${rule}:${line}`);
}

const SAMPLES: readonly (readonly [string, string])[] = [
  ["aws-access-key-id", `AKIA${"Q3EGRZ7HNWX2KMPL"}`],
  ["aws-secret-access-key", `AWS_SECRET_ACCESS_KEY=${token("", 40)}`],
  ["github-token", token("ghp_", 36)],
  ["slack-token", token("xoxb-123456789012-123456789012-", 24)],
  ["npm-auth", `//registry.internal/:_authToken=${token("", 36)}`],
  ["pypi-token", token("pypi-AgEIcHlwaS5vcmc", 180)],
  ["stripe-key", token("sk_live_", 24)],
  ["openai-key", token("sk-proj-", 80)],
  ["sendgrid-key", `${token("SG.", 22)}.${token("", 43)}`],
  ["jwt", `${token("eyJ", 200)}.${token("eyJ", 900)}.${token("", 43)}`],
  ["private-key", PRIVATE_KEY],
  ["url-password", `postgres://app:${"Tr0ub4dor"}@db.internal:5432/app`],
  ["connection-string-password", `Server=db;Database=app;User Id=sa;Password=${"Tr0ub4dor"};`],
  ["digitalocean-token", token("dop_v1_", 64, HEX)],
  ["kubeconfig-client-key", `client-key-data: LS0tLS1CRUdJTi${token("", 200)}`],
  ["tailscale-key", `${token("tskey-auth-", 11)}-${token("", 32)}`],
];
const FILLER = "the quick brown fox secret token key password :// jumps over the lazy dog\n";

describe("a scan of a file", () => {
  it.each(SAMPLES)("finds %s and its line", (id, text) => {
    expect(scan(`${FILLER}\n\nX=1\n${text}\n${FILLER}`)).toEqual([`${id}:5`]);
    expect(scan(text)).toEqual([`${id}:1`]);
  });

  it("finds the same in pieces of any size", () => {
    const text = SAMPLES.map(([, one]) => `${FILLER.repeat(3)}x = ${one}\n`).join("");
    const whole = scan(text);
    expect(whole.map((one) => one.split(":")[0])).toEqual(SAMPLES.map(([id]) => id));
    for (const cut of [1, 2, 7, 63, 1000, 4096]) expect(scan(text, cut), `pieces of ${cut}`).toEqual(whole);
    const long = `${FILLER.repeat(5000)}${text}${FILLER.repeat(3000)}${text}`;
    const all = scan(long).length;
    expect(all).toBe(20);
    for (const cut of [1000, 16_384, 262_144]) expect(scan(long, cut)).toEqual(scan(long));
  });

  it("agrees with itself wherever the file is cut", () => {
    const parts = fc.array(
      fc.constantFrom(...SAMPLES.map(([, text]) => text), FILLER, "\n", "secret", "://", "é", "-----BEGIN "),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 700 }), (texts, cut) => {
        const text = texts.join(" ");
        expect(scan(text, cut)).toEqual(scan(text));
      }),
      { numRuns: 200 },
    );
  });

  it("reads UTF-16 by its mark, and no binary", () => {
    const key = `KEY=AKIA${"Q3EGRZ7HNWX2KMPL"}\r\n`;
    expect(scan(Buffer.from(`\ufeffA=1\r\n${key}`, "utf16le"))).toEqual(["aws-access-key-id:2"]);
    expect(scan(Buffer.from(`\ufeff${key}`, "utf16le").swap16())).toEqual(["aws-access-key-id:1"]);
    expect(scan(`\0${key}`)).toEqual([]);
    expect(scan(`${"x".repeat(5000)}\0 ${key}`)).toEqual(["aws-access-key-id:1"]);
  });

  it("leaves stand-ins out", () => {
    expect(
      scan(`A=ghp_${"x".repeat(36)} B=AKIAIOSFODNN7EXAMPLE C=postgres://app:\${PASSWORD}@db/app D=https://u:<password>@h/`),
    ).toEqual([]);
  });

  it("needs every rule to begin with a keyword where it says so", () => {
    for (const rule of SECRET_RULES.filter((one) => one.leads)) {
      const literal = rule.regex.replaceAll(/\(\?<![^)]*\)|\\/g, "").toLowerCase();
      const begins = rule.keywords.some((word) => literal.startsWith(word.slice(0, 2)) || /^(?:\(\?:|[a-z]*[[(])/.test(literal));
      expect(begins, rule.id).toBe(true);
    }
  });

  it("holds no more than a few pieces and ends soon on hostile texts", () => {
    const units = [
      "secret",
      "://a:",
      "ghp_",
      "eyJ",
      "AKIA",
      "password=",
      "server=a;",
      "-----BEGIN PRIVATE KEY-----",
      "authorization: basic ",
      "sk",
      "\n",
    ];
    for (const unit of units) {
      const bytes = Buffer.from(unit.repeat(Math.ceil(2_000_000 / unit.length)));
      // It would take longer than the test may if windows were searched over and over.
      scan(bytes, 65_536);
    }
  }, 120_000);
});
