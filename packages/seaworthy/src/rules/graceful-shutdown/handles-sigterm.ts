import { type Answer, finding, no, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { type Edit, fixEach } from "../../core/edit.js";
import { startOf } from "../../core/place.js";
import { serverOf } from "../../knowledge/servers.js";
import { developmentServer } from "../../knowledge/tools.js";
import type { App, Language } from "../../models/app/app.js";
import { servesByCall, withShutdown as withGoShutdown } from "../../models/app/go/shutdown-edit.js";
import { opensServer, withShutdown } from "../../models/app/node/shutdown-edit.js";
import { withShutdown as withPythonShutdown } from "../../models/app/python/shutdown-edit.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { chainOf, isBareShell, type StartStep } from "../../models/project/start-chain.js";
import { stopSignalOf } from "../../models/project/stop-signal.js";
import type { StopSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/handles-sigterm",
  claim: "the app finishes its work when it is told to stop",
  why: "Every deployment and every scale-down stops containers. An app without a handler is cut in the middle of its requests, or, as process 1 of Node.js or Python, does not react at all and is killed after the whole grace period. Leaving at once in the handler cuts the requests just the same.",
  todo: "On SIGTERM stop accepting connections, finish the requests that are running, close the stores, then leave: `server.close()` in Node.js, `Shutdown(ctx)` in Go, a production server such as Uvicorn or Gunicorn in Python, `server.shutdown=graceful` in Spring Boot.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { drills: ["stop"] },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return worst(startsOf(service).map((start) => judge(service, start))) ?? notApplicable("nothing is started");
  },
  trial(trial) {
    return ofDrill(trial, "stop", ({ stops }) => ofStops(stops));
  },
  fix(service, _options, { findings, read }) {
    const { app } = service;
    const how = { title: "finish what runs when SIGTERM comes, then leave", safety: "review", order: "line" } as const;
    const mending = app && MENDED[app.language];
    if (!app || !mending) return [];
    return fixEach(findings.slice(0, 1), how, ({ file }) => {
      const path = serverFile(service, file, mending, read);
      const text = path === null ? null : read(path);
      return path === null || text === null ? "where the server is opened was not found" : mending.withShutdown(path, text, app);
    });
  },
  examples: [
    {
      title: "the server is closed",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}',
        "server.js":
          'const app = require("express")();\nconst server = app.listen(3000);\nprocess.on("SIGTERM", () => server.close(() => process.exit(0)));\n',
      },
    },
    { title: "a server that does it by itself", says: "yes", files: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n' },
    {
      title: "no handler",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}',
        "server.js": 'const app = require("express")();\napp.listen(3000);\n',
      },
    },
    { title: "a request in flight is answered", says: "yes", trial: { drills: { stop: { stops: [{ held: "slow path" }] } } } },
    {
      title: "a request in flight is cut",
      says: "no",
      trial: {
        drills: {
          stop: {
            stops: [{ tookMs: 150, inFlight: { request: "GET /report", outcome: "reset", status: null, ms: 160 } }],
          },
        },
      },
    },
    { title: "a development server", says: "no", files: 'FROM python:3.13-slim\n«CMD ["flask", "run"]»\n' },
  ],
});

function judge(service: Service, start: Start): Answer {
  const { place, deployment, argv } = start;
  const facts = service.stage ? factsOfBase(service.stage) : null;
  const extra = deployment && start.by === "deployment" ? { deployment: deployment.name } : {};
  if (argv !== null && argv.length === 0) return notApplicable("nothing is started: ENTRYPOINT and CMD are not set");
  if (start.by === "base") {
    if (!facts || (facts.entrypoint === null && facts.cmd === null && facts.handlesTerm === null))
      return unknown("what the base starts, and how it ends, is not in the table of known bases", place);
    if (facts.handlesTerm === null) return notApplicable("neither ENTRYPOINT nor CMD is set: the image starts no app of its own");
  }
  const chain = chainOf(service, start);
  if (isBareShell(chain)) return notApplicable("a shell is started, and no app");
  const { app, steps } = chain;
  const words = app ?? argv ?? [];
  const development = developmentServer(words) ?? wrappedDevelopment(steps);
  if (development)
    return no(finding(`${development.name} is started, which is not made to finish its work on SIGTERM`, place, extra));
  const signal = stopSignalOf(service, deployment).name ?? "TERM";
  const server = app && serverOf(app);
  if (server) {
    if (server.needs && server.drainsOn.includes(signal))
      return unknown(
        `${server.name} finishes its requests on SIG${signal} only with ${server.needs}, which was not looked for`,
        place,
      );
    if (server.drainsOn.includes(signal)) return yes(`${server.name} finishes its requests on SIG${signal}`);
    const better = server.drainsOn.map((name) => `SIG${name}`).join(" or ");
    if (server.cutsOn.includes(signal))
      return no(finding(`${server.name} cuts its requests on SIG${signal}: it finishes them on ${better}`, place, extra));
  }
  if (facts?.handlesTerm === true && (start.by === "base" || baseProgram(facts.cmd, app)))
    return yes(`${facts.name} ends cleanly by itself`);
  if (service.app && service.app.shutdown.length > 0) return byHandlers(service.app);
  if (facts?.language === "dotnet" && /aspnet/.test(facts.name) && /(?:^|\/)dotnet$/.test(app?.[0] ?? ""))
    return yes("the host of ASP.NET Core finishes its requests on SIGTERM");
  return withoutHandler(service.app, start, steps);
}

/** `nodemon` and its like are wrappers and development servers in one. */
function wrappedDevelopment(steps: readonly StartStep[]): { readonly name: string } | null {
  for (const step of steps) {
    const found = step.kind === "wrapper" ? developmentServer(step.program.split(" ")) : null;
    if (found) return found;
  }
  return null;
}

function baseProgram(cmd: readonly string[] | null, app: readonly string[] | null): boolean {
  const name = (words: readonly string[] | null) => words?.[0]?.replace(/^.*\//, "");
  return cmd !== null && app !== null && name(cmd) !== undefined && name(cmd) === name(app);
}

function byHandlers(app: App): Answer {
  const drains = app.shutdown.find((handler) => handler.manner === "drains");
  if (drains) return yes(drains.because);
  const open = app.shutdown.find((handler) => handler.manner === "unknown");
  if (open) return unknown(open.because, open.place);
  const [first, ...more] = app.shutdown.map(({ because, place }) => finding(`ends at once, its requests cut: ${because}`, place));
  return first ? no(first, ...more) : unknown("no handler was read");
}

const LEFT_ALONE: Readonly<Record<string, string>> = {
  node: "as process 1 Node.js does not react to SIGTERM and is killed when the grace period is over",
  python: "as process 1 Python does not react to SIGTERM and is killed when the grace period is over",
  rust: "as process 1 it does not react to SIGTERM and is killed when the grace period is over",
  go: "it ends at once, its requests cut",
  java: "the JVM ends, its requests cut",
};

/** What happens to an app without a handler, which depends on what stands above it. */
function leftAlone(steps: readonly StartStep[], app: App | null): string {
  if (steps.some((step) => step.kind === "init")) return "it ends at once, its requests cut";
  const above = steps.some(
    (step) => step.kind === "wrapper" || step.kind === "parent" || ("replaced" in step && step.replaced !== true),
  );
  return (above ? undefined : LEFT_ALONE[app?.language ?? "unknown"]) ?? "its requests are cut";
}

function withoutHandler(app: App | null, start: Start, steps: readonly StartStep[]): Answer {
  if (!app) return unknown("the app behind the image was not found: whether it handles SIGTERM is not known", start.place);
  if (!app.sourceRead)
    return unknown(
      `whether the app handles SIGTERM is not known: ${app.unreadBecause ?? "its source was not read"}`,
      start.place,
    );
  const place = app.entry === null ? start.place : startOf(app.entry);
  if (app.serves === true)
    return no(
      finding(`no handler of SIGTERM was found in ${app.root === "." ? "the app" : app.root}: ${leftAlone(steps, app)}`, place),
    );
  return unknown(
    `no handler of SIGTERM was found in the ${app.files} files that were read, and whether the app serves could not be told`,
    place,
  );
}

const ENDS = {
  complete: "answered",
  truncated: "cut in the middle of its answer",
  reset: "reset",
  empty: "closed without an answer",
  refused: "refused",
  timeout: "never answered",
} as const;

/** Proof is a request that was there before the signal and was answered whole, by a service that then went of its own accord. */
function ofStops(stops: readonly StopSeen[]): Answer {
  const findings = stops.flatMap(({ inFlight, killed, signal, graceMs, moments, exitCode, tookMs }) => {
    const place = momentOf("stop", `exit code ${exitCode} after ${millis(tookMs)}`, moments, /^die/);
    if (killed) return [finding(`${signal} changed nothing: it was killed after ${millis(graceMs)}`, place)];
    if (!inFlight || (inFlight.outcome === "complete" && (inFlight.status ?? 0) < 500)) return [];
    const how = inFlight.outcome === "complete" ? `answered with ${inFlight.status}` : ENDS[inFlight.outcome];
    return [finding(`${inFlight.request}, in flight when ${signal} came, was ${how}`, place)];
  });
  return noOr(findings, () => {
    const proof = stops.find(({ inFlight }) => inFlight !== null);
    if (!proof?.inFlight)
      return unknown("it ended by itself, but nothing could be held in flight: `trial.slow` names a path that takes its time");
    return yes(`${proof.inFlight.request}, in flight when ${proof.signal} came (${proof.held}), was answered whole`);
  });
}

const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|e2e|spec|scripts?|examples?|node_modules|vendor|dist|build)\/|\.(?:test|spec|d)\.[cm]?[jt]sx?$|_test\.go$|\.config\./;
const MOST_FILES = 400;

/** How the code of a language is mended. */
interface Mending {
  readonly source: RegExp;
  /** Whether a text may open a server. */
  readonly opens: (text: string) => boolean;
  readonly withShutdown: (path: string, text: string, app: App) => readonly Edit[] | string;
}

const MENDED: Partial<Record<Language, Mending>> = {
  node: {
    source: /\.(?:[cm]?[jt]s|[jt]sx)$/,
    opens: opensServer,
    withShutdown: (path, text, { frameworks }) => withShutdown(path, text, frameworks),
  },
  go: { source: /\.go$/, opens: servesByCall, withShutdown: withGoShutdown },
  python: {
    source: /\.py$/,
    opens: (text) => /\.\s*(?:wait_for_termination|serve_forever|start|run)\s*\(/.test(text),
    withShutdown: withPythonShutdown,
  },
};

/** The file that opens the server: the entry itself, else the only one of the app that does. */
function serverFile(
  { app, project }: Service,
  entry: string,
  { source, opens: may }: Mending,
  read: (path: string) => string | null,
): string | null {
  if (!app) return null;
  const opens = (path: string): boolean => may(read(path) ?? "");
  if (source.test(entry) && opens(entry)) return entry;
  if (app.entry !== null && opens(app.entry)) return app.entry;
  const files = project.files.below(app.root).filter((path) => source.test(path) && !ASIDE.test(path));
  if (files.length > MOST_FILES) return null;
  const found = files.filter(opens);
  return found.length === 1 ? (found[0] ?? null) : null;
}
