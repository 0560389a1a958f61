import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, isSourcePlace, type Place, placeOf } from "../../core/place.js";
import { serverOf } from "../../knowledge/servers.js";
import { withoutLines } from "../../models/dockerfile/edit/lines.js";
import type { HistoryEntry } from "../../models/image/config.js";
import type { Image } from "../../models/image/image.js";
import { builtBy } from "../../models/image/instruction.js";
import { settingPlace } from "../../models/image/place.js";
import { ownChain } from "../../models/image/start.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import type { Service } from "../../models/project/service.js";
import { type Start, startsOf } from "../../models/project/start.js";
import { chainOf } from "../../models/project/start-chain.js";
import { signalName, stopSignalOf } from "../../models/project/stop-signal.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/stop-signal",
  claim: "the stop signal is one that the app can act on",
  why: "SIGKILL and SIGSTOP cannot be caught: an app that is stopped with them is killed in the middle of its work. A signal that the app does not listen for costs it the whole grace period, and ends in SIGKILL as well.",
  todo: "Remove STOPSIGNAL and `stop_signal`, so that SIGTERM is sent, or name the signal on which the server finishes its requests: `STOPSIGNAL SIGQUIT` for nginx, SIGWINCH for Apache httpd.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  needs: { start: true },
  aliases: ["tally/no-ungraceful-stopsignal", "tally/prefer-nginx-sigquit", "tally/prefer-systemd-sigrtmin-plus-3"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    return worst(startsOf(service).map((start) => judge(service, start))) ?? notApplicable("nothing is started");
  },
  image(image, _options, ship) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    if (ship?.deployments.some(({ compose }) => compose?.stopSignal)) return notApplicable("a deployment sets the signal itself");
    return judgeBuilt(image);
  },
  fix(service, _, { findings, read }) {
    const { dockerfile, stage } = service;
    const composed = findings.filter(({ place }) => isSourcePlace(place) && place.file !== dockerfile?.path);
    const there = fixDeployments(service, { findings: composed, read }, ({ name, compose }, edit, { message }) => {
      const better = /finishes them on (SIG\w+)/.exec(message)?.[1];
      const title = `stop ${name} by ${better ?? "a signal that it can act on"}`;
      const elsewhere = edit.foreignTo(compose?.stopSignal?.place);
      return elsewhere ?? { title, changes: [better ? edit.set(["stop_signal"], better) : edit.remove(["stop_signal"])] };
    });
    const how = { title: "send a signal that the app can act on", safety: "review", order: "line" } as const;
    const built = fixEach(findings.slice(0, 1), how, ({ file, range }, { message }) => {
      const own = stage?.instructions.findLast((one) => one.keyword === "STOPSIGNAL");
      if (!dockerfile || file !== dockerfile.path || !own || !isInside(range, own)) return null;
      if (own.text.includes("$")) return "a variable owns the value";
      const better = /finishes them on (SIG\w+)/.exec(message)?.[1];
      if (better) return [replaced(dockerfile.path, own.textRange, better)];
      const removed = withoutLines(dockerfile, own);
      return typeof removed === "string" ? removed : [removed];
    });
    return [...built, ...there];
  },
  examples: [
    { title: "the default", says: "yes", files: 'FROM node:22-slim\nCMD ["node", "server.js"]\n' },
    { title: "SIGKILL", says: "no", files: 'FROM node:22-slim\n«STOPSIGNAL SIGKILL»\nCMD ["node", "server.js"]\n' },
    {
      title: "in Compose",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    stop_signal: «SIGKILL»\n",
      },
    },
  ],
});

function judge(service: Service, start: Start): Answer {
  const { written, name, place, by } = stopSignalOf(service, start.deployment);
  const { dockerfile, stage } = service;
  if (by === "default") return yes("SIGTERM, the default");
  if (!dockerfile || !stage || by === "base") return yes(`${written}, the signal of the base image`);
  const at = place ?? placeOf(dockerfile, stage.from);
  const extra = start.deployment && by === "deployment" ? { deployment: start.deployment.name } : {};
  const whose = start.deployment && by === "deployment" ? `${start.deployment.name}: ` : "";
  const { app } = chainOf(service, start);
  return judgeSignal({
    written,
    name,
    whose,
    at,
    extra,
    app,
    usual: factsOfBase(stage)?.stopSignal?.replace(/^SIG/, "") ?? null,
  });
}

function judgeBuilt(image: Image): Answer {
  const written = image.config.stopSignal;
  if (written === "") return yes("SIGTERM, the default");
  const name = signalName(written);
  const ofBase = image.history.some((entry) => {
    const built = builtBy(entry);
    return built.keyword === "STOPSIGNAL" && entry.layer === null && isOfBase(image, entry) && signalName(built.text) === name;
  });
  return judgeSignal({
    written,
    name,
    whose: "",
    at: settingPlace("StopSignal"),
    extra: {},
    app: ownChain(image).app,
    usual: ofBase ? name : null,
  });
}

/** Whether a line stands before the last layer of a known base. */
function isOfBase(image: Image, entry: HistoryEntry): boolean {
  const last = image.history.findLastIndex((one) => one.layer !== null && image.layers[one.layer]?.fromBase === true);
  return image.history.indexOf(entry) < last;
}

interface Told {
  readonly written: string;
  readonly name: string | null;
  readonly whose: string;
  readonly at: Place;
  readonly extra: { readonly deployment?: string };
  readonly app: readonly string[] | null;
  /** The signal that the base image sets, which its makers chose for what it starts. */
  readonly usual: string | null;
}

function judgeSignal({ written, name, whose, at, extra, app, usual }: Told): Answer {
  if (name === null) {
    if (written.includes("$")) return unknown(`${whose}the stop signal is \`${written}\`, a variable without a known value`, at);
    return no(finding(`${whose}\`${written}\` is no signal: the container cannot be created`, at, extra));
  }
  if (name === "KILL" || name === "STOP") {
    return no(
      finding(
        `${whose}SIG${name} cannot be caught: the app is ${name === "KILL" ? "killed" : "frozen, and then killed"} in the middle of its work`,
        at,
        extra,
      ),
    );
  }
  const server = app && serverOf(app);
  if (server?.drainsOn.includes(name)) return yes(`${server.name} finishes its requests on SIG${name}`);
  if (server?.cutsOn.includes(name)) {
    const better = server.drainsOn.map((signal) => `SIG${signal}`).join(" or ");
    return no(
      finding(`${whose}${server.name} cuts its requests on SIG${name}; it finishes them on ${better}`, at, {
        ...extra,
        level: "info",
      }),
    );
  }
  if (name === "TERM") return yes("SIGTERM, which the app can catch");
  if (name === usual) return yes(`SIG${name}, as the base image has it`);
  if (/^RTMIN/.test(name) && /(?:^|\/)(?:systemd|init)$/.test(app?.[0] ?? "")) return yes(`SIG${name} stops systemd`);
  return unknown(`${whose}SIG${name} is sent in place of SIGTERM; whether the app listens for it was not seen`, at);
}
