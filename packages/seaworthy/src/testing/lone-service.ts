import type { Problem } from "../core/problem.js";
import { readCi } from "../models/ci/read.js";
import { readDockerfile } from "../models/dockerfile/read.js";
import type { Project } from "../models/project/project.js";
import type { ProjectFacts, Service } from "../models/project/service.js";

const FACTS: ProjectFacts = {
  today: "2026-11-23",
  ci: readCi([]),
  opaqueDeployments: [],
  composeFiles: [],
  images: [],
  credentialFiles: [],
  shellChecks: null,
  files: { has: () => false, tracked: () => false, below: () => [], gitRoot: null },
};

/** A service of one Dockerfile, with nothing else around it. */
export function serviceOf(text = "FROM scratch\n", name = "app"): Service {
  const dockerfile = readDockerfile("Dockerfile", text);
  return {
    id: "Dockerfile",
    name,
    dockerfile,
    stage: dockerfile.stages.at(-1) ?? null,
    context: null,
    buildArgs: new Map(),
    image: null,
    foreign: false,
    app: null,
    entryScripts: [],
    deployments: [],
    project: FACTS,
    problems: [],
  } as unknown as Service;
}

/** A project of that service, as often as asked. */
export function projectOf(texts: Readonly<Record<string, string>>, problems: readonly Problem[] = [], copies = 1): Project {
  const services = Array.from({ length: copies }, (_, index) => serviceOf(texts.Dockerfile, index === 0 ? "app" : `app${index}`));
  return {
    root: ".",
    services,
    letGo: () => undefined,
    readRest: () => undefined,
    facts: FACTS,
    notJudged: [],
    problems,
    texts: new Map(Object.entries(texts)),
  } as unknown as Project;
}
