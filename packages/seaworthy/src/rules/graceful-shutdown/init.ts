import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { chainOf, type StartStep } from "../../models/project/start-chain.js";
import { readText } from "../../models/shell/last-command.js";
import { defineRule } from "../../rule.js";

/** Packages whose programs leave processes behind that nobody waits for. */
const SPAWNING: ReadonlySet<string> = new Set(["puppeteer", "playwright", "playwright-chromium", "pyppeteer", "whatsapp-web.js"]);

export default defineRule({
  id: "graceful-shutdown/init",
  claim: "an init is process 1 where the app starts processes of its own",
  why: "Process 1 has to collect the processes that ended and were left by their parents. An app does not: they stay as zombies until the container can start no more.",
  todo: 'Set `init: true` in Compose, or put an init into the image: `ENTRYPOINT ["tini", "--"]`.',
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return worst(startsOf(service).map((start) => judge(service, start))) ?? notApplicable("nothing is started");
  },
  examples: [
    { title: "tini in front", says: "yes", files: 'FROM node:22-slim\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n' },
    {
      title: "a browser under Node.js",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n«CMD ["node", "server.js"]»\n',
        "package.json": '{"dependencies":{"puppeteer":"24.0.0"}}',
        "server.js": 'require("puppeteer").launch();\n',
      },
    },
  ],
});

function judge(service: Service, start: Start): Answer {
  const { steps } = chainOf(service, start);
  const init = steps.find((step) => step.kind === "init");
  if (init) return yes(`${init.program} is process 1`);
  const background = steps.find(inBackground);
  if (background) {
    const extra = start.deployment && start.by === "deployment" ? { deployment: start.deployment.name } : {};
    const place = background.kind === "script" ? background.script.place : start.place;
    return no(
      finding("a process is started in the background, and nothing collects what it leaves: no init is process 1", place, extra),
    );
  }
  for (const { dependencies } of service.app?.manifests ?? []) {
    for (const name of dependencies.keys())
      if (SPAWNING.has(name))
        return no(finding(`${name} starts browsers whose processes nothing collects: no init is process 1`, start.place));
  }
  return notApplicable("no sign that the app starts processes of its own");
}

/** Something other than a helper of the script itself goes on beside the app. */
function inBackground(step: StartStep): boolean {
  if (step.kind !== "script" && step.kind !== "shell") return false;
  const text = step.kind === "shell" ? step.text : step.script.text;
  const { command, script } = readText(text);
  return command !== null && script.commands.some((one) => one.background && one.inside.length === 0);
}
