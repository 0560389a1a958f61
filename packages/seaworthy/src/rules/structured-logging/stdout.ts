import type { Finding } from "../../core/answer.js";
import { type Answer, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { withoutLogFiles } from "../../models/app/log-file-edit.js";
import type { StartCommand } from "../../models/dockerfile/dockerfile.js";
import { filePlace } from "../../models/image/place.js";
import { SERVER_FILES, serverLogs } from "../../models/image/server-logs.js";
import { builtStarts } from "../../models/image/start.js";
import { baseServer } from "../../models/project/base-server.js";
import type { Service } from "../../models/project/service.js";
import { startsOf } from "../../models/project/start.js";
import { isLogFile } from "../../models/trial/log-files.js";
import type { LogsSeen, WritesSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/stdout",
  claim: "the app logs to stdout or stderr and to no file",
  why: "A log file grows in the container's writable layer until the disk is full, is lost with the container, and is seen by neither `docker logs` nor the platform's collector.",
  todo: "Remove file handlers and redirections and log to stdout; where a program insists on a file, point it at `/dev/stdout` or `/proc/self/fd/1`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  needs: { start: true, files: SERVER_FILES, drills: ["logs", "writes"] },
  source(service) {
    const { stage, dockerfile, app } = service;
    if (!stage || !dockerfile) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const findings = ofStarts(service);
    for (const { because, place } of app?.fileLogging ?? []) findings.push(finding(because, place));
    return noOr(findings, () => clean(service));
  },
  image(image, _options, ship) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const findings = builtStarts(image, ship).flatMap(({ argv, place, deployment }) => {
      const file = fileOption(argv ?? []);
      return file
        ? [finding(`the start command logs into ${file}`, place, deployment ? { deployment: deployment.name } : {})]
        : [];
    });
    const logs = serverLogs(image);
    for (const { path, entry } of logs?.files ?? [])
      findings.push(finding(`${logs?.server} logs into the file ${path}`, filePlace(image, { layer: entry?.layer ?? -1, path })));
    return noOr(findings, () => {
      if (!logs) return unknown("what the app's code logs, and where to, is not to be seen in an image: a trial would tell");
      if (logs.open) return unknown(`${logs.server} is started; ${logs.open}`);
      return yes(`the logs of ${logs.server} lead to stdout and stderr`);
    });
  },
  trial(trial) {
    const grew = ofDrill(trial, "logs", ofGrowth);
    return grew.says === "yes" ? ofDrill(trial, "writes", (seen) => ofWrites(seen, grew)) : grew;
  },
  fix(_service, _options, { findings, read }) {
    const how = { title: "log to stdout, and to no file", safety: "review", order: "line" } as const;
    const done = new Set<string>();
    return fixEach(findings, how, ({ file, range }) => {
      const text = read(file);
      if (text === null) return null;
      const from = Math.max(0, range[1] - 1000);
      const tee = /(?:[ \t]+2>&1)?[ \t]*\|&?[ \t]*tee[ \t]+[^|;&\r\n\\]*$/.exec(text.slice(from, range[1]));
      if (tee && /^[ \t]*(?:\r?\n|$)/.test(text.slice(range[1]))) return [replaced(file, [from + tee.index, range[1]], "")];
      if (!/\.(?:[cm]?[jt]sx?|py)$/.test(file) || done.has(file)) return null;
      done.add(file);
      return withoutLogFiles(file, text);
    });
  },
  examples: [
    {
      title: "stdout",
      says: "yes",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["python", "main.py"]\n',
        "main.py": 'import logging\n\nlogging.basicConfig(level=logging.INFO)\nlogging.info("ready")\n',
      },
    },
    { title: "lines on stdout, and no file that grows", says: "yes", trial: { drills: { logs: {}, writes: {} } } },
    {
      title: "a file that grows under load",
      says: "no",
      trial: { drills: { logs: { files: [{ path: "/var/log/app.log", from: 89, to: 1_669 }] }, writes: {} } },
    },
    {
      title: "the server's log goes into a file",
      says: "no",
      files: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY . .\n«CMD ["gunicorn", "--access-logfile", "/var/log/app/access.log", "main:app"]»\n',
        "main.py": "def app(environ, start):\n    return []\n",
      },
    },
  ],
});

function clean(service: Service): Answer {
  const server = baseServer(service);
  if (server && server.facts.logsJson !== null) {
    const { facts, configured } = server;
    if (!configured) return yes(`${facts.name} logs to stdout and stderr`);
    return unknown(
      `${facts.name} logs to stdout by default, but the configuration that is copied in was not read`,
      service.dockerfile ? placeOf(service.dockerfile, configured.instruction) : undefined,
    );
  }
  const { app } = service;
  if (!app) return unknown("no source of the app was found");
  if (!app.sourceRead) return unknown(app.unreadBecause ?? "the source of the app was not read");
  if (app.unreadBecause !== null) return unknown(`not all of the source was read: ${app.unreadBecause}`);
  return yes("no log file is named in the start command or in the app's code");
}

const OPTION =
  /^--?(?:log[-_]?file|access[-_]?logfile|error[-_]?logfile|logfile|log[-_]?path|log[-_]?to[-_]?file|daemonize)(?:=(.*))?$/i;
const STREAM = /^(?:-|\/dev\/(?:stdout|stderr|null|fd\/[12]|console)|\/proc\/(?:self|1)\/fd\/[12]|)$/;

function ofStarts(service: Service): Finding[] {
  const findings: Finding[] = [];
  const starts = startsOf(service);
  const seen = starts.length > 1 ? new Set<string>() : null;
  for (const { argv, place, deployment } of starts) {
    if (seen !== null) {
      const key = `${place.file}:${place.range[0]}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const file = fileOption(argv ?? []);
    if (file)
      findings.push(finding(`the start command logs into ${file}`, place, deployment ? { deployment: deployment.name } : {}));
  }
  for (const command of [service.stage?.facts.entrypoint, service.stage?.facts.cmd]) {
    const redirect = command ? redirected(command) : null;
    if (redirect && service.dockerfile)
      findings.push(
        finding(`the start command sends its output into ${redirect.path}`, {
          file: service.dockerfile.path,
          range: redirect.range,
        }),
      );
  }
  return findings;
}

function fileOption(argv: readonly string[]): string | null {
  const end = Math.min(argv.length, 200);
  for (let at = 0; at < end; at++) {
    const word = argv[at] as string;
    const match = word.startsWith("-") ? OPTION.exec(word) : null;
    if (!match) continue;
    const path = match[1] ?? argv[at + 1] ?? "";
    if (!STREAM.test(path) && !path.startsWith("-") && !path.includes("$")) return path;
  }
  return null;
}

/** A redirection of the command that serves; what a set-up command says does not matter. */
function redirected({ script }: StartCommand): { readonly path: string; readonly range: readonly [number, number] } | null {
  const last = script?.commands.findLast(({ inside }) => !inside.includes("substitution"));
  if (!last) return null;
  for (const { operator, target, range } of last.redirects) {
    const path = target?.value ?? null;
    if (/^[12&]?>{1,2}[|]?$/.test(operator) && path?.startsWith("/") && !STREAM.test(path)) return { path, range };
  }
  if (last.name === "tee" && last.pipe.index > 0) {
    const path = last.words.slice(1).find(({ value }) => value !== null && !value.startsWith("-"));
    if (path?.value && !STREAM.test(path.value)) return { path: path.value, range: path.range };
  }
  return null;
}

function ofGrowth({ files, unseen, counts, requests }: LogsSeen): Answer {
  const findings = files.map(({ path, from, to }) =>
    finding(`${path} grew from ${from} to ${to} bytes under ${requests} requests`, momentOf("logs", path)),
  );
  return noOr(findings, () => {
    const lines = counts.reduce((sum, one) => sum + one.lines, 0);
    if (lines === 0)
      return unknown(
        `nothing was logged, neither on stdout and stderr nor into a file that was seen, about ${requests} requests`,
      );
    if (unseen.length > 0) return unknown(`not all that is written below ${unseen.join(", ")} could be seen`);
    return yes(`${lines} lines on stdout and stderr, and no file that grew`);
  });
}

/** A file that is made at the start and filled later only shows by its name. */
function ofWrites({ changes }: WritesSeen, otherwise: Answer): Answer {
  const logs = changes.filter(
    ({ path, how }) => how !== "deleted" && isLogFile(path) && /\.log(?:\.\d+)?$|\/logs?\/[^/]+\.(?:txt|json|out)$/.test(path),
  );
  return noOr(
    logs.map(({ path, bytes }) =>
      finding(`the log file ${path} was written${bytes === null ? "" : ` (${bytes} bytes)`}`, momentOf("writes", path)),
    ),
    () => otherwise,
  );
}
