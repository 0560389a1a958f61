import { describe, expect, it } from "vitest";
import { PRIVATE_KEY, token } from "../../testing/tokens.js";
import { layerSecrets } from "./layer-secrets.js";
import { SECRETS, secretWatcher } from "./secret-watcher.js";

function watched(path: string, content: string | Uint8Array, cut = 100_000) {
  const bytes = Buffer.from(content as string);
  const watch = secretWatcher().file({ path, size: bytes.length, mode: 0o644 });
  for (let at = 0; watch && at < bytes.length; at += cut) if (!watch.chunk(bytes.subarray(at, at + cut))) break;
  const value = watch?.end() ?? null;
  // It has to survive a cache.
  const kept = JSON.parse(JSON.stringify(value));
  const secrets = kept === null ? [] : layerSecrets([{ path, layer: 2, hiddenBy: 3, value: kept }]);
  expect(JSON.stringify(value)).not.toContain("Tr0ub4dor");
  return secrets.map(
    ({ rule, description, line, certain }) =>
      `${rule}: ${description}${line === null ? "" : `, line ${line}`}${certain ? "" : "?"}`,
  );
}

describe("the credentials of one file", () => {
  it("are known by their form", () => {
    expect(watched("/app/a.yaml", `a: 1\nb: ${token("ghp_", 36)}\n`)).toEqual(["github-token: GitHub token, line 2"]);
    expect(watched("/app/key.pem", PRIVATE_KEY, 7)).toEqual(["private-key: private key, line 1"]);
  });
  it("are known by the names of settings, in files that are made for them", () => {
    expect(watched("/app/.env", "PORT=1\nDATABASE_PASSWORD=Tr0ub4dor9\nDB_PASSWORD=postgres\nTOKEN_TTL=30\n")).toEqual([
      "named: a literal credential (DATABASE_PASSWORD), line 2",
      "named: a literal credential (DB_PASSWORD), line 3?",
    ]);
    expect(watched("/app/src/main/resources/application.properties", "spring.datasource.password=Tr0ub4dor9xk\n")).toEqual([
      "named: a literal credential (spring.datasource.password), line 1",
    ]);
    expect(watched("/app/main.ts", "DATABASE_PASSWORD=Tr0ub4dor9\n")).toEqual([]);
  });
  it("are told once where both tell", () => {
    expect(watched("/app/.env", `GITHUB_TOKEN=${token("ghp_", 36)}\n`)).toEqual(["github-token: GitHub token, line 1"]);
  });
  it("are whole files of some names", () => {
    expect(watched("/root/.pgpass", "db:5432:*:app:Tr0ub4dor9\n")).toEqual(["named: passwords of PostgreSQL"]);
    expect(watched("/etc/nginx/.htpasswd", "admin:$apr1$abcdefgh$0123456789abcdefghijkl\n")).toEqual([
      "named: password hashes of web users",
    ]);
    expect(watched("/app/config/master.key", `${token("", 32)}\n`)).toEqual(["named: the key of Rails' credentials"]);
    expect(watched("/root/.pgpass", "# nothing\n\n")).toEqual([]);
    expect(watched("/app/store.p12", new Uint8Array([0x30, 0x82, 0, 0, 1, 2, 3, 4, 5, 6]))).toEqual(["named: a key store?"]);
  });
  it("are none in what packages bring", () => {
    expect(watched("/app/node_modules/dotenv/.env", "DATABASE_PASSWORD=Tr0ub4dor9\n")).toEqual([]);
    expect(watched("/usr/lib/python3/dist-packages/twisted/test/server.p12", new Uint8Array(20))).toEqual([]);
  });
  it("are not looked for in nothing", () => {
    expect(secretWatcher().file({ path: "/a", size: 0, mode: 0o644 })).toBeNull();
    expect(secretWatcher().id).toBe(SECRETS);
  });
});
