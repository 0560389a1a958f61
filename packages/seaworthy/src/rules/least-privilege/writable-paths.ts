import { type Answer, type Finding, noOr, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { familiarName } from "../../knowledge/bases.js";
import { writtenByProgram, writtenPaths } from "../../knowledge/written-paths.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import type { Deployment } from "../../models/project/deployment.js";
import { about } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
import { startCommands } from "../../models/project/start-words.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/writable-paths",
  claim: "what the app is known to write lies on a tmpfs or a volume where the root is read-only",
  why: "A read-only root stops the app itself at the first file that it writes: a pid file, a cache, an upload. It then fails at the start, or days later.",
  todo: "Give each folder that is written a `tmpfs` (what may be lost) or a volume (what must stay): `tmpfs: [/tmp, /var/cache/nginx, /run]`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    return (
      worst(service.deployments.map((deployment) => answerOf(service, deployment))) ??
      notApplicable("no deployment file was found")
    );
  },
  examples: [
    {
      title: "room for the cache and the pid file",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29.1-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    read_only: true\n    tmpfs: [/var/cache/nginx, /var/run]\n",
      },
    },
    {
      title: "nginx without a cache",
      says: "no",
      files: {
        Dockerfile: "FROM nginx:1.29.1-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    read_only: «true»\n    tmpfs: [/run]\n",
      },
    },
  ],
});

interface Need {
  readonly by: string;
  readonly path: string;
}

function answerOf(service: Service, deployment: Deployment): Answer {
  const { name, readOnlyRoot } = deployment;
  if (readOnlyRoot?.value !== true) return notApplicable(`${name} has no read-only root`);
  const needs = needsOf(service, deployment);
  if (needs.length === 0) return notApplicable(`nothing is known that ${name} writes`);
  const writable = deployment.writablePaths.map((one) => normal(one.value));
  const volumes = service.stage?.facts.volumes.map((one) => normal(one.path)) ?? [];
  const places = [...writable, ...volumes];
  const found: readonly Finding[] = needs
    .filter(({ path }) => !places.some((place) => path === place || place === "/" || path.startsWith(`${place}/`)))
    .map(({ by, path }) => about(deployment, `${by} writes to ${path}, which is read-only in ${name}`, readOnlyRoot.place));
  const [first] = found;
  const [opaque] = service.project.opaqueDeployments;
  if (first && opaque)
    return unknown(`${first.message}; ${opaque.tool} (${opaque.file}), which was not read, may give it room`, readOnlyRoot.place);
  return noOr(found, () => yes(`${name} can write ${[...new Set(needs.map((one) => one.path))].join(", ")}`));
}

function needsOf(service: Service, deployment: Deployment): readonly Need[] {
  const { stage, app, foreign, image } = service;
  const needs: Need[] = [];
  const base = foreign ? image : stage?.base.kind === "image" ? stage.base.reference : null;
  const own = stage?.facts.cmd ?? stage?.facts.entrypoint ?? deployment.command ?? deployment.entrypoint;
  // The program of the base runs only where nothing else is started.
  const known = base && !own ? writtenPaths(familiarName(base.name)) : null;
  for (const path of known?.paths ?? []) needs.push({ by: known?.software ?? "", path });
  for (const words of stage ? startCommands(stage, [deployment]) : []) {
    for (const word of words.slice(0, 6)) {
      const writes = writtenByProgram(word.slice(word.lastIndexOf("/") + 1));
      for (const path of writes?.paths ?? []) needs.push({ by: writes?.software ?? "", path });
    }
  }
  for (const path of stage ? writtenByStart(stage) : []) needs.push({ by: "the start command", path });
  for (const { path } of app?.writes ?? []) {
    const folder = normal(path);
    if (folder.startsWith("/") && !/^\/(?:dev|proc|sys)(?:\/|$)/.test(folder)) needs.push({ by: "the code", path: folder });
  }
  return needs;
}

/** Files that a start command in shell form writes: by redirection, or through tee. */
function writtenByStart({ facts }: Stage): readonly string[] {
  const commands = [facts.entrypoint, facts.cmd].flatMap((start) => start?.script?.commands ?? []);
  const targets = commands.flatMap(({ name, words, redirects }) => [
    ...redirects.filter(({ operator }) => /^\d?>{1,2}\|?$|^&>>?$/.test(operator)).map(({ target }) => target?.value ?? null),
    ...(name === "tee" ? words.slice(1).map(({ value }) => value) : []),
  ]);
  return targets.filter((path): path is string => path?.startsWith("/") === true && !/^\/(?:dev|proc)\//.test(path)).map(normal);
}

/** `/var/run` is a link to `/run`. */
function normal(path: string): string {
  const clean = path.replace(/\/+/g, "/").replace(/(?<=.)\/$/, "");
  return clean.startsWith("/var/run") ? clean.slice(4) : clean;
}
