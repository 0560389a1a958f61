import { type Answer, finding, no, notApplicable, unknown, worst } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { baseServer } from "../../models/project/base-server.js";
import type { Deployment } from "../../models/project/deployment.js";
import { composedTests } from "../../models/project/health-edit.js";
import { baseName } from "../../models/project/paths.js";
import { type Probe, probesOf } from "../../models/project/probe.js";
import { rewrittenProbe } from "../../models/project/probe-edit.js";
import { isOwnHost, targetsOf } from "../../models/project/probe-target.js";
import type { Service } from "../../models/project/service.js";
import { startsOf } from "../../models/project/start.js";
import { chainOf } from "../../models/project/start-chain.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/endpoint-matches",
  claim: "the health check asks a port that the app serves",
  why: "A check at the wrong port can never succeed: every container is unhealthy from the start.",
  todo: "Ask the port that the app listens on inside the container, not the one that is published on the host.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  catches: true,
  source(service) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    return worst(probesOf(service).map((probe) => answerOf(service, probe))) ?? notApplicable("there is no check to look at");
  },
  fix(service, _, seen) {
    const how = { title: "ask the app with what the image has", safety: "review", order: "instruction" } as const;
    const built = fixEach(seen.findings.slice(0, 1), how, (place) => rewrittenProbe(service, place));
    return [...built, ...composedTests(service, seen)];
  },
  examples: [
    {
      title: "nginx serves port 80",
      says: "no",
      files:
        "FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\nEXPOSE 80\nHEALTHCHECK CMD «curl -f http://localhost:3000/ || exit 1»\n",
    },
    {
      title: "the port that the app listens on",
      says: "n/a",
      files:
        'FROM node:22-alpine\nEXPOSE 3000\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/health\nCMD ["node", "server.js"]\n',
    },
  ],
});

function answerOf(service: Service, probe: Probe): Answer {
  const own = targetsOf(probe).filter(({ host }) => isOwnHost(host));
  const ports = own.flatMap(({ port }) => port ?? []);
  if (ports.length === 0) return notApplicable("the check names no port of the container");
  const worker = probe.where === "image" && workerOf(service, probe.deployment);
  if (worker && probe.deployment)
    return no(
      finding(
        `${probe.deployment.name} starts ${worker}, which serves no port, but takes over the image's health check, which asks port ${ports[0]}`,
        probe.place,
        { deployment: probe.deployment.name },
      ),
    );
  const served = servedPorts(service, probe.deployment);
  const wrong = ports.find((port) => !served.has(port));
  if (wrong === undefined) return notApplicable(`port ${ports[0]} is one that the app serves`);
  if (served.size === 0) return unknown(`which ports the app serves is not known, the check asks ${wrong}`, probe.place);
  if (!decides(service) || mentions(service, probe, wrong))
    return unknown(`the check asks port ${wrong}, which is not among the ports that were found (${shown(served)})`, probe.place);
  return no(
    finding(
      `the health check asks port ${wrong}, but the app serves ${shown(served)}`,
      probe.place,
      probe.deployment ? { deployment: probe.deployment.name } : {},
    ),
  );
}

/** Programs that take work from a queue and listen on nothing. */
const WORKERS: ReadonlyMap<string, RegExp | null> = new Map([
  ["celery", /^(?:worker|beat)$/],
  ["rq", /^worker(?:-pool)?$/],
  ["rqworker", null],
  ["rqscheduler", null],
  ["dramatiq", null],
  ["taskiq", /^(?:worker|scheduler)$/],
  ["sidekiq", null],
]);

/** The worker that a deployment starts in place of the image's own command; null when it starts anything else, or opens a port by its options. */
function workerOf(service: Service, deployment: Deployment | null): string | null {
  if (!deployment?.command && !deployment?.entrypoint) return null;
  const start = startsOf(service).find((one) => one.deployment === deployment);
  const words = start && chainOf(service, start).app;
  const at = words?.[1] === "-m" && /^python[\d.]*$/.test(baseName(words[0] ?? "")) ? 2 : 0;
  const name = baseName(words?.[at] ?? "");
  const verb = WORKERS.get(name);
  if (!words || verb === undefined || (deployment.compose?.ports.length ?? 0) > 0) return null;
  const asked = verb === null ? [] : words.slice(at + 1, at + 10).filter((word) => verb.test(word));
  return verb === null ? name : asked[0] ? `${name} ${asked[0]}` : null;
}

function servedPorts(service: Service, deployment: Deployment | null): ReadonlySet<number> {
  const { stage, app } = service;
  const written: (string | null | undefined)[] = [];
  for (const { port } of stage?.facts.exposed ?? []) written.push(...range(port));
  for (const { port } of app?.ports ?? []) written.push(String(port));
  written.push(stage?.facts.env.get("PORT")?.value);
  const { compose, kubernetes, env } = deployment ?? {};
  for (const { target } of compose?.ports ?? []) written.push(...range(target));
  for (const { value } of compose?.expose ?? []) written.push(...range(value));
  for (const { port } of kubernetes?.container.ports ?? []) written.push(String(port));
  for (const { name, value } of env ?? []) if (/(?:^|_)PORT$/.test(name)) written.push(value);
  const server = baseServer(service);
  if (server && !server.configured && /(?:^|\/)(?:nginx|httpd|caddy)$/.test(server.facts.name)) written.push("80");
  return new Set(written.flatMap((text) => (text && /^\d{1,5}$/.test(text) ? Number(text) : [])));
}

function range(text: string): readonly string[] {
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/.exec(text.trim()) ?? [];
  if (first === undefined) return [];
  if (last === undefined) return [first];
  const count = Math.min(Math.max(Number(last) - Number(first), 0), 200);
  return Array.from({ length: count + 1 }, (_, index) => String(Number(first) + index));
}

/** EXPOSE and published ports are what people thought of: only what listens tells that nothing else does. */
function decides(service: Service): boolean {
  return (service.app?.ports.length ?? 0) > 0 || baseServer(service)?.configured === null;
}

/** Whether the number stands anywhere else in what sets the container up: an option, a variable, a label. */
function mentions({ dockerfile, stage, entryScripts, foreign, app }: Service, probe: Probe, port: number): boolean {
  // What the configuration or the source, which were not read, make of it is not known.
  if (foreign) return true;
  const number = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  const { deployment } = probe;
  const texts = [
    ...(stage?.effectiveInstructions ?? []).filter(({ keyword }) => keyword !== "HEALTHCHECK").map(({ text }) => text),
    ...(dockerfile?.globalArgs ?? []).map(({ text }) => text),
    ...entryScripts.map(({ text }) => text),
    ...(deployment?.env ?? []).map(({ value }) => value ?? ""),
    ...[deployment?.command?.value, deployment?.entrypoint?.value].flatMap((value) =>
      value === undefined ? [] : [String(value)],
    ),
  ];
  if (texts.some((text) => number.test(text))) return true;
  // Without EXPOSE the ports are those that the source was seen to open, and more may be opened.
  return (stage?.facts.exposed.length ?? 0) === 0 && (app?.ports.length ?? 0) > 0 && app?.unreadBecause !== null;
}

function shown(ports: ReadonlySet<number>): string {
  return [...ports].slice(0, 6).join(", ");
}
