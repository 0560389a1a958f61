import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isSourcePlace, placeOf } from "../../core/place.js";
import { SHELLS } from "../../knowledge/tools.js";
import { healthLines } from "../../models/dockerfile/edit/health-lines.js";
import { linesAfter, linesBefore } from "../../models/dockerfile/edit/lines.js";
import { builtHealth, isAskedElsewhere } from "../../models/image/health.js";
import type { Image } from "../../models/image/image.js";
import { historyPlace, settingPlace } from "../../models/image/place.js";
import { ownChain } from "../../models/image/start.js";
import type { Deployment } from "../../models/project/deployment.js";
import { about, missing, unsetKey } from "../../models/project/each-deployment.js";
import { healthCommand } from "../../models/project/health-command.js";
import { deployedHealth, isAskedWhereDeployed } from "../../models/project/health-edit.js";
import { healthOf } from "../../models/project/probe.js";
import type { Service } from "../../models/project/service.js";
import { imageStart } from "../../models/project/start.js";
import { isBareShell, startsShellAlone } from "../../models/project/start-chain.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/declared",
  claim: "an orchestrator is told how to ask whether the service is well",
  why: "Without a health check an orchestrator sees only that a process exists. A container that is deadlocked or out of connections stays in service, and nobody waits for a new one to be ready.",
  todo: "Give the Dockerfile a `HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD …` that asks the app's health endpoint, or the Compose service a `healthcheck:`. Kubernetes ignores HEALTHCHECK: there each container needs a `readinessProbe` or `livenessProbe`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  needs: { start: true, drills: ["health"] },
  aliases: ["DL3057", "DS-0026", "CIS-DI-0006"],
  source(service) {
    if (!service.foreign) {
      if (!service.stage) return unknown("the shipped stage could not be read");
      if (service.dockerfile?.windows) return notApplicable("a Windows container");
    }
    const running = service.deployments.filter((deployment) => !deployment.oneShot);
    if (running.length > 0)
      return worst(running.map((deployment) => ofDeployment(service, deployment))) ?? notApplicable("nothing is deployed");
    if (service.deployments.length > 0) return notApplicable("it runs once and ends");
    return ofImage(service);
  },
  image(image, _options, ship) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    if (isAskedElsewhere(ship)) return notApplicable("what deploys the image brings checks of its own, or ignores this one");
    return ofBuilt(image);
  },
  trial(trial) {
    return ofDrill(trial, "health", ({ declaredBy }) => {
      if (declaredBy !== null) return yes(`the engine asked the health check of the ${declaredBy}`);
      if (!trial.conditions.deployed)
        return unknown("the image has no health check; what deploys it may bring one, and was not tried");
      return no(finding("the service ran without a health check, as it is deployed", momentOf("health", "started")));
    });
  },
  fix(service, _, { findings, read }) {
    const { dockerfile, stage } = service;
    const apart = isAskedWhereDeployed(service);
    const deployed = findings.filter(({ place }) => apart || (isSourcePlace(place) && isKubernetes(service, place.file)));
    const there = deployedHealth(service, { findings: deployed, read });
    const how = { title: "check the health of the service", safety: "review", order: "instruction" } as const;
    const ours = findings.filter(({ place }) => isSourcePlace(place) && !isKubernetes(service, place.file));
    if (apart || !dockerfile || !stage || ours.length === 0) return there;
    const command = healthCommand(service);
    const built = fixEach(ours.slice(0, 1), how, () => {
      if (typeof command === "string") return command;
      const none = stage.facts.healthcheck;
      const lines = healthLines(dockerfile, command.words, service.app?.language === "java" ? "60s" : "10s");
      if (none?.none) return [replaced(dockerfile.path, none.range, lines.join("\n"))];
      const start = stage.instructions.find(({ keyword: name }) => name === "CMD" || name === "ENTRYPOINT");
      const last = stage.instructions.at(-1) ?? stage.from;
      return [start ? linesBefore(dockerfile, start, lines) : linesAfter(dockerfile, last, lines)];
    });
    return [...built, ...there];
  },
  examples: [
    {
      title: "HEALTHCHECK in the image",
      says: "yes",
      files:
        'FROM alpine:3.22\nHEALTHCHECK --timeout=5s CMD wget -q --spider http://127.0.0.1:8000/health || exit 1\nCMD ["/app"]\n',
    },
    {
      title: "a health check that is switched off",
      says: "no",
      image: { config: { cmd: ["/app"], healthcheck: { test: ["NONE"] } } },
    },
    { title: "no check", says: "no", files: '«FROM node:22-slim»\nCMD ["node", "server.js"]\n' },
    {
      title: "Kubernetes without probes, which ignores HEALTHCHECK",
      says: "no",
      files: {
        Dockerfile: 'FROM alpine:3.22\nHEALTHCHECK CMD wget -q --spider http://127.0.0.1/health\nCMD ["/app"]\n',
        "k8s.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n",
      },
    },
  ],
});

function ofDeployment(service: Service, deployment: Deployment): Answer {
  const { name } = deployment;
  const health = healthOf(service, deployment);
  switch (health.state) {
    case "checked": {
      const roles = [...new Set(health.probes.map(({ where, role }) => (where === "kubernetes" ? role : where)))].join(", ");
      return yes(`${name} has a health check (${roles})`);
    }
    case "inherited":
      return yes(`${name} has the health check of its base ${health.from}`);
    case "disabled":
      return no(about(deployment, `the health check of ${name} is switched off by ${health.by}`, health.place));
    case "unknown":
      return unknown(`${name} sets no health check, and ${health.because}`, health.place ?? deployment.place);
    case "none": {
      if (deployment.kind === "compose")
        return unsetKey(deployment, "healthcheck") ?? missing(service, deployment, `${name} has no health check`);
      const ignored = service.stage?.facts.probe ? " (Kubernetes ignores HEALTHCHECK)" : "";
      return missing(service, deployment, `${name} has neither a readiness nor a liveness probe${ignored}`);
    }
  }
}

function ofImage(service: Service): Answer {
  const { stage, dockerfile } = service;
  if (!stage || !dockerfile) return notApplicable("nothing is known to run it");
  const health = healthOf(service, null);
  if (health.state === "checked") return yes("HEALTHCHECK is set");
  if (health.state === "inherited") return yes(`the base ${health.from} brings a health check`);
  const idle = startsNothing(service);
  if (idle) return notApplicable(idle);
  const opaque = service.project.opaqueDeployments[0];
  if (opaque)
    return unknown(
      `the image has no HEALTHCHECK, and ${opaque.tool} (${opaque.file}), which was not read, may set probes`,
      stage.base.place,
    );
  if (health.state === "disabled") return no(finding("HEALTHCHECK NONE switches the health check off", health.place));
  if (health.state === "unknown") return unknown(`no HEALTHCHECK is set, and ${health.because}`, health.place ?? undefined);
  return no(
    finding("no HEALTHCHECK is set, and no deployment with a check of its own was found", placeOf(dockerfile, stage.from)),
  );
}

function ofBuilt(image: Image): Answer {
  const health = builtHealth(image);
  if (health.state === "checked") return yes("the image has a health check");
  if (health.state === "disabled")
    return no(finding("HEALTHCHECK NONE switches the health check off", settingPlace("Healthcheck")));
  if (health.state === "lost")
    return no(
      finding(
        "the history has a HEALTHCHECK, but the image has none: the OCI form cannot carry one (`--format docker` keeps it)",
        historyPlace(health.line),
      ),
    );
  if (image.config.entrypoint.length + image.config.cmd.length === 0) return notApplicable("it starts nothing by itself");
  if (isBareShell(ownChain(image))) return notApplicable("it starts a shell and no service");
  const form = image.form === "oci" ? " (the OCI form cannot carry one)" : "";
  return unknown(
    `the image has no health check${form}; what deploys it may bring one, and was not seen`,
    settingPlace("Healthcheck"),
  );
}

/** Images that others build on, shells and functions of a platform that asks in its own way. */
function startsNothing(service: Service): string | null {
  const { stage, dockerfile } = service;
  if (!stage || !dockerfile) return null;
  if (stage.base.kind === "image" && /(?:^|\/)(?:aws-)?lambda[/-]|\/azure-functions\//.test(stage.base.reference.name))
    return "a function: its platform calls it and asks for no health";
  const { argv, by, entrypointKnown } = imageStart(dockerfile, stage);
  if (argv === null || !entrypointKnown) return null;
  const [program, ...more] = argv;
  if (program === undefined) return "it starts nothing by itself";
  const name = program.slice(program.lastIndexOf("/") + 1);
  const idles = SHELLS.has(name) && more.every((word) => /^-(?:l|i|il|-login)$/.test(word));
  if (idles && by === "base") return "it starts nothing by itself";
  if (idles || startsShellAlone(service)) return "it starts a shell and no service";
  if (
    by === "base" &&
    /^(?:node|python3?|irb|jshell|php|lua|erl|iex|ghci|julia|R|perl)$/.test(name) &&
    !more.some((word) => !/^-/.test(word))
  )
    return "it starts nothing by itself";
  return null;
}

function isKubernetes({ deployments }: Service, file: string): boolean {
  return deployments.some((one) => one.kind === "kubernetes" && one.file === file);
}
