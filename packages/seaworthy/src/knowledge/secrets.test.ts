import { describe, expect, it } from "vitest";
import { secretFile } from "./secret-files.js";
import { entropy, placeholder, SECRET_RULES, secretName, secretValue } from "./secrets.js";

/** Made up at run time, so that no scanner takes this file for a leak. */
function token(prefix: string, length: number, alphabet = "aB3dE5fG7hJ9kLmN0pQrStUvWxYz"): string {
  let text = prefix;
  for (let at = 0; at < length; at++) text += alphabet.charAt((at * 11 + length) % alphabet.length);
  return text;
}
const HEX = "0a1b2c3d4e5f6789";

describe("secretName", () => {
  it.each([
    "PASSWORD",
    "my_password",
    "SA_PASSWORD",
    "MYSQL_ROOT_PASSWORD",
    "GF_SECURITY_ADMIN_PASSWORD",
    "SMTP_PASS",
    "DBPASS",
    "ORACLE_PWD",
    "NPM_TOKEN",
    "GITHUB_TOKEN",
    "JDK11_TOKEN",
    "TPAAS_APP_TOKEN",
    "ACCESSTOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "OTP_KEY_BASE",
    "API_KEY",
    "OPENAI_APIKEY",
    "apiKey",
    "stripeSecret",
    "cfconfig_adminPassword",
    "ME_CONFIG_MONGODB_ADMINPASSWORD",
    "GPG_PASSPHRASE",
    "AWS_CREDENTIALS",
    "JWT_SECRET",
    "SESSION_SECRET",
    "PASSWORD1",
    "DB_PASSWORD_PROD",
    "SSH_PRIVATE_KEY",
    "WIREGUARD_PRESHARED_KEY",
    "ConnectionStrings__Password",
  ])("%s names a secret", (name) => {
    expect(secretName(name)).toBe("secret");
  });

  it.each([
    "POSTGRES_PASSWORD_FILE",
    "MINIO_SECRET_KEY_FILE",
    "CI_TOKEN_FILE",
    "SECRET_PATH",
    "SAML_PRIVATE_KEYFILE",
    "GOPRIVATE",
    "SSH_AUTH_SOCK",
    "GPG_KEY",
    "GPG_KEYS",
    "TINI_GPG_KEY",
    "NGINX_GPGKEY_PATH",
    "NGINX_GPGKEY",
    "JWT_PUBLIC_KEY",
    "STRIPE_PUBLISHABLE_KEY",
    "NEXT_PUBLIC_POSTHOG_KEY",
    "KEYCLOAK_VERSION",
    "KEYCLOAK_ADMIN",
    "KEYBOARD",
    "AUTHOR",
    "AUTHORS",
    "TOKENIZERS_PARALLELISM",
    "PASSWORD_MIN_LENGTH",
    "PASSWORD_LOGIN_ENABLED",
    "NUGET_CREDENTIALPROVIDER_SESSIONTOKENCACHE_ENABLED",
    "GF_AUTH_BASIC_ENABLED",
    "JWT_ACCESS_TOKEN_EXPIRY",
    "TOKEN_TTL",
    "OAUTH2_TOKEN_ENDPOINT",
    "OAUTH2_CLIENT_ID",
    "AUTH_URL",
    "CSRF_TOKEN_HEADER",
    "SECRET_NAME",
    "MYSQL_ALLOW_EMPTY_PASSWORD",
    "MYSQL_RANDOM_ROOT_PASSWORD",
    "LLM_MAX_TOKENS",
    "CONNECT_KEY_CONVERTER",
    "PWD",
    "OLDPWD",
    "COMPASS",
    "BYPASS",
    "MONKEY",
    "PATH",
    "KEYSIZE",
    "AUTH_MODULE_VERSION",
    "SSH_KEY_DIR",
    "SSH_AUTH_PROXY_SOCK",
    "SESSION_SECRET_FILE",
    "PARTITION_KEY",
    "CACHE_KEY",
    "FORM_KEYS_TO_MAP",
    "NPM_CONFIG_REGISTRY",
    "POSTGRES_HOST_AUTH_METHOD",
    "",
    "___",
    "0",
    "é",
  ])("%s names none", (name) => {
    expect(secretName(name)).toBe("no");
  });

  it.each([
    "KEY",
    "AWS_ACCESS_KEY_ID",
    "SENTRY_DSN",
    "REDISCLI_AUTH",
    "ENCRYPTION_SALT",
    "PASSWORD_HASH",
    "BINTRAYKEY",
    "CONNECTION_STRING",
    "S3_KEY",
  ])("%s may name one", (name) => {
    expect(secretName(name)).toBe("maybe");
  });
});

describe("placeholder", () => {
  it.each([
    "",
    " ",
    "''",
    '""',
    "$TOKEN",
    "${TOKEN}",
    "${TOKEN:-}",
    "${TOKEN:?must be set}",
    "$(cat /run/secrets/token)",
    "<your-key>",
    "{{ token }}",
    "%TOKEN%",
    "__TOKEN__",
    "xxx",
    "XXXXXXXX",
    "****",
    "dummy",
    "dummyvalue",
    "dummy-secret-for-build",
    "placeholder",
    "example",
    "AKIAIOSFODNN7EXAMPLE",
    "not-a-secret",
    "build-time-only",
    "your_api_key",
    "your-key-here",
    "replace-me",
    "todo",
    "none",
    "null",
    "true",
    "false",
    "1",
    "0",
    "postgresql://user:pass@localhost:5432/dummy",
    "/run/secrets/db_password",
    "resetPassword.sh",
    "assets/tls/server.key",
    "%kernel.project_dir%/config/jwt/private.pem",
    "${A:-${B}}",
    "${A:-dummy}",
  ])("%j stands in for a secret", (value) => {
    expect(placeholder(value)).toBe(true);
  });

  it.each([
    "changeme",
    "password",
    "admin",
    "Password123",
    "hunter2",
    "root",
    "benchmarkdbpass",
    "${PASSWORD:-hunter2}",
    "CAFEBABE",
    "s3cr3t",
    "$ecret$auce",
  ])("%j is a password that works", (value) => {
    expect(placeholder(value)).toBe(false);
  });
});

describe("secretValue", () => {
  const cases: [string, string][] = [
    ["aws-access-key-id", `AKIA${"Q3EGRZ7HNWX2KMPL"}`],
    ["github-token", token("ghp_", 36)],
    ["github-fine-grained-token", token("github_pat_", 82)],
    ["gitlab-token", token("glpat-", 20)],
    ["slack-token", token("xoxb-123456789012-123456789012-", 24)],
    ["stripe-key", token("sk_live_", 24)],
    ["npm-token", token("npm_", 36)],
    ["pypi-token", token("pypi-AgEIcHlwaS5vcmc", 80)],
    ["docker-hub-token", token("dckr_pat_", 27)],
    ["sendgrid-key", `${token("SG.", 22)}.${token("", 43)}`],
    ["openai-key", token("sk-proj-", 80)],
    ["anthropic-key", token("sk-ant-api03-", 95)],
    ["huggingface-token", token("hf_", 34, "abcdefghijklmnopqrstuvwxyzABCDEFGH")],
    ["digitalocean-token", token("dop_v1_", 64, HEX)],
    ["gcp-api-key", token("AIza", 35)],
    ["azure-storage-key", `AccountKey=${token("", 86)}==`],
    ["vault-token", token("hvs.", 95)],
    ["jwt", `${token("eyJ", 20)}.${token("eyJ", 40)}.${token("", 43)}`],
    ["private-key", `-----BEGIN ${"RSA PRIVATE"} KEY-----\\n${token("", 64)}`],
    ["url-password", `postgres://app:${"Tr0ub4dor"}@db.internal:5432/app`],
    ["connection-string-password", `Server=db;Database=app;User Id=sa;Password=${"Tr0ub4dor"};`],
    ["url-query-password", `jdbc:postgresql://db/app?user=app&password=${"Tr0ub4dor"}&ssl=true`],
    ["authorization-header", `Authorization: Bearer ${token("", 40)}`],
    ["npm-auth", `//registry.internal/:_authToken=${token("", 36)}`],
    ["netrc-password", `machine git.internal login ci password ${"Tr0ub4dor"}`],
    ["aws-secret-access-key", `ENV AWS_SECRET_ACCESS_KEY ${token("", 40)}`],
    ["telegram-bot-token", token("123456789:AA", 33)],
    ["curl-user", `curl -u ci:${"Tr0ub4dor"} https://repo.internal/x`],
    ["curl-user", `curl -fsSL --user=ci:${"Tr0ub4dor"} https://repo.internal/x`],
    ["tailscale-key", `${token("tskey-auth-", 11)}-${token("", 32)}`],
    ["base64-private-key", `LS0tLS1CRUdJTiBSU0EgUF${token("", 80)}`],
  ];
  it.each(cases)("finds %s", (id, text) => {
    const whole = `ENV SOMETHING="${text}" \\\n`;
    const found = secretValue(whole);
    expect(found.map((match) => match.id)).toContain(id);
    for (const match of found) expect(whole.slice(match.start, match.end).length).toBe(match.end - match.start);
  });

  it("marks the secret alone", () => {
    const text = `DATABASE_URL=postgres://app:${"Tr0ub4dor"}@db/app`;
    const [match] = secretValue(text);
    expect(text.slice(match?.start, match?.end)).toBe("Tr0ub4dor");
  });

  it.each([
    'ENV DATABASE_URL="postgresql://user:pass@localhost:5432/dummy"',
    "ENV DATABASE_URL=postgres://app:${PASSWORD}@db/app",
    "ENV DATABASE_URL=postgres://app:$PASSWORD@db/app",
    "ENV KEY=AKIAIOSFODNN7EXAMPLE",
    "RUN curl https://example.org/a:b@c",
    "RUN npm config set //registry.internal/:_authToken=${NPM_TOKEN}",
    "ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
    "FROM node@sha256:cb5e0ad6d39c0d5f5f4b1b0c5a3ee3b6d3a2a3f5a8d8d3e7e2e1f0c9b8a7968574",
    "ENV JDBC_URL=jdbc:postgresql://db/app?user=app&password=${PASSWORD}",
    "RUN git clone git@github.com:acme/app.git",
    "# unix://[user[:password]@]path",
    "see the line -----BEGIN PRIVATE KEY----- of the file",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "ENV TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "",
  ])("finds nothing in %j", (text) => {
    expect(secretValue(text)).toEqual([]);
  });
});

describe("the table of rules", () => {
  it("has unique ids, keywords in lower case, expressions that compile", () => {
    expect(new Set(SECRET_RULES.map((rule) => rule.id)).size).toBe(SECRET_RULES.length);
    expect(SECRET_RULES.length).toBeGreaterThan(80);
    for (const rule of SECRET_RULES) {
      expect(rule.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(rule.keywords.length, rule.id).toBeGreaterThan(0);
      // They are found by their first two letters.
      for (const keyword of rule.keywords) expect(keyword, rule.id).toMatch(/^[\0-\x7f]{2}/);
      for (const keyword of rule.keywords) expect(keyword, rule.id).toBe(keyword.toLowerCase());
      expect(() => new RegExp(rule.regex, "gd"), rule.id).not.toThrow();
    }
  });

  it("is quick on hostile text", () => {
    const size = 200_000;
    const texts = [
      "a",
      "A1",
      "eyJ-",
      "://a:",
      "-eyJ.eyJ",
      "curl -",
      "password=",
      "machine a login ",
      "0",
      "AKIA",
      "server=a;",
      "sk_live_",
      "-----BEGIN PRIVATE KEY-----\\n\\\\",
      " ",
    ].map((unit) => unit.repeat(Math.ceil(size / unit.length)));
    for (const text of texts) {
      for (const rule of SECRET_RULES) {
        const regex = new RegExp(rule.regex, rule.anyCase ? "gi" : "g");
        regex.test(text);
      }
      secretValue(text);
    }
  }, 60_000);
});

describe("secretFile", () => {
  it.each([
    ".env",
    "app/.env.production",
    "config/.env.local",
    "id_rsa",
    "home/.ssh/id_ed25519",
    ".netrc",
    ".aws/credentials",
    "tls/server.key.pem",
    "privkey.pem",
    "certs/app.p12",
    ".docker/config.json",
    "gcp-service-account.json",
  ])("%s is one", (path) => {
    expect(secretFile(path)).toBe("secret");
  });
  it.each([
    ".env.example",
    ".env.sample",
    ".env.template",
    "id_rsa.pub",
    "ca-certificates.crt",
    "cacert.pem",
    "fullchain.pem",
    "rds-combined-ca-bundle.pem",
    "README.md",
    "src/env.ts",
    "keys.ts",
  ])("%s is none", (path) => {
    expect(secretFile(path)).toBe("no");
  });
  it.each([".npmrc", "credentials.json", "server.pem", "app.env", "secrets.yaml", "terraform.tfvars"])(
    "%s may be one",
    (path) => {
      expect(secretFile(path)).toBe("maybe");
    },
  );
});

describe("entropy", () => {
  it("counts bits a character", () => {
    expect(entropy("")).toBe(0);
    expect(entropy("aaaa")).toBe(0);
    expect(entropy("abcd")).toBe(2);
  });
});
