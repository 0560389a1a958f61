import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import type { App } from "../../models/app/app.js";
import { jsonLogs } from "../../models/app/logging-edit.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { baseServer } from "../../models/project/base-server.js";
import type { Service } from "../../models/project/service.js";
import { imageStart, startsOf } from "../../models/project/start.js";
import { startsShellAlone } from "../../models/project/start-chain.js";
import type { LogsSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/json-logger",
  claim: "the app writes its logs as JSON, one object a line",
  why: "Lines of text have to be taken apart by expressions that break with every change. JSON lines are searched, counted and alerted on by field, and a stack trace stays one entry.",
  todo: "Log through one JSON logger: pino or winston with `format.json()` in Node.js, structlog or python-json-logger in Python, `slog.NewJSONHandler` in Go, `logging.structured.format.console=ecs` in Spring Boot.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { drills: ["logs"] },
  source(service) {
    const { stage, dockerfile, app } = service;
    if (!stage || !dockerfile) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const server = ofServer(service);
    if (server) return server;
    if (!app) return unknown("no source of the app was found");
    if (!app.sourceRead) return unknown(app.unreadBecause ?? "the source of the app was not read");
    if (startsShellAlone(service)) return notApplicable("a shell is started, and no app");
    return ofApp(app, service);
  },
  trial(trial) {
    return ofDrill(trial, "logs", ofLines);
  },
  fix(service, _options, { findings, read }) {
    const { app } = service;
    if (!app) return [];
    const how = { title: "write every line of the log as a JSON object", safety: "review", order: "line" } as const;
    return fixEach(findings.slice(0, 1), how, ({ file }) =>
      jsonLogs(app, file, textServer(service)?.name ?? null, service.project.files.below(app.root), read),
    );
  },
  examples: [
    {
      title: "a JSON logger",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{ "dependencies": { "pino": "9.0.0" } }\n',
        "server.js": 'const pino = require("pino");\nconst log = pino();\nlog.info({ port: 3000 }, "listening");\n',
      },
    },
    { title: "every line is an object", says: "yes", trial: { drills: { logs: {} } } },
    {
      title: "an access log beside it",
      says: "no",
      trial: {
        drills: {
          logs: {
            counts: [{ phase: "steady", stream: "stdout", lines: 40, json: 20 }],
            offenders: ['172.18.0.1 - - "GET / HTTP/1.1" 200'],
          },
        },
      },
    },
    {
      title: "text alone",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": "{}\n",
        "server.js": '«console.log(»"listening on 3000");\n',
      },
    },
  ],
});

function ofServer(service: Service): Answer | null {
  const apache = ofApache(service);
  if (apache) return apache;
  const server = baseServer(service);
  const { stage, dockerfile } = service;
  if (!server || !stage || !dockerfile || server.facts.logsJson === null) return null;
  const { facts, configured } = server;
  if (configured)
    return unknown(
      `${facts.name} logs ${facts.logsJson ? "JSON" : "text"} by default, but the configuration that is copied in was not read`,
      placeOf(dockerfile, configured.instruction),
    );
  if (facts.logsJson) return yes(`${facts.name} logs JSON`);
  return no(finding(`${facts.name} logs lines of text in its own format`, placeOf(dockerfile, stage.from)));
}

/** Apache as PHP's images bring it: its access log goes to stdout whatever the program writes. */
function ofApache({ stage, dockerfile }: Service): Answer | null {
  if (!stage || !dockerfile) return null;
  const facts = factsOfBase(stage);
  if (facts?.language !== "php" || facts.cmd?.[0] !== "apache2-foreground") return null;
  if (!imageStart(dockerfile, stage).argv?.slice(0, 2).includes("apache2-foreground")) return null;
  if (stage.facts.copies.some(({ destination }) => destination === null || /^\/etc\//.test(destination))) return null;
  const changed = stage.facts.runs.some(
    ({ script }) => script === null || /LogFormat|CustomLog|a2(?:en|dis)conf/.test(script.text),
  );
  return changed ? null : no(finding("Apache logs every request as a line of text", placeOf(dockerfile, stage.from)));
}

/** A Python server that logs text unless it is given a configuration. */
function textServer(service: Service): { readonly name: string; readonly place: SourcePlace } | null {
  for (const { argv, place } of startsOf(service)) {
    const words = (argv ?? []).slice(0, 100).flatMap((word) => word.split(/[\s;&|]+/));
    const names = words.map((word) => word.slice(word.lastIndexOf("/") + 1));
    const at = names.findIndex((word) => /^(?:uvicorn|gunicorn|hypercorn)$/.test(word));
    const program = names[at];
    // What stands before it is for others: the -c of a shell is none of its own.
    if (
      !program ||
      words.slice(at).some((word) => /^(?:-c|--config|--log-?config(?:-json|-dict)?|--logger-class)(?:=|$)|^-c./.test(word))
    )
      continue;
    const configured =
      service.app?.root !== undefined &&
      service.project.files.below(service.app.root).some((path) => /(?:^|\/)gunicorn\.conf\.py$/.test(path));
    if (!configured && !service.stage?.facts.env.has("GUNICORN_CMD_ARGS")) return { name: program, place };
  }
  return null;
}

/** Lines that a framework or server writes for each request: the bulk of the log. */
const BULK =
  /^(?:morgan|Nest Logger|uvicorn|gunicorn|gin|default logging|logging|winston|pino-pretty|slog text|logrus text|zerolog ConsoleWriter)/;

/** Quarkus makes the main class itself: a program without one is whole. */
function isQuarkus(app: App): boolean {
  return app.manifests.some(({ dependencies }) => [...dependencies.keys()].some((name) => name.startsWith("io.quarkus:")));
}

function isHealthCheck({ stage }: Service, file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return stage?.facts.healthcheck?.command.some(({ text }) => text === name || text.endsWith(`/${name}`)) ?? false;
}

function ofApp(app: App, service: Service): Answer {
  const json = app.jsonLogging[0];
  // What the health check says, the engine keeps apart.
  const said = app.plainLogging.filter(({ place }) => !isHealthCheck(service, place.file));
  const bulk = said.find(({ name }) => BULK.test(name));
  const plain = bulk ?? said[0];
  if (json && !bulk) return yes(json.because);
  if (json && bulk) return unknown(`${json.because}, but ${bulk.because}`, bulk.place);
  if (plain && app.unreadBecause !== null)
    return unknown(`${plain.because}, and not all of the source was read: ${app.unreadBecause}`);
  if (plain && app.entry === null && !isQuarkus(app))
    return unknown(`${plain.because}, but what starts the app was not found`, plain.place);
  if (plain) return no(finding(`no JSON logger is set up: ${plain.because}`, plain.place));
  const server = app.unreadBecause === null ? textServer(service) : null;
  if (server) return no(finding(`no JSON logger is set up: ${server.name} writes text`, server.place));
  return unknown("no logger and no output of the app was found");
}

/** While it serves every line has to be JSON; what a runtime says at its start and end is told and forgiven. */
function ofLines({ counts, offenders, requests }: LogsSeen): Answer {
  const of = (phases: readonly string[]) => {
    const own = counts.filter(({ phase }) => phases.includes(phase));
    const sum = (key: "lines" | "json") => own.reduce((total, one) => total + one[key], 0);
    return { lines: sum("lines"), json: sum("json") };
  };
  const steady = of(["steady"]);
  const around = of(["starting", "stopping"]);
  const line = offenders[0];
  const such = line === undefined ? "" : `, such as: ${line}`;
  const decisive = steady.lines > 0 ? steady : around;
  if (decisive.lines === 0) return unknown(`it logged nothing, not even about ${requests} requests`);
  const plain = decisive.lines - decisive.json;
  if (plain > 0) {
    const when = decisive === steady ? "while it serves" : "at its start and end";
    const place = momentOf("logs", decisive === steady ? "steady" : "starting");
    return no(finding(`${plain} of ${decisive.lines} lines ${when} are no JSON${such}`, place));
  }
  const other = decisive === steady ? around.lines - around.json : 0;
  const forgiven = other > 0 ? `; ${other} at its start and end are not${such}` : "";
  return yes(`all of ${decisive.lines} lines are JSON${forgiven}`);
}
