import { type Answer, finding, no, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Fix, Unfixed } from "../../core/edit.js";
import { placeOf, type SourcePlace, startOf } from "../../core/place.js";
import type { App, HealthEndpoint } from "../../models/app/app.js";
import { askingEndpoint } from "../../models/app/health-edit.js";
import { newEndpoint } from "../../models/app/health-endpoint-edit.js";
import { samePath } from "../../models/app/health-path.js";
import { baseServer } from "../../models/project/base-server.js";
import { type Probe, probesOf } from "../../models/project/probe.js";
import { tellingOf } from "../../models/project/probe-strength.js";
import { targetsOf } from "../../models/project/probe-target.js";
import type { Service } from "../../models/project/service.js";
import { startsShellAlone } from "../../models/project/start-chain.js";
import type { DependenciesSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/checks-dependencies",
  claim: "the health endpoint asks what the app depends on",
  why: "An endpoint that answers 200 whatever happens tells that the process can answer, not that it can work. When the database is gone every request fails, and the orchestrator goes on sending them.",
  todo: "Add a readiness endpoint that makes a round trip to each real dependency (`SELECT 1`, `PING`), with a time-out of its own, and answers 503 when one fails; let the health check ask it.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { drills: ["dependencies"] },
  options: {
    optional: {
      type: "strings",
      default: [],
      description:
        "Dependencies that the service can do without, by their Compose names: a trial does not ask that they are noticed.",
    },
  },
  source(service) {
    const { stage, dockerfile, app, deployments } = service;
    if (!stage || !dockerfile) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    if (deployments.length > 0 && deployments.every(({ oneShot }) => oneShot)) return notApplicable("it runs once and ends");
    if (baseServer(service) || app?.language === "static")
      return notApplicable("it serves files and has no dependencies of its own");
    const probes = probesOf(service);
    const blind = blindness(probes);
    if (blind) return blind;
    if (!app) return unknown("no source of the app was found");
    if (!app.sourceRead) return unknown(app.unreadBecause ?? "the source of the app was not read");
    if (startsShellAlone(service)) return notApplicable("a shell is started, and no app");
    if (app.health.length === 0) return ofNoEndpoint(service, app, probes);
    return ofEndpoints(service, app, probes);
  },
  trial(trial, { optional }) {
    return ofDrill(trial, "dependencies", (seen) => ofLosses(seen, optional));
  },
  fixesUnknown: true,
  fix(service, _options, { read, findings }): readonly (Fix | Unfixed)[] {
    const { app } = service;
    const probes = probesOf(service);
    if (!app || blindness(probes)) return [];
    if (app.health.length === 0 && findings.length > 0) {
      const made = newEndpoint(app, read);
      const how = { title: "give the app a health endpoint, /health", safety: "review", order: "line" } as const;
      return made === null ? [] : [typeof made === "string" ? { because: made } : { ...how, edits: made }];
    }
    if (app.dependencies.length === 0) return [];
    const asked = askedOf(app, pathsOf(probes));
    if ((asked.length > 0 ? asked : app.health).some(({ depth }) => depth === "deep")) return [];
    const [blind] = (asked.length > 0 ? asked : app.health).filter(({ depth }) => depth === "shallow");
    if (!blind) return [];
    const made = askingEndpoint(app, blind, read);
    if (made === null) return [];
    const title = `let ${nameOf(blind)} ask what the app depends on, and answer 503 without it`;
    return [typeof made === "string" ? { because: made } : { title, safety: "review", order: "line", edits: made }];
  },
  examples: [
    {
      title: "the database is asked",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{ "dependencies": { "express": "5.0.0", "pg": "8.0.0" } }\n',
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\nconst pool = new Pool();\nconst app = express();\napp.get("/health", async (request, response) => {\n  await pool.query("SELECT 1");\n  response.json({ status: "ok" });\n});\napp.listen(3000);\n',
      },
    },
    {
      title: "it turns unhealthy when the database is stopped",
      says: "yes",
      trial: { drills: { dependencies: { dependencies: [{ name: "db" }] } } },
    },
    {
      title: "it stays healthy without its database",
      says: "no",
      trial: {
        drills: {
          dependencies: {
            dependencies: [
              {
                name: "db",
                losses: [{ how: "stopped", unhealthy: { ms: null, deadlineMs: 10_000 }, recovered: null, died: false }],
              },
            ],
          },
        },
      },
    },
    {
      title: "only the process is looked at",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22\nHEALTHCHECK CMD «pgrep node»\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": "{}\n",
        "server.js": 'require("http").createServer((request, response) => response.end()).listen(3000);\n',
      },
    },
  ],
});

/** No: nothing that is asked reaches the app's own code. */
function blindness(probes: readonly Probe[]): Answer | null {
  const tellings = probes.map((probe) => ({ probe, ...tellingOf(probe) }));
  const blind = tellings.filter(({ strength }) => strength === "nothing" || strength === "process" || strength === "connection");
  const first = blind[0];
  if (!first || blind.length < tellings.length) return null;
  const { deployment, place } = first.probe;
  const message = `the health check does not reach the app's code: ${first.because}`;
  return no(finding(message, place, deployment ? { deployment: deployment.name } : {}));
}

function ofNoEndpoint({ stage, dockerfile }: Service, app: App, probes: readonly Probe[]): Answer {
  const path = probes.flatMap(targetsOf).find((target) => target.path !== null)?.path;
  if (path) return unknown(`the health check asks ${path}, which was not found in the source`);
  if (probes.length > 0) return unknown("what the health check asks was not found in the source", probes[0]?.place);
  if (app.serves !== true) return unknown("the app serves no requests that were found, and has no health endpoint");
  if (app.unreadBecause !== null)
    return unknown(`no health endpoint was found, but not all of the source was read: ${app.unreadBecause}`);
  if (app.language === "go" && app.entry === null)
    return unknown("no health endpoint was found, and neither was what starts the app");
  const place: SourcePlace | null = app.entry ? startOf(app.entry) : stage && dockerfile ? placeOf(dockerfile, stage.from) : null;
  return place ? no(finding("the app has no health endpoint", place)) : unknown("the app has no health endpoint");
}

/** Libraries that call other services over HTTP or gRPC: whether one of those is a dependency, the code alone does not tell. */
const REQUEST_CLIENTS: ReadonlySet<string> = new Set(
  "httpx requests aiohttp urllib3 grpcio axios got node-fetch undici superagent ky needle @grpc/grpc-js google.golang.org/grpc github.com/go-resty/resty/v2 resty.dev/v3".split(
    " ",
  ),
);

function pathsOf(probes: readonly Probe[]): readonly string[] {
  return [...new Set(probes.flatMap(targetsOf).flatMap(({ path }) => path ?? []))];
}

/** The endpoints that a health check asks. */
function askedOf(app: App, paths: readonly string[]): readonly HealthEndpoint[] {
  return app.health.filter(({ path }) => path === null || paths.some((one) => same(one, path)));
}

function ofEndpoints(service: Service, app: App, probes: readonly Probe[]): Answer {
  const paths = pathsOf(probes);
  const asked = askedOf(app, paths);
  const deep = app.health.find(({ depth }) => depth === "deep");
  const askedDeep = asked.find(({ depth }) => depth === "deep");
  if (askedDeep) return yes(`${nameOf(askedDeep)} asks a dependency: ${askedDeep.because}`);
  if (deep && paths.length === 0)
    return isPlain(deep)
      ? yes(`${nameOf(deep)} asks a dependency: ${deep.because}`)
      : unknown(`${nameOf(deep)} asks a dependency, but no check asks it, and it may be a page like any other`, deep.place);
  if (deep)
    return unknown(
      `the health check asks ${paths.join(", ")}, while it is ${nameOf(deep)} that asks the dependencies`,
      deep.place,
    );
  const [first] = asked.length > 0 ? asked : app.health;
  const untold = (asked.length > 0 ? asked : app.health).find(({ depth }) => depth === "unknown");
  if (untold) return unknown(`${nameOf(untold)}: ${untold.because}`, untold.place);
  if (!first) return unknown("no health endpoint was found");
  const dependency = app.dependencies[0];
  if (dependency)
    return unknown(
      `${nameOf(first)} answers without asking ${dependency.name}: alive, but perhaps not able to work`,
      first.place,
    );
  if (app.unreadBecause !== null) return unknown(`${nameOf(first)} asks no one, and not all of the source was read`, first.place);
  const client = app.manifests.flatMap(({ dependencies }) => [...dependencies.keys()]).find((name) => REQUEST_CLIENTS.has(name));
  if (client) return unknown(`${nameOf(first)} asks no one, while the app can call other services (${client})`, first.place);
  const neighbour = neighbourOf(service);
  if (neighbour) return unknown(`${nameOf(first)} asks no one, while the service is told of others (${neighbour})`, first.place);
  return notApplicable(`${nameOf(first)} is there, and the code talks to no dependency that it could ask`);
}

/** A path that is a health endpoint by its name alone. */
function isPlain({ path }: HealthEndpoint): boolean {
  return path === null || /health|ready|readiness|liveness|alive|heartbeat|^\/?up(?:\/|$)/i.test(path);
}

/** The name of a setting, or of a Compose service that is waited for, that tells of another service to talk to. */
function neighbourOf({ stage, deployments }: Service): string | null {
  const setting = /(?:^|_)(?:ADDR|ADDRESS|URL|URI|DSN|ENDPOINT|BROKERS?|BOOTSTRAP_SERVERS|DATABASE_HOST|DB_HOST|REDIS_HOST)$/;
  for (const { compose, env } of deployments) {
    const [first] = compose?.dependsOn ?? [];
    if (first) return first.name;
    const variable = env.find(({ name, value }) => setting.test(name) && !/(?:localhost|127\.0\.0\.1)/.test(value ?? ""));
    if (variable) return variable.name;
  }
  return [...(stage?.facts.env.keys() ?? [])].find((name) => setting.test(name)) ?? null;
}

function same(asked: string, route: string): boolean {
  return samePath(asked, route) || (/^\/?$/.test(asked) && /^\/?$/.test(route));
}

function nameOf({ path }: HealthEndpoint): string {
  return path ?? "the health endpoint";
}

/** Whether the loss of each dependency that is used was told. One that was only paused still takes connections: who asks, notices. */
function ofLosses({ dependencies, moments }: DependenciesSeen, optional: readonly string[]): Answer {
  const used = dependencies.filter(
    ({ name, usedBy, losses }) => usedBy !== null && losses.length > 0 && !optional.includes(name),
  );
  if (used.length === 0) return notApplicable("no dependency was shown to be used by the service");
  const findings = used.flatMap(({ name, losses }) => {
    const missed = losses.filter(({ unhealthy, died }) => unhealthy.ms === null && !died);
    const first = missed[0];
    if (!first) return [];
    const how = missed.map((one) => one.how).join(", ");
    const time = millis(first.unhealthy.deadlineMs);
    return [
      finding(
        `stayed healthy for ${time} while ${name} was ${how}`,
        momentOf("dependencies", `${name} ${first.how}`, moments, /^(?:stop|disconnect|pause)/),
      ),
    ];
  });
  return noOr(findings, () => {
    const dead = used.find(({ losses }) => losses.every(({ died }) => died));
    if (dead) return unknown(`the service died without ${dead.name}: its health could not be asked`);
    return yes(`unhealthy while ${used.map(({ name }) => name).join(", ")} was not there`);
  });
}
