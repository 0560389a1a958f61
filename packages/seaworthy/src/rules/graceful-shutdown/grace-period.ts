import { type Answer, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { SourcePlace } from "../../core/place.js";
import { serverLimit, serverOf } from "../../knowledge/servers.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments } from "../../models/project/deployment-edit.js";
import { about, missing, unsetKey } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import { imageStart, startsOf } from "../../models/project/start.js";
import { chainOf } from "../../models/project/start-chain.js";
import { defineRule } from "../../rule.js";

/** Seconds that are given where nothing is said. */
const DEFAULTS = { compose: 10, kubernetes: 30 } as const;

/** For what comes after the last request: stores are closed, buffers written. */
const SPARE_SECONDS = 5;

export default defineRule({
  id: "graceful-shutdown/grace-period",
  claim: "a deployment gives the app the time that it takes to finish",
  why: "When the grace period is over, what still runs is killed. Compose gives 10 s and Kubernetes 30 s; several servers wait longer than that for their requests.",
  todo: "Set `stop_grace_period` (Compose) or `terminationGracePeriodSeconds` (Kubernetes) above the app's own limit, or lower that limit: for Gunicorn with `--graceful-timeout 8`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  options: {
    minSeconds: {
      type: "integer",
      default: 3,
      minimum: 0,
      description: "Seconds that a grace period must have where it is set and the app's own limit is not known.",
    },
  },
  source(service, { minSeconds }) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    const lasting = service.deployments.filter((deployment) => !deployment.oneShot);
    return worst(lasting.map((deployment) => judge(service, deployment, minSeconds))) ?? notApplicable("no deployment was read");
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit) => {
      const { name, kind, graceSeconds, kubernetes } = deployment;
      const elsewhere = kind === "compose" ? edit.foreignTo(graceSeconds?.place) : null;
      if (elsewhere && !(graceSeconds && canOverride(edit, graceSeconds.place))) return elsewhere;
      const need = needOf(service, deployment);
      const pause = kubernetes?.container.preStop?.sleepSeconds ?? 0;
      const given = Math.max(DEFAULTS[kind], Math.ceil((need ? need.seconds + SPARE_SECONDS : 0) + pause));
      const title = `give ${name} ${given} s to finish${need ? `: ${takes(need, pause)}` : ""}`;
      return {
        title,
        changes: [
          kind === "compose"
            ? edit.set(["stop_grace_period"], `${given}s`)
            : edit.setInPod("terminationGracePeriodSeconds", given),
        ],
      };
    });
  },
  examples: [
    {
      title: "more than Gunicorn takes",
      says: "yes",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    stop_grace_period: 35s\n",
      },
    },
    {
      title: "the default is less than Gunicorn takes",
      says: "no",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": "services:\n  «web»:\n    build: .\n",
      },
    },
    {
      title: "no time at all",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    stop_grace_period: «0s»\n",
      },
    },
  ],
});

function judge(service: Service, deployment: Deployment, minSeconds: number): Answer {
  const { name, graceSeconds: told, kind } = deployment;
  const unset = unsetKey(deployment, "stop_grace_period");
  if (unset) return unset;
  if (told?.value !== 0 && choosesByArgument(service, deployment))
    return unknown(`what ${name} starts could not be followed: how long it takes is not known`, deployment.place);
  const need = needOf(service, deployment);
  const pause = deployment.kubernetes?.container.preStop?.sleepSeconds ?? 0;
  if (told) {
    if (told.value <= 0) return no(about(deployment, `${name} gives no time: the app is killed at once`, told.place));
    if (need && told.value < need.seconds + pause)
      return no(about(deployment, `${name} gives ${seconds(told.value)}, but ${takes(need, pause)}`, told.place));
    if (need) return yes(`${name} gives ${seconds(told.value)}, and ${takes(need, pause)}`);
    if (told.value < minSeconds + pause)
      return no(about(deployment, `${name} gives ${seconds(told.value)}: too little to finish a request`, told.place));
    return yes(`${name} gives ${seconds(told.value)}`);
  }
  const given = DEFAULTS[kind];
  if (need && given < need.seconds + pause)
    return missing(service, deployment, `${name} sets no grace period and gets ${given} s, but ${takes(need, pause)}`);
  if (need) return yes(`${name} gets the default of ${given} s, and ${takes(need, pause)}`);
  if (service.foreign) return notApplicable(`${name} is given the default of ${given} s`);
  const server = serverOf(programOf(service, deployment) ?? []);
  if (server) return yes(`${server.name} names no limit of its own, and ${name} gets the default of ${given} s`);
  if (service.app?.shutdown.some((handler) => handler.manner === "drains"))
    return yes(`the app names no limit of its own, and ${name} gets the default of ${given} s`);
  if (service.app?.sourceRead) return notApplicable(`nothing was found that waits: ${name} gets the default of ${given} s`);
  return unknown(`${name} gets the default of ${given} s; how long the app takes is not known`, deployment.place);
}

/** Whether a value of the service's own can stand before one that it takes over from another mapping of the file, which others keep. */
function canOverride(edit: DeploymentEdit, { file, range }: SourcePlace): boolean {
  const { source } = edit;
  return file === source.file && edit.raw(["stop_grace_period"]) === null && !source.text.slice(...range).includes("$");
}

interface Need {
  readonly seconds: number;
  readonly who: string;
}

function takes(need: Need, pause: number): string {
  const before = pause > 0 ? `, after a preStop of ${seconds(pause)}` : "";
  return `${need.who} waits up to ${seconds(need.seconds)} for what it has begun${before}`;
}

/** How long the app waits at most: by its code and settings, else by the server that is started. */
function needOf(service: Service, deployment: Deployment): Need | null {
  const app = programOf(service, deployment);
  const server = app && serverOf(app);
  // What the image's own command shows says nothing of another program that a deployment starts.
  const handlers = startsAnother(service, app) ? [] : (service.app?.shutdown ?? []);
  const limits = handlers.flatMap(({ manner, graceSeconds }) =>
    manner === "exits" || graceSeconds === null ? [] : [graceSeconds],
  );
  if (limits.length > 0) return { seconds: Math.max(...limits), who: server?.name ?? "the app" };
  const limit = server && handlers.length === 0 ? serverLimit(server, app ?? []) : null;
  return server && limit !== null ? { seconds: limit, who: server.name } : null;
}

/** Whether an entry script starts one program or another by the words that the deployment gives it. */
function choosesByArgument(service: Service, deployment: Deployment): boolean {
  const several = service.entryScripts.some(({ execs }) => execs === null);
  return several && deployment.command !== null && programOf(service, deployment) === null;
}

/** Whether a deployment starts a known program that is not the one of the image: a Celery worker beside a web server. */
function startsAnother(service: Service, app: readonly string[] | null): boolean {
  const { stage, dockerfile } = service;
  if (!stage || !dockerfile || !app) return false;
  const own = chainOf(service, imageStart(dockerfile, stage)).app;
  return own !== null && nameOf(own) !== nameOf(app) && serverOf(own) !== null;
}

function nameOf([program = ""]: readonly string[]): string {
  return program.slice(program.lastIndexOf("/") + 1);
}

/** The words of the program that a deployment starts in the end. */
function programOf(service: Service, deployment: Deployment): readonly string[] | null {
  const start = startsOf(service).find((one) => one.deployment === deployment);
  return start ? chainOf(service, start).app : null;
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}
