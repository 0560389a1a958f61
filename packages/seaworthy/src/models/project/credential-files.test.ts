import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { isAsideFile } from "./credential-files.js";
import { credentialIn, isCommonDefault } from "./credentials.js";

const found = (files: Record<string, string>, ignored: readonly string[] = []) =>
  readProjectFrom({ Dockerfile: "FROM scratch\n", ...files }, { ignored }).facts.credentialFiles;

describe("credentialFiles", () => {
  it("finds the settings of an env file, each at its value", () => {
    const text = "# DB_PASSWORD=in a comment\nPORT=3000\nexport DB_PASSWORD=tr0ub4dor # ours\r\nAPI_KEY=\nTOKEN='${OTHER}'\n";
    const [file] = found({ ".env": text });
    expect(file?.credentials?.map(({ name, value }) => [name, value])).toEqual([["DB_PASSWORD", "tr0ub4dor"]]);
    const [start, end] = file?.credentials?.[0]?.place.range ?? [0, 0];
    expect(text.slice(start, end)).toBe("tr0ub4dor # ours");
  });
  it("finds what has the form of a credential in any other", () => {
    const [file] = found({ ".npmrc": `//registry.example.com/:_authToken=${["k3jR8vQ2", "mN7xT4wB", "zL9pF1sD"].join("")}\n` });
    expect(file).toMatchObject({ path: ".npmrc", named: "maybe" });
    expect(file?.credentials).toHaveLength(1);
  });
  it("takes a link to nowhere for nothing", () => {
    const links = { "web/.env": null, "api/.env": ".env" };
    const files = { Dockerfile: "FROM scratch\n", ".env": "DB_PASSWORD=tr0ub4dor\n" };
    expect(readProjectFrom(files, { links }).facts.credentialFiles.map((one) => one.path)).toEqual([".env", "api/.env"]);
  });
  it("knows a token that comes from a variable", () => {
    expect(found({ ".npmrc": "//registry.example.com/:_authToken=${NPM_TOKEN}\n" })[0]?.credentials).toEqual([]);
  });
  it("leaves out templates, installed packages and what git does not track", () => {
    const files = {
      ".env.example": "DB_PASSWORD=x1y2z3w4\n",
      "node_modules/a/.env": "A_SECRET=tr0ub4dor\n",
      ".env": "A_SECRET=tr0ub4dor\n",
    };
    expect(found(files, [".env"])).toEqual([]);
  });
});

describe("isAsideFile", () => {
  it.each([
    "test/fixtures/key.pem",
    ".github/workflows/.env.mariadb",
    "certs/localhost-key.pem",
    ".env.test",
    ".env.development",
  ])("%s guards nothing", (path) => expect(isAsideFile(path)).toBe(true));
  it.each([".env", ".env.production", ".env.local", "api/.env", "contest/.env", "certs/server.key"])("%s may", (path) =>
    expect(isAsideFile(path)).toBe(false),
  );
});

describe("credentialIn", () => {
  it.each([
    ["DB_PASSWORD", "tr0ub4dor"],
    ["SA_PASSWORD", "Str0ng!Passw0rd"],
    ["DB_PASSWORD", "hunter2-not-real"],
    ["DATABASE_URL", "postgres://app:tr0ub4dor@db/app"],
    ["NEO4J_AUTH", "neo4j/tr0ub4dor"],
    ["DB_CONNECTION", '{"host": "db", "port": 5432, "password": "tr0ub4dor"}'],
  ])("%s=%s", (name, value) => expect(credentialIn(name, value)).not.toBeNull());
  it.each([
    ["DB_PASSWORD", ""],
    ["DB_PASSWORD", "$PASSWORD"],
    ["DB_PASSWORD", "pre-${PASSWORD}"],
    ["DB_PASSWORD_FILE", "/run/secrets/db"],
    ["SECRET_KEY", "dummyvalue"],
    ["MAIL_URL", "smtp://user:pass@mailserver.example.com:25/"],
    ["NEO4J_AUTH", "none"],
    ["DB_CONNECTION", '{"host": "db", "password": "${PASSWORD}", "password_file": "/run/secrets/db"}'],
    ["LABELS", '{"team": "payments"}'],
    ["REGISTRY_AUTH", "htpasswd"],
    ["GOPRIVATE", "github.com/acme"],
    ["DATABASE_URL", "postgresql://user:pass@localhost:5432/dummy"],
  ])("%s=%s is none", (name, value) => expect(credentialIn(name, value)).toBeNull());
});

describe("isCommonDefault", () => {
  it.each(["postgres", "changeme", "changeit", "password123", "my_secret_key", "test", "aaaaaaaa", "p@ssw0rd", "dev"])(
    "%s",
    (value) => expect(isCommonDefault(value)).toBe(true),
  );
  it.each(["hunter2-not-real", "tr0ub4dor&3", "adivadivadivadiv", "CAFEBABE"])("%s is not", (value) =>
    expect(isCommonDefault(value)).toBe(false),
  );
});

describe("settings of the application", () => {
  const credentialsOf = (path: string, text: string) => found({ [path]: text })[0]?.credentials?.map(({ value }) => value);
  it.each([
    [
      "configuration/base.yaml",
      'application:\n  port: 8000\n  hmac_secret: "k3jR8vQ2-mN7xT4wB"\ndatabase:\n  password: "password"\n',
      "k3jR8vQ2-mN7xT4wB",
    ],
    [
      "src/main/resources/application.yaml",
      "jwt:\n  secret: ${JWT_SECRET:404E635266556A586E327235}\n",
      "404E635266556A586E327235",
    ],
    ["src/main/resources/application.properties", "spring.datasource.password=tr0ub4dor&3xyz\n", "tr0ub4dor&3xyz"],
    ["appsettings.json", '{\n  "Jwt": {\n    "Secret": "k3jR8vQ2mN7xT4wB",\n    "Issuer": "me"\n  }\n}\n', "k3jR8vQ2mN7xT4wB"],
  ])("%s", (path, text, value) => expect(credentialsOf(path, text)).toEqual([value]));
  it.each([
    [
      "config/app.yaml",
      "secret: regcred\npassword: postgres\ntoken: Bearer\nkey: a.b.c\napi_key: ${API_KEY}\npassword_reset: true\n",
    ],
    ["application.yaml", "jwt:\n  secret: ${JWT_SECRET}\n  token: ${T:}\nspring.datasource.password=${DB_PASSWORD:password}\n"],
  ])("%s is clean", (path, text) => expect(credentialsOf(path, text)).toEqual([]));
});

describe("Kubernetes Secrets", () => {
  const secret = (body: string) =>
    found({ "k8s/db-secret.yaml": `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n${body}` })[0]?.credentials?.map(
      ({ name, value }) => [name, value],
    );
  it("in the clear", () =>
    expect(secret("stringData:\n  username: app\n  password: tr0ub4dor\n")).toEqual([["password", "tr0ub4dor"]]));
  it("encoded", () => expect(secret("data:\n  DB_PASSWORD: dHIwdWI0ZG9y\n")).toEqual([["DB_PASSWORD", "tr0ub4dor"]]));
  it.each([
    "stringData:\n  password: ${DB_PASSWORD}\n",
    "stringData:\n  password: <your-password>\n",
    "data:\n  password: ENC[AES256_GCM,data:abc]\n",
    "stringData:\n  password: tr0ub4dor\nsops:\n  version: 3\n",
    "type: Opaque\n",
  ])("%j holds none", (body) => expect(secret(body)).toEqual([]));
  it("is not what points at one", () =>
    expect(
      found({ "k8s/external-secret.yaml": "kind: ExternalSecret\nspec:\n  data:\n    - secretKey: password\n" })[0]?.credentials,
    ).toEqual([]));
});
