import { describe, expect, it } from "vitest";
import { loadCompose } from "../compose/load.js";
import { parseImageConfig } from "../image/parse-config.js";
import { conditionsOf } from "./conditions.js";
import { makePlan, type PlanRequest } from "./make-plan.js";
import type { PlanSource } from "./planned-files.js";
import { NO_SERVICE_SETTINGS, type ServiceTrialSettings } from "./settings.js";

const FILES: Readonly<Record<string, string>> = {
  "secrets/db_password": "s3cret-of-the-database",
  "app.env": "LOG_LEVEL=debug\nTZ=UTC\n",
  "conf/app.toml": "a = 1\n",
  "conf/sub/b.toml": "b = 2\n",
  "fixtures/seed.sql": "select 1;\n",
};

function sourceOf(env: Record<string, string> = {}): PlanSource {
  return {
    env: new Map(Object.entries(env)),
    bytes: (path) => (path in FILES ? Buffer.from(FILES[path] ?? "") : null),
    below: (path) => {
      const found = Object.keys(FILES).filter((file) => file.startsWith(`${path}/`));
      return found.length > 0 ? found : null;
    },
    generated: (name) => `random-of-${name}`,
  };
}

function imageOf(config: Record<string, unknown> = {}) {
  return parseImageConfig({ config, os: "linux", architecture: "amd64" }).config;
}

function plan(compose: string | null, more: Partial<PlanRequest> = {}, env: Record<string, string> = {}) {
  const loaded =
    compose === null ? null : loadCompose(["compose.yaml"], () => compose, { env: new Map(Object.entries(env)), envFiles: [] });
  return makePlan(
    {
      image: "acme/api:1",
      config: imageOf(),
      service: loaded && { name: "api", compose: loaded },
      healthPaths: [],
      settings: NO_SERVICE_SETTINGS,
      settingsFile: null,
      drills: ["start", "stop"],
      outside: false,
      build: null,
      ...more,
    },
    sourceOf(env),
  );
}

function made(...of: Parameters<typeof plan>) {
  const result = plan(...of);
  if ("missing" in result) throw new Error(result.missing);
  return result;
}

const settings = (more: Partial<ServiceTrialSettings>): Partial<PlanRequest> => ({
  settings: { ...NO_SERVICE_SETTINGS, ...more },
});

describe("a plan from a Compose file", () => {
  it("takes what Compose gives the service, and what it depends on", () => {
    const { plan: whole, notes } = made(`
services:
  api:
    image: acme/api:1
    user: "10001:10001"
    command: node "dist/the server.js"
    environment: { DATABASE_HOST: db, PORT: "3000" }
    env_file: [app.env]
    secrets: [db_password]
    expose: ["3000"]
    read_only: true
    tmpfs: ["/tmp:size=16m,mode=1777"]
    volumes: ["data:/data", "cache:/cache"]
    init: true
    stop_signal: SIGQUIT
    stop_grace_period: 15s
    cap_add: [CAP_NET_BIND_SERVICE]
    sysctls: { net.core.somaxconn: "1024" }
    depends_on: { db: { condition: service_healthy }, setup: { condition: service_completed_successfully } }
    healthcheck: { test: [CMD, curl, -f, "http://127.0.0.1:3000/healthz"], interval: 15s, retries: 3 }
    deploy: { resources: { limits: { memory: 256M, cpus: "0.5", pids: 100 } } }
    networks: { back: { aliases: [harbour-api] } }
  db:
    image: postgres:15
    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db_password }
    secrets: [db_password]
    shm_size: 128m
    depends_on: [vault]
  setup: { image: "acme/setup:1" }
  vault: { image: "vault:1" }
  other: { image: "other:1" }
secrets:
  db_password: { file: ./secrets/db_password }
networks: { back: {} }
volumes: { data: {}, cache: {} }
`);
    const { app } = whole;
    expect(app).toMatchObject({
      name: "api",
      aliases: ["harbour-api"],
      user: "10001:10001",
      command: ["node", "dist/the server.js"],
      volumes: ["/data", "/cache"],
      tmpfs: [{ path: "/tmp", options: "size=16m,mode=1777" }],
      init: true,
      readOnly: true,
      stopSignal: "SIGQUIT",
      stopGraceMs: 15_000,
      capAdd: ["NET_BIND_SERVICE"],
      after: [
        { name: "db", condition: "healthy" },
        { name: "setup", condition: "completed" },
      ],
    });
    expect(Object.fromEntries(app.environment)).toEqual({ LOG_LEVEL: "debug", TZ: "UTC", DATABASE_HOST: "db", PORT: "3000" });
    expect(app.healthcheck).toEqual({
      test: ["CMD", "curl", "-f", "http://127.0.0.1:3000/healthz"],
      interval: 15_000,
      timeout: null,
      retries: 3,
      startPeriod: null,
    });
    expect(app.files.map(({ path, content }) => [path, text(content)])).toEqual([
      ["/run/secrets/db_password", "s3cret-of-the-database"],
    ]);
    expect([...app.sysctls]).toEqual([["net.core.somaxconn", "1024"]]);
    expect(whole.dependencies.map(({ name, image }) => `${name} ${image}`)).toEqual([
      "db postgres:15",
      "vault vault:1",
      "setup acme/setup:1",
    ]);
    expect(whole.dependencies[0]).toMatchObject({ shmBytes: 128 * 1024 * 1024 });
    expect(text(whole.dependencies[0]?.files[0]?.content)).toBe("s3cret-of-the-database");
    expect(whole.ports).toEqual([3000]);
    expect(whole.http).toMatchObject({ port: 3000, paths: ["/"], healthPath: "/healthz" });
    expect(whole.limits).toEqual({ memoryBytes: 256 * 1024 * 1024, pids: 100, cpus: 0.5, readyMs: 120_000, diskBytes: 2 ** 30 });
    expect(notes).toEqual([]);
    expect(conditionsOf(whole)).toMatchObject({
      service: "api",
      deployed: true,
      overrides: ["user", "command", "healthcheck", "stop signal"],
      environment: ["DATABASE_HOST", "LOG_LEVEL", "PORT", "TZ"],
    });
  });

  it("leaves out what is the host's, and tells it", () => {
    const { plan: whole, notes } = made(`
services:
  api:
    image: acme/api:1
    privileged: true
    network_mode: host
    pid: host
    cap_add: [SYS_ADMIN, CHOWN]
    devices: ["/dev/fuse:/dev/fuse"]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "/:/host", "./conf:/etc/app:ro", "./app.env:/app/.env", "../up:/up"]
`);
    expect(whole.app.capAdd).toEqual(["CHOWN"]);
    expect(whole.app.volumes).toEqual([]);
    expect(whole.app.files.map(({ path }) => path)).toEqual(["/etc/app/app.toml", "/etc/app/sub/b.toml", "/app/.env"]);
    expect(notes).toEqual([
      "api runs without privileged, network_mode: host, pid: host, devices: a trial gives no right over the host",
      "api runs without /var/run/docker.sock of the host, which it has at /var/run/docker.sock",
      "api runs without / of the host, which it has at /host",
      "api is given a copy of ./conf at /etc/app",
      "api is given a copy of ./app.env at /app/.env",
      "api runs without ../up of the host, which it has at /up",
      "api is not given SYS_ADMIN: a trial gives no right over the host",
      expect.stringContaining("no port is declared"),
    ]);
  });

  it("gives the service and its dependency the same random value for a secret that is not there", () => {
    const { plan: whole, notes } = made(`
services:
  api: { image: "a:1", expose: ["80"], secrets: [token, elsewhere], depends_on: [db] }
  db: { image: "b:1", secrets: [token] }
secrets:
  token: { file: ./secrets/token }
  elsewhere: { external: true }
`);
    const of = (one: { files: typeof whole.app.files } | undefined) => one?.files.map(({ content }) => text(content));
    expect(of(whole.app)).toEqual(["random-of-token", "random-of-elsewhere"]);
    expect(of(whole.dependencies[0])).toEqual(["random-of-token"]);
    expect(notes).toEqual([
      "the secret token is a random value, the same for all that are given it: secrets/token is not there",
      "the secret elsewhere is a random value, the same for all that are given it: it lies elsewhere",
    ]);
  });

  it("asks in one line for what has no value", () => {
    const compose =
      'services:\n  api:\n    image: "a:${TAG}"\n    environment: { KEY: "${API_KEY:?for the API}", OK: "${NOT_THERE:-x}", B: "${B}" }\n    depends_on: [db]\n  db: { image: b, environment: { P: $DB_PASSWORD } }\n';
    expect(plan(compose)).toEqual({
      missing:
        "give a value to API_KEY, B, DB_PASSWORD, TAG, in the environment, in .env or under `trial.env`, for the trial of api",
    });
    expect(plan(compose, {}, { TAG: "1", API_KEY: "k", B: "b", DB_PASSWORD: "p" })).toHaveProperty("plan");
    expect(plan("services:\n  api: { image: a, depends_on: [db] }\n  db: { build: . }\n")).toEqual({
      missing: "the dependency db has no `image:` that the engine could know it by: give it one",
    });
  });

  it("finds a dependency that stands as a host in a variable alone", () => {
    const { plan: whole } = made(
      'services:\n  api: { image: a, expose: ["80"], environment: { URL: "postgres://u:p@db:5432/x", MODE: cache } }\n  db: { image: b }\n  cache: { image: c }\n  data: { image: d }\n',
    );
    expect(whole.dependencies.map(({ name }) => name)).toEqual(["db", "cache"]);
  });

  it("plants canaries where nobody else has to know the value", () => {
    const { plan: whole } = made(
      'services:\n  api:\n    image: a\n    expose: ["80"]\n    depends_on: [db]\n    environment: { JWT_SECRET: mine-alone, DB_PASSWORD: shared-with-db, DB_PASSWORD_FILE: /run/x, URL: "redis://:in-the-url@r", REDIS_PASSWORD: in-the-url }\n  db: { image: b, environment: { POSTGRES_PASSWORD: shared-with-db } }\n',
      { config: imageOf({ Env: ["SESSION_SECRET=of-the-image", "PATH=/bin"] }) },
    );
    expect(whole.canaries).toEqual(["JWT_SECRET", "SESSION_SECRET"]);
  });
});

describe("a plan without a Compose file", () => {
  it("is what the image says", () => {
    const { plan: whole, notes } = made(null, {
      config: imageOf({
        ExposedPorts: { "8080/tcp": {}, "9090/udp": {} },
        Healthcheck: { Test: ["CMD-SHELL", "wget -q --spider http://localhost:8080/health || exit 1"] },
      }),
    });
    expect(whole).toMatchObject({ service: null, from: ["the image alone"], ports: [8080] });
    expect(whole.http).toMatchObject({ port: 8080, healthPath: "/health", slow: null });
    expect(whole.app).toMatchObject({ name: "app", user: null, healthcheck: null });
    expect(notes).toEqual([]);
    expect(made(null, { config: imageOf({ Env: ["PORT=5000"] }) }).plan.ports).toEqual([5000]);
  });

  it("is a worker where no port is known, and says so", () => {
    const { plan: whole, notes } = made(null);
    expect(whole.http).toBeNull();
    expect(notes).toEqual([expect.stringContaining("it is tried as a worker, which is asked nothing")]);
    expect(made(null, settings({ worker: true }))).toMatchObject({ plan: { http: null }, notes: [] });
  });

  it("takes from the config what neither tells", () => {
    const { plan: whole } = made(null, {
      ...settings({
        port: 4000,
        paths: ["/orders"],
        slow: { method: "GET", path: "/report" },
        upload: { method: "POST", path: "/in", type: "text/csv", body: "a,b" },
        env: new Map([["MODE", "production"]]),
        files: new Map([["/seed.sql", "fixtures/seed.sql"]]),
        dependencies: new Map([["db", { image: "postgres:15", env: new Map(), command: null, ready: "pg_isready" }]]),
        readySeconds: 9,
        outside: true,
      }),
      settingsFile: "seaworthy.yaml",
    });
    expect(whole.from).toEqual(["the image alone", "seaworthy.yaml"]);
    expect(whole.http).toMatchObject({
      port: 4000,
      paths: ["/orders"],
      slow: { method: "GET", path: "/report" },
      upload: { method: "POST", path: "/in", contentType: "text/csv", body: "a,b" },
    });
    expect(whole.app.files).toEqual([{ path: "/seed.sql", content: Buffer.from("select 1;\n"), mode: 0o444 }]);
    expect(whole.app.after).toEqual([{ name: "db", condition: "healthy" }]);
    expect(whole.dependencies[0]).toMatchObject({ name: "db", healthcheck: { test: ["CMD-SHELL", "pg_isready"] } });
    expect(whole).toMatchObject({ outside: true, limits: { readyMs: 9_000 } });
    expect(plan(null, settings({ files: new Map([["/x", "none"]]) }))).toEqual({
      missing: "`trial.files` names none, which is not there",
    });
  });
});

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}
