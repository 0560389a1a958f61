import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { isInside, type Place } from "../../core/place.js";
import type { Image } from "../../models/image/image.js";
import { type BuiltStart, builtChain, builtStarts, isShellForm } from "../../models/image/start.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { chainOf, isBareShell, type StartChain } from "../../models/project/start-chain.js";
import { execStart, unwrappedStart } from "../../models/project/start-edit.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/no-wrapper",
  claim: "the command names the app itself, not a package manager, process manager or shell line around it",
  why: "npm, yarn, a watcher or a shell that runs several commands is process 1 in place of the app: it swallows SIGTERM or dies of it before the app has finished, so that the app's own handler never runs. An init in front does not change that.",
  todo: 'Start the program itself: `CMD ["node", "dist/server.js"]` in place of `npm start`. Put what must happen before it into an entry script that ends in `exec "$@"`, or into a task of its own.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  needs: { start: true },
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return worst(startsOf(service).map((start) => judge(service, start))) ?? notApplicable("nothing is started");
  },
  image(image, _options, ship) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    return worst(builtStarts(image, ship).map((start) => judgeBuilt(image, start))) ?? notApplicable("nothing is started");
  },
  fix(service, _, { findings }) {
    const { dockerfile } = service;
    const how = { title: "start the app itself", safety: "review", order: "instruction" } as const;
    return fixEach(findings.slice(0, 1), how, ({ file, range }) => {
      if (!dockerfile || file !== dockerfile.path) return "the command is not one of the Dockerfile";
      const { entrypoint, cmd } = service.stage?.facts ?? {};
      const part = [entrypoint, cmd].find((one) => one && isInside(range, one.instruction));
      const unwrapped = unwrappedStart(service);
      if (typeof unwrapped !== "string" || !part) return unwrapped;
      const several = part.script && part.script.commands.length > 1;
      return several && part.form === "shell" ? execStart(dockerfile, part) : unwrapped;
    });
  },
  examples: [
    { title: "the program itself", says: "yes", files: 'FROM node:22-slim\nCMD ["node", "server.js"]\n' },
    {
      title: "an init in front",
      says: "yes",
      files: 'FROM node:22-slim\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n',
    },
    { title: "npm is process 1", says: "no", files: 'FROM node:22-slim\n«CMD ["npm", "start"]»\n' },
    {
      title: "a shell that runs two commands",
      says: "no",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": 'services:\n  web:\n    build: .\n    command: «sh -c "python manage.py migrate && gunicorn app:app"»\n',
      },
    },
  ],
});

function judge(service: Service, start: Start): Answer {
  const { deployment, place, argv } = start;
  const whose = deployment && start.by === "deployment" ? `${deployment.name}: ` : "";
  const extra = deployment && start.by === "deployment" ? { deployment: deployment.name } : {};
  const facts = start.by === "base" && service.stage ? factsOfBase(service.stage) : null;
  if (facts?.handlesTerm === true) return yes(`the start of ${facts.name}, as its makers made it`);
  if (argv === null) return unknown(`${whose}what is started could not be read`, place);
  if (argv.length === 0) return notApplicable("nothing is started: ENTRYPOINT and CMD are not set");
  if (facts?.handlesTerm === null) return notApplicable("neither ENTRYPOINT nor CMD is set: the image starts no app of its own");
  const chain = chainOf(service, start);
  const shellForm = start.shellForm !== null;
  const faults = faultsOf(chain, { whose, shellForm, place, extra, missing: "is not a file of the project" });
  if (faults) return faults;
  const { app } = chain;
  if (start.by === "base") return yes("the base's own start");
  if (!app) return unknown(`${whose}what is started in the end could not be followed`, place);
  if (!start.entrypointKnown)
    return unknown(`${whose}\`${app[0]}\` is named, but what the base's own ENTRYPOINT does is not known`, place);
  return yes(`${whose}${app[0]} is started itself`);
}

function judgeBuilt(image: Image, start: BuiltStart): Answer {
  const { deployment, place, argv } = start;
  const whose = deployment ? `${deployment.name}: ` : "";
  if (argv === null) return unknown(`${whose}what is started could not be read`, place);
  if (argv.length === 0) return notApplicable("nothing is started: ENTRYPOINT and CMD are not set");
  const chain = builtChain(image, start);
  const { cmd, entrypoint } = image.config;
  const shellForm = !deployment && (isShellForm(image, cmd) || isShellForm(image, entrypoint));
  const extra = deployment ? { deployment: deployment.name } : {};
  const faults = faultsOf(chain, { whose, shellForm, place, extra, missing: "could not be read, or is not in the image" });
  if (faults) return faults;
  const { app } = chain;
  if (!app) return unknown(`${whose}what is started in the end could not be followed`, place);
  return yes(`${whose}${app[0]} is started itself`);
}

interface Told {
  /** The deployment in front of a message. */
  readonly whose: string;
  readonly shellForm: boolean;
  readonly place: Place;
  readonly extra: { readonly deployment?: string };
  /** What is said of a script whose text is not known. */
  readonly missing: string;
}

/** What stands in front of the app and should not; null when nothing does. */
function faultsOf(chain: StartChain, { whose, shellForm, place, extra, missing }: Told): Answer | null {
  if (isBareShell(chain)) return notApplicable(`${whose}a shell is started, and no app`);
  let doubt: string | null = null;
  for (const step of chain.steps) {
    if (step.kind === "wrapper")
      return no(finding(`${whose}${step.program} is started in place of the app: ${step.because}`, place, extra));
    if (step.kind === "parent")
      doubt ??= `${step.program} stays above the app, and whether it passes SIGTERM on depends on its version and settings`;
    if (step.kind === "lost script") doubt ??= `\`${step.program}\` ${missing}: what it starts is not known`;
    if (step.kind !== "shell" || step.replaced === true) continue;
    // A single command in shell form names the app itself: its shell is what exec-form speaks of.
    if (shellForm && step.lines === 1) continue;
    if (step.replaced === null) {
      doubt ??= `whether the shell of \`${step.program} -c\` makes way for the app depends on the shell: \`exec\` in front of the app would settle it`;
      continue;
    }
    const what = step.lines > 1 ? "runs several commands" : "runs the app as its child";
    return no(finding(`${whose}the shell that ${what} stays process 1 and does not pass SIGTERM on`, place, extra));
  }
  return doubt ? unknown(whose + doubt, place) : null;
}
