import { describe, expect, it } from "vitest";
import type { App } from "../app.js";
import type { AppInput } from "../input.js";
import { readApp } from "../read.js";

function node(files: Record<string, string>, dependencies: readonly string[] = ["express"], extra: Partial<AppInput> = {}): App {
  const all: Record<string, string> = {
    "package.json": JSON.stringify({
      dependencies: Object.fromEntries(
        dependencies.map((name) => [name.replace(/@(?=\d)[\d.]+$/, ""), /@(\d[\d.]*)$/.exec(name)?.[1] ?? "1"]),
      ),
    }),
    ...files,
  };
  return readApp({ root: ".", files: Object.keys(all), read: (path) => all[path] ?? null, start: null, shipped: null, ...extra });
}
const health = (app: App) => app.health.map((one) => `${one.path} ${one.depth}`);
const PG = 'import pg from "pg";\nconst pool = new pg.Pool();\n';

describe("health endpoints of Node.js", () => {
  it.each([
    ["a constant answer", 'app.get("/health", (req, res) => res.json({ ok: true, up: process.uptime() }));', "/health shallow"],
    [
      "a query in the handler",
      'app.get("/healthz", async (req, res) => { await pool.query("SELECT 1"); res.send("ok"); });',
      "/healthz deep",
    ],
    [
      "a query two functions away",
      'const a = async () => { await b(); };\nasync function b() { return pool.query("SELECT 1"); }\napp.get("/ready", async (req, res) => { await a(); res.end(); });',
      "/ready deep",
    ],
    [
      "a ping of its own that answers true",
      'const store = { ping() { return true; } };\napp.get("/health", (req, res) => res.send(store.ping()));',
      "/health shallow",
    ],
    [
      "a call that nobody can follow",
      'app.get("/health", async (req, res) => { await mystery.probe(); res.send("ok"); });',
      "/health unknown",
    ],
    [
      "a route of options",
      'app.route({ method: "GET", url: "/health", handler: async () => ({ ok: true }) });',
      "/health shallow",
    ],
    [
      "a tagged template",
      'app.get("/health", async (c) => { await prisma.$queryRaw`SELECT 1`; return c.json({}); });',
      "/health deep",
    ],
  ])("%s", (_, code, expected) => {
    expect(
      health(node({ "index.js": `${PG}import express from "express"; const app = express();\n${code}` }, ["express", "pg"])),
    ).toEqual([expected]);
  });

  it("is not misled by a client's request, a business path or a commented route", () => {
    const app = node({
      "index.js":
        'const axios = require("axios");\naxios.get("/health", { timeout: 1 });\naxios.get("/health", options);\napp.get("/orders/:id/status", (q, s) => s.send(1));\n// app.get("/health", h)\n',
    });
    expect(app.health).toEqual([]);
  });

  it("follows a router mounted under the path", () => {
    const app = node(
      {
        "index.js": 'const up = require("./routes/up");\napp.use("/up/", up);',
        "routes/up.js":
          'const db = require("../db");\nrouter.get("/", (q, s) => s.send(""));\nrouter.get("/databases", async (q, s) => { await db.raw("SELECT 1"); s.send(""); });',
        "db.js": 'const knex = require("knex"); module.exports = knex({});',
      },
      ["express", "knex"],
    );
    expect(health(app)).toEqual(["/up shallow", "/up/databases deep"]);
  });

  it("reads the files that are routes", () => {
    const route = (body: string) =>
      `import { prisma } from "@/db";\nexport async function GET() { ${body} return Response.json({ ok: true }); }`;
    const app = node(
      {
        "app/api/health/route.ts": route(""),
        "app/api/ready/route.ts": route("await prisma.$queryRaw`SELECT 1`;"),
        "db.ts": 'import { PrismaClient } from "@prisma/client"; export const prisma = new PrismaClient();',
      },
      ["next", "@prisma/client"],
    );
    expect(health(app)).toEqual(["/api/health shallow", "/api/ready deep"]);
  });

  it("reads a route below a folder that is named like one of assets", () => {
    const app = node(
      {
        "src/pages/api/public/health.ts": "export default function handler(req, res) { res.status(200).end(); }",
        "src/public/health.js": "export default function handler(req, res) { res.status(200).end(); }",
      },
      ["next"],
    );
    expect(health(app)).toEqual(["/api/public/health shallow"]);
  });

  it("does not take an answer for a function of the project by the same name", () => {
    const app = node({
      "index.ts": 'app.use("/health", (_req: Request, res: Response) => res.status(200).send("ok"));',
      "mail.ts": "export const send = async (to: string) => { const box = makeTransport(); await box.deliver(to); };",
    });
    expect(health(app)).toEqual(["/health shallow"]);
  });

  it("follows a method with a type parameter", () => {
    const app = node({
      "index.ts": 'app.get("/health", (req, res) => { res.json(Envelope.fine("up", null)); });',
      "envelope.ts":
        "export class Envelope {\n  static fine<T>(text: string, value: T, code: number = 200) {\n    return new Envelope(text, value, code);\n  }\n}",
    });
    expect(health(app)).toEqual(["/health shallow"]);
  });

  it("tells the indicators of Nest's terminus apart", () => {
    const controller = (list: string) => `import { Controller, Get } from "@nestjs/common";
import { HealthCheck, HealthCheckService, TypeOrmHealthIndicator } from "@nestjs/terminus";
@Controller("health")
export class HealthController {
  @Get() @HealthCheck()
  check() { return this.health.check([${list}]); }
}`;
    expect(health(node({ "a.ts": controller('() => this.db.pingCheck("db")') }, ["@nestjs/core"]))).toEqual(["/health deep"]);
    expect(health(node({ "a.ts": controller("") }, ["@nestjs/core"]))).toEqual(["/health shallow"]);
    expect(health(node({ "a.ts": controller('() => this.memory.checkHeap("m", 1)') }, ["@nestjs/core"]))).toEqual([
      "/health shallow",
    ]);
  });

  it("takes the path that a probe asks whatever its name", () => {
    const app = node({ "index.js": 'app.get("/version", (q, s) => s.send("1"));' }, ["express"], { probePaths: ["/version"] });
    expect(health(app)).toEqual(["/version shallow"]);
  });
});

describe("shutdown of Node.js", () => {
  const manner = (code: string, dependencies: readonly string[] = ["express"]) =>
    node({ "index.ts": code }, dependencies).shutdown.map((one) => one.manner);
  it.each([
    ["closes the server", 'process.on("SIGTERM", () => { server.close(() => process.exit(0)); });', "drains"],
    [
      "closes it in a function",
      'const stop = async () => { await quit(); };\nasync function quit() { server.close(); }\nprocess.once("SIGTERM", stop);',
      "drains",
    ],
    ["exits at once", 'process.on("SIGTERM", () => { console.log("bye"); process.exit(0); });', "exits"],
    ["calls what nobody can follow", 'process.on("SIGTERM", () => lifecycle.finish());', "unknown"],
    ["spreads what nobody can follow", 'process.on("SIGTERM", () => run({ ...this.parts() }));', "unknown"],
    ["gives a library what to run", 'import prexit from "prexit";\nprexit(async () => { await server.close(); });', "drains"],
    ["gives a library nothing that helps", 'import death from "death";\ndeath(() => process.exit(0));', "exits"],
    [
      "goes over a list of signals",
      '["SIGINT", "SIGTERM"].forEach((signal) => process.on(signal, () => server.close()));',
      "drains",
    ],
  ])("%s", (_, code, expected) => {
    expect(manner(code)).toEqual([expected]);
  });

  it("does not follow what the app's own logger does", () => {
    const app = node({
      "index.js": 'process.on("SIGTERM", () => { Logger.info("stop"); process.exit(0); });',
      "log.js": "class Logger { info(text) { mask(text); } }",
    });
    expect(app.shutdown.map((one) => one.manner)).toEqual(["exits"]);
  });

  it("says what could not be followed by its name", () => {
    const app = node({ "index.js": 'process.on("SIGTERM", () => { report({ ...this.parts() }); });' });
    expect(app.shutdown.map((one) => one.because).join()).toMatch(/calls (?:report|this\.parts)/);
  });

  it("needs SIGTERM: SIGINT and SIGUSR2 are others", () => {
    expect(manner('process.on("SIGINT", () => server.close()); process.on("SIGUSR2", stop);')).toEqual([]);
  });

  it("knows Nest's hooks, libraries and the servers of frameworks", () => {
    expect(
      manner(
        'import { NestFactory } from "@nestjs/core";\nconst app = await NestFactory.create(M);\napp.enableShutdownHooks();',
        ["@nestjs/core"],
      ),
    ).toEqual(["drains"]);
    const library = node({
      "a.js": 'import { createTerminus } from "@godaddy/terminus";\ncreateTerminus(server, { timeout: 9000 });',
    });
    expect(library.shutdown).toMatchObject([{ manner: "drains", graceSeconds: 9 }]);
    expect(
      node({ "pages/index.js": "x()" }, ["next@15.1.0"], { start: ["node", "server.js"] }).shutdown.map((one) => one.manner),
    ).toEqual(["drains"]);
    expect(
      node({ "pages/index.js": "x()" }, ["next@13.5.0"], { start: ["node", "server.js"] }).shutdown.map((one) => one.manner),
    ).toEqual(["exits"]);
  });
});

describe("the server of Next.js", () => {
  const manners = (files: Record<string, string>, env: Record<string, string>) =>
    node({ "pages/index.js": "x()", ...files }, ["next@15.1.0"], {
      start: ["node", "server.js"],
      env: new Map(Object.entries(env)),
    }).shutdown.map((one) => one.manner);
  it("leaves SIGTERM to the app where it is told to", () => {
    expect(manners({}, { NEXT_MANUAL_SIG_HANDLE: "true" })).toEqual([]);
    expect(manners({}, { NEXT_MANUAL_SIG_HANDLE: "" })).toEqual(["drains"]);
    expect(manners({ "stop.js": 'process.on("SIGTERM", () => process.exit(0));' }, { NEXT_MANUAL_SIG_HANDLE: "1" })).toEqual([
      "exits",
    ]);
  });
});

describe("logging of Node.js", () => {
  const kinds = (code: string) => {
    const app = node({ "a.js": code });
    return {
      json: app.jsonLogging.map((one) => one.name),
      plain: app.plainLogging.map((one) => one.name),
      file: app.fileLogging.map((one) => one.name),
    };
  };
  it("tells pino, pino-pretty always and pino-pretty in development apart", () => {
    expect(kinds('import pino from "pino";\nconst log = pino();')).toMatchObject({ json: ["pino"], plain: [] });
    expect(kinds('import pino from "pino";\nconst log = pino({ transport: { target: "pino-pretty" } });')).toMatchObject({
      json: [],
      plain: ["pino-pretty"],
    });
    expect(
      kinds(
        'import pino from "pino";\nconst log = pino(process.env.NODE_ENV === "production" ? {} : { transport: { target: "pino-pretty" } });',
      ),
    ).toMatchObject({ json: ["pino"], plain: [] });
    expect(kinds('import pino from "pino";\nconst log = pino({}, pino.destination("/var/log/a.log"));').file).toEqual([
      "pino.destination",
    ]);
  });
  it("tells winston's formats and transports apart", () => {
    expect(
      kinds(
        'const winston = require("winston");\nwinston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });',
      ),
    ).toMatchObject({ json: ["winston"], file: [] });
    expect(
      kinds(
        'const winston = require("winston");\nwinston.createLogger({ format: winston.format.simple(), transports: [new winston.transports.Console(), new winston.transports.File({ filename: "a.log" })] });',
      ),
    ).toMatchObject({ json: [], plain: ["winston"], file: ["winston File"] });
  });
  it("does not take the format of winston's file for that of its console", () => {
    expect(
      kinds(
        'const winston = require("winston");\nconst line = winston.format.printf((one) => one.message);\nwinston.createLogger({ level: process.env.LOG_LEVEL || "debug", format: line, transports: [new winston.transports.Console({ format: line }), new winston.transports.File({ filename: "a.json", format: winston.format.combine(winston.format.json()) })] });',
      ),
    ).toMatchObject({ json: [], plain: ["winston"], file: ["winston File"] });
  });
  it("leaves out the request log of development", () => {
    const use = (test: string) => `const morgan = require("morgan");\nif (${test}) {\n  app.use(morgan("dev"));\n}`;
    expect(kinds(use('process.env.NODE_ENV === "development"')).plain).toEqual([]);
    expect(kinds(use('process.env.NODE_ENV !== "production"')).plain).toEqual([]);
    expect(kinds(use('process.env.NODE_ENV !== "test"')).plain).toEqual(["morgan"]);
  });
  it("needs a call: an import alone logs nothing, a type import less", () => {
    expect(kinds('import pino from "pino";').json).toEqual([]);
    expect(kinds('import type { Logger } from "pino";\nfunction f(l) { Logger(l); }').json).toEqual([]);
  });
  it("takes JSON that has to be asked for as what it is by default", () => {
    const written = "console.log(JSON.stringify({ level, msg, time }));";
    const asked = `if (process.env.SHOP_LOG_FORMAT === "json") {\n${written}\nreturn;\n}\nconsole.log(time, level, msg);`;
    expect(kinds(asked)).toMatchObject({ json: [], plain: ["console"] });
    expect(kinds(`const f = process.env.F ?? "json";\nif (f === "json") {\n${written}\n}`).json).toHaveLength(1);
    expect(kinds(`if (process.env.NODE_ENV === "production") {\n${written}\n}`).json).toHaveLength(1);
    expect(kinds(`if (process.env.F === "json") {\nx();\n}\n${written}`).json).toHaveLength(1);
  });
  it("takes JSON on the console for a log line only with a level and a message", () => {
    expect(kinds('console.log(JSON.stringify({ level: "info", message: "up", time: Date.now() }));').json).toHaveLength(1);
    expect(kinds("console.log(JSON.stringify(user));")).toMatchObject({ json: [], plain: ["console"] });
    expect(kinds('const morgan = require("morgan");\napp.use(morgan("dev"));').plain).toEqual(["morgan"]);
  });
});

describe("the surroundings of Node.js code", () => {
  it("finds clients by import and call, secrets, ports and written paths", () => {
    const app = node({
      "a.js": `import Redis from "ioredis"; import mongoose from "mongoose"; import fs from "node:fs";
const r = new Redis();
const key = fs.readFileSync("/run/secrets/key", "utf8");
fs.writeFileSync("/data/out.txt", x);
fs.writeFileSync(path, x);
app.listen(process.env.PORT || 8080);`,
    });
    expect(app.dependencies.map((one) => one.name)).toEqual(["ioredis"]);
    expect(app.secretLoading.map((one) => one.name)).toEqual(["/run/secrets"]);
    expect(app.ports.map((one) => one.port)).toEqual([8080]);
    expect(app.writes.map((one) => one.path)).toEqual(["/data/out.txt"]);
    expect(app.serves).toBe(true);
  });
});
