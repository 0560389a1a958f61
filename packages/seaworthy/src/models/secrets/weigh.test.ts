import { describe, expect, it } from "vitest";
import { PRIVATE_KEY, token } from "../../testing/tokens.js";
import { ContentRules } from "./content-rules.js";
import { SecretScan } from "./secret-scan.js";
import { weighIn } from "./weigh.js";

const RULES = new ContentRules();
const AWS = `key = "AKIA${"Q3EGRZ7HNWX2KMPL"}"`;
const JWT = `${token("eyJ", 20)}.${token("eyJ", 40)}.${token("", 43)}`;
const URL_PASSWORD = `url: postgres://app:${"Tr0ub4dor9"}@db.prod.internal/app`;

function weighed(path: string, text: string): readonly string[] {
  const scan = new SecretScan(RULES, weighIn(path), Buffer.byteLength(text));
  scan.chunk(Buffer.from(text));
  return scan.hits().map(({ rule, certain }) => (certain ? rule : `${rule}?`));
}

describe("what is a credential", () => {
  it.each([
    ["/app/config.yaml", AWS],
    ["/app/tests/.env", AWS],
    ["/app/testimonials/key.json", AWS],
    ["/app/example/settings.py", AWS],
    ["/app/.git/config", `url = https://ci:${token("ghp_", 36)}@github.com/acme/app`],
    ["/root/.bash_history", AWS],
    ["/srv/www/app.js", AWS],
    ["/usr/local/lib/python3.12/site-packages/acme/settings.py", AWS],
    ["/app/key.pem", PRIVATE_KEY],
    ["/root/.ssh/id_rsa", PRIVATE_KEY],
    ["/etc/ssh/ssh_host_rsa_key", PRIVATE_KEY],
    ["/app/server.js", PRIVATE_KEY],
    ["/app/.env", `TOKEN=${JWT}`],
    ["/app/config/database.yml", URL_PASSWORD],
    ["/app/db.py", `connect("${URL_PASSWORD}")`],
    ["/app/deploy.sh", `curl -u ci:${"Tr0ub4dor9"} https://repo.prod.internal/x`],
    ["/root/.netrc", `machine git.prod login ci password ${"Tr0ub4dor9"}`],
    ["/root/.docker/config.json", `{"auths":{"r":{"auth":"${token("", 30)}="}}}`],
    ["/app/app.ini", `aws_secret_access_key = ${token("", 40)}`],
  ])("in %s", (path, text) => {
    const hits = weighed(path, text);
    expect(hits.length, hits.join()).toBeGreaterThan(0);
    expect(hits[0]).not.toContain("?");
  });

  it.each([
    ["/app/test/fixtures/key.pem", PRIVATE_KEY],
    ["/usr/local/lib/node_modules/proxy/ca.key", PRIVATE_KEY],
    ["/app/key.pem", PRIVATE_KEY.replace("RSA PRIVATE", "ENCRYPTED PRIVATE")],
    ["/app/auth.go", `const token = "${JWT}"`],
    ["/app/main.js", URL_PASSWORD],
    ["/app/client.py", `headers = "Authorization: Bearer ${token("", 40)}"`],
  ])("may be in %s", (path, text) => {
    expect(weighed(path, text).every((hit) => hit.endsWith("?")) && weighed(path, text).length > 0).toBe(true);
  });
});

describe("what is none", () => {
  it.each([
    ["a key that a package tests with", "/app/node_modules/public-encrypt/test/1024.priv", PRIVATE_KEY],
    ["Python's own test certificates", "/usr/lib/python3.11/test/certdata/keycert.pem", PRIVATE_KEY],
    ["an example in a package's manual", "/usr/share/doc/libxmlsec1-dev/examples/rsakey.pem", PRIVATE_KEY],
    ["a package's README", "/app/node_modules/node-forge/README.md", PRIVATE_KEY],
    ["the stand-in of ssl-cert", "/etc/ssl/private/ssl-cert-snakeoil.key", PRIVATE_KEY],
    ["a certificate", "/etc/ssl/certs/ca.pem", "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG\n"],
    ["a public key", "/app/jwt.pub", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n"],
    ["the line that begins one", "/app/parse.py", 'if line == "-----BEGIN RSA PRIVATE KEY-----":\n    read()\n'],
    ["the example of AWS", "/app/.env", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"],
    [
      "the example of jwt.io",
      "/app/config.json",
      `"token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from('{"sub":"1234567890","name":"John Doe"}').toString("base64url")}.${token("", 43)}"`,
    ],
    ["a key that a page shows", "/usr/share/nginx/html/main.js", `apiKey:"${token("AIza", 35)}"`],
    ["a token that a page shows", "/app/dist/index.html", JWT],
    [
      "a token that everyone may have",
      "/app/.env",
      `ANON=eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"role":"anon","iss":"supabase"}').toString("base64url")}.${token("", 43)}`,
    ],
    ["an address in a manual", "/usr/share/doc/git/RelNotes/2.10.0.txt", "https://user:pass@example.com/repo.git"],
    ["an address in a comment", "/app/db.py", "# postgres://app:Tr0ub4dor9@db.prod.internal/app"],
    ["an address of an example", "/app/README.md", URL_PASSWORD],
    ["a stand-in in code", "/app/db.py", 'connect("postgres://user:password@db.prod.internal/app")'],
    ["an example host", "/app/config.yaml", "url: https://ci:Tr0ub4dor9@registry.example.com/x"],
    ["an address on this machine", "/app/config.yaml", "url: redis://app:Tr0ub4dor9@localhost:6379"],
    ["a package's code", "/usr/lib/python3/dist-packages/oauthlib/oauth2/tokens.py", "Authorization: Bearer h480djs93hd8kd02ksl"],
    [
      "npm's manual",
      "/usr/lib/node_modules/npm/docs/content/configuring-npm/npmrc.md",
      "//somewhere-else.com/myorg/:_authToken=MYTOKEN1",
    ],
    ["letters in their order", "/app/.env", "TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
    ["a checksum", "/app/package-lock.json", `"integrity": "sha512-${token("", 86)}=="`],
  ])("%s", (_what, path, text) => {
    expect(weighed(path, text)).toEqual([]);
  });
});
