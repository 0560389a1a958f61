import { nearest } from "../../core/nearest.js";
import type { Ci } from "../ci/ci.js";
import { readCi } from "../ci/read.js";
import type { BuildWay } from "../ci/written-workflow.js";
import { parseDockerignore } from "../dockerignore/parse.js";
import { appFolder } from "./app-folder.js";
import { Apps, matteringValues } from "./apps.js";
import { contextMaker } from "./build-context.js";
import { type AgreedHint, agreedHint, type BuildHint, buildHints, type HintSource, isBakeFile } from "./build-hints.js";
import { type Build, imageNames, inContext, makeBuild, referenceOf } from "./builds.js";
import { BuiltService, buildFile } from "./built-service.js";
import { dockerfileCandidates } from "./candidates.js";
import { ciFiles } from "./ci-files.js";
import { composeHints } from "./compose-hints.js";
import { type ProductionService, productionCompose } from "./compose-services.js";
import { credentialFiles } from "./credential-files.js";
import { composeDeployment } from "./deploy-compose.js";
import { readDeployingFiles } from "./deploying-files.js";
import type { Deployment } from "./deployment.js";
import { isTemplateText } from "./dockerfile-names.js";
import { entryScripts, handedOver, mayHoldScripts } from "./entry-scripts.js";
import { projectFiles } from "./files.js";
import { type Foreign, foreignService, placeDeployments } from "./foreign.js";
import { guessContext } from "./guess-context.js";
import type { KeptDockerfiles } from "./kept-dockerfiles.js";
import { folderName, nameOfDockerfile, uniqueName } from "./names.js";
import type { AssembleOptions } from "./options.js";
import { folderOf, isWithin } from "./paths.js";
import type { Project } from "./project.js";
import { Reader } from "./reader.js";
import type { ProjectFacts, Service } from "./service.js";
import type { ProjectSource } from "./source.js";
import { probePaths, startCommands, startOf } from "./start-words.js";

/** Reads one project whole: which services it has, how each is built and deployed, and what they share. */
export function assembleProject(source: ProjectSource, options: AssembleOptions): Project {
  const reader = new Reader(source);
  for (const problem of source.problems) reader.report(problem);
  const files = projectFiles(source);
  const notJudged: { file: string; because: string }[] = [];
  const excluded = options.exclude?.length ? parseDockerignore("", options.exclude.join("\n")) : null;
  const { candidates, links } = dockerfileCandidates(source, options, excluded, reader);
  const compose = productionCompose(source, files, reader, options);
  notJudged.push(...compose.notJudged);

  const builds = new Map<string, Build>();
  const claimed = new Set<string>();
  const images: ProductionService[] = [];
  for (const one of compose.services) {
    if (one.service.build === null) {
      images.push(one);
      continue;
    }
    const build = composeBuild(one, links, reader, notJudged, source.dockerfiles);
    if (!build) continue;
    const known = builds.get(build.key) ?? build;
    builds.set(known.key, known);
    if (known.path !== null) claimed.add(known.path);
    known.names.push(one.service.name);
    const reference = referenceOf(one.service.image?.value);
    if (reference) known.references.push(reference);
    known.deployments.push(composeDeployment(one.service, one.waitedFor));
  }
  const composed = new Set(compose.files);
  // The one file of most trees that are given as texts is neither a pipeline nor a manifest.
  const others = source.working.filter((path) => path !== "Dockerfile");
  const pipeline = ciFiles(others, reader);
  const lonely = candidates.some(({ path, because }) => because === null && !claimed.has(path));
  const hints = lonely ? hintsOf(others, pipeline, reader) : [];
  const besides = lonely ? composeHints(others, composed, files, reader) : [];
  const deployed = images.flatMap(({ service }) => referenceOf(service.image?.value) ?? []);
  for (const { path, because } of candidates) {
    if (claimed.has(path)) continue;
    const text = because === null ? reader.peek(path) : null;
    const reason = because ?? (!options.all && text !== null && isTemplateText(text) ? "is a template" : null);
    if (reason !== null) {
      notJudged.push({ file: path, because: reason });
      continue;
    }
    if (text === null) continue;
    reader.keep(path, text);
    const hint = agreedHint({ path, text }, hints, deployed) ?? agreedHint({ path, text }, besides, deployed);
    const build = lonelyBuild(path, text, hint, files, options.folder ?? "app", source.dockerfiles);
    builds.set(build.key, build);
    if (candidates.length > MOST_HELD) build.letGo();
  }
  for (const [link, target] of links)
    notJudged.push({ file: link, because: `is a link to ${target}, which is looked at itself` });

  const deploying = readDeployingFiles(others, composed, reader);
  const built = [...builds.values()];
  const foreign = placeDeployments(built, images, deploying.workloads, notJudged);
  const names = namesOf(built);
  const facts: ProjectFacts = {
    today: options.today,
    ci: withOuter(readCi(pipeline), source.outerCi),
    opaqueDeployments: deploying.opaque,
    composeFiles: compose.files,
    images: waysOf(built, names),
    credentialFiles: credentialFiles(source, reader),
    shellChecks: null,
    files,
  };
  for (const problem of facts.ci.problems) reader.report(problem);
  const ours = makeServices(source, built, names, facts, reader);
  const chosen = choose([...ours, ...makeForeign(foreign, facts, built)], options, reader);
  const readRest = (): void => {
    for (const service of chosen) {
      if (service instanceof BuiltService) service.look();
      letGo(service);
    }
  };
  const letGo = (service: Service): void => {
    if (ours.length > MOST_HELD && service instanceof BuiltService) service.letGo();
  };
  // All problems are known before the first service is judged, except where they come up as all of so many are.
  if (ours.length <= MOST_HELD) readRest();
  notJudged.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const { problems, texts } = reader;
  return { root: source.root, services: chosen, letGo, readRest, facts, notJudged, problems, texts };
}

/** The names of the services that the builds become. */
function namesOf(built: readonly Build[]): readonly string[] {
  const taken = new Set<string>();
  return built.map((build) => {
    const main = mainDeployment(build);
    return uniqueName(main?.kind === "compose" ? main.name : (build.names[0] ?? "app"), build.file, taken);
  });
}

/** How each image is built, under the name that its service gets. */
function waysOf(built: readonly Build[], names: readonly string[]): readonly BuildWay[] {
  const ways: BuildWay[] = [];
  built.forEach(({ path, context, target }, index) => {
    if (path === null) return;
    const name = (names[index] as string).toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
    ways.push({ name, dockerfile: path, context, target });
  });
  return ways;
}

function mainDeployment({ deployments }: Build): Deployment | undefined {
  return deployments.find((deployment) => !deployment.oneShot) ?? deployments[0];
}

const NO_ARGS: ReadonlyMap<string, string | null> = new Map();

/** Where only a part of a repository is looked at and has no pipeline of its own, the repository's was seen and not read. */
function withOuter(ci: Ci, outer: readonly string[]): Ci {
  return ci.files.length > 0 || outer.length === 0 ? ci : { ...ci, unread: [...ci.unread, ...outer] };
}

function composeBuild(
  { service }: ProductionService,
  links: ReadonlyMap<string, string>,
  reader: Reader,
  notJudged: { file: string; because: string }[],
  kept: KeptDockerfiles | undefined,
): Build | null {
  const { build } = service;
  if (!build) return null;
  const aside = (because: string): null => {
    notJudged.push({ file: service.place.file, because: `its service ${service.name} ${because}` });
    return null;
  };
  if (build.context === null) return aside(`is built from ${build.contextWritten}, which is not in this project`);
  const shared = {
    target: build.target?.value ?? null,
    context: build.context,
    known: "written" as const,
    args: new Map([...build.args].map(([name, { value }]) => [name, value])),
    kept,
  };
  if (build.inlineDockerfile) {
    reader.keep(build.inlineDockerfile.path, build.inlineDockerfile.text);
    return makeBuild({ ...shared, path: null, inline: build.inlineDockerfile, text: build.inlineDockerfile.text });
  }
  if (build.dockerfile === null) return aside("is built from a Dockerfile that is not in this project");
  const path = links.get(build.dockerfile) ?? build.dockerfile;
  const text = reader.named(path, build.place);
  if (text === null) return aside(`is built from ${path}, which could not be read`);
  return makeBuild({ ...shared, path, inline: null, text });
}

/** Bake files are looked at besides what CI consists of. */
function hintsOf(paths: readonly string[], pipeline: readonly HintSource[], reader: Reader): readonly BuildHint[] {
  const bakes = paths.filter(isBakeFile).flatMap((path) => {
    const text = reader.glance(path);
    return text === null ? [] : [{ path, text }];
  });
  const scripts = reader.glance("package.json");
  return buildHints([...bakes, ...pipeline, ...(scripts === null ? [] : [{ path: "package.json", text: scripts }])]);
}

function lonelyBuild(
  path: string,
  text: string,
  hint: AgreedHint | null,
  files: ProjectFacts["files"],
  project: string,
  kept: KeptDockerfiles | undefined,
): Build {
  const written = hint?.context ?? null;
  const of = {
    path,
    inline: null,
    text,
    target: hint?.target ?? null,
    args: NO_ARGS,
    kept,
    context: written ?? folderOf(path),
    known: written === null ? ("guessed" as const) : ("written" as const),
  };
  const first = makeBuild(of);
  const context = written ?? guessContext(first.dockerfile, files);
  const build = context === first.context ? first : inContext(first, { ...of, context });
  build.references.push(...(hint?.references ?? []));
  build.loose.push(...(hint?.loose ?? []));
  build.names.push(nameOfDockerfile(path, project));
  const folder = folderName(folderOf(path));
  if (folder !== null) build.names.push(folder);
  return build;
}

/** So many services are held with all that was read of them; of more, each is read when it is judged, and let go of. */
const MOST_HELD = 200;

function makeServices(
  source: ProjectSource,
  builds: readonly Build[],
  names: readonly string[],
  facts: ProjectFacts,
  reader: Reader,
): readonly BuiltService[] {
  const contextOf = ({ context: root, known, path: dockerfile }: Build) => ({ root, known, dockerfile });
  const contexts = contextMaker(source, facts.files, reader, builds.map(contextOf));
  const apps = new Apps(source, reader, builds.length > 1);
  const scripted = mayHoldScripts(source, reader);
  return builds.map((build, index) => {
    const { deployments } = build;
    const image = build.references[0] ?? referenceOf(mainDeployment(build)?.image?.value);
    return new BuiltService(build, names[index] as string, image, facts, () => {
      const { dockerfile, stage } = build;
      const context = contexts(contextOf(build));
      for (const problem of dockerfile.problems) reader.report(problem);
      const start = stage && startOf(stage);
      const scripts =
        stage && scripted ? entryScripts(stage, startCommands(stage, deployments), context.root, facts.files, reader) : [];
      // What an entry script of the project hands over to stands behind the command that names the script.
      const words = start && [...start, ...scripts.flatMap(handedOver)];
      const root = stage ? appFolder(build.path, stage, context, words, facts.files) : context.root;
      const app = apps.read({
        root,
        start: words ?? null,
        probePaths: probePaths(stage, deployments),
        env: stage ? matteringValues(stage.facts.env) : NO_ARGS,
      });
      return { context, app, entryScripts: scripts };
    });
  });
}

function makeForeign(foreign: readonly Foreign[], facts: ProjectFacts, builds: readonly Build[]): readonly Service[] {
  if (foreign.length === 0) return [];
  const taken = new Set(builds.flatMap((build) => build.deployments.map((deployment) => deployment.name)));
  for (const build of builds) for (const name of imageNames(build)) taken.add(name);
  return foreign.map((one) => foreignService(one, facts, taken));
}

function noService(name: string, services: readonly Service[]): string {
  const known = services.map((one) => one.name);
  const meant = nearest(name, known);
  const listed = `${known.slice(0, 8).join(", ")}${known.length > 8 ? ` and ${known.length - 8} more` : ""}`;
  return `no service is named ${name}${meant ? `: did you mean ${meant}?` : known.length > 0 ? `: there are ${listed}` : ""}`;
}

/** The services that the person asked for: by name, or by lying in a folder that was named. */
function choose(services: readonly Service[], options: AssembleOptions, reader: Reader): readonly Service[] {
  let chosen = services;
  const { named, services: wanted } = options;
  if (named && named.length > 0) {
    const within = (path: string): boolean => named.some((one) => isWithin(one, path));
    chosen = chosen.filter((one) => {
      const file = buildFile(one);
      return (file !== null && within(file)) || one.deployments.some((deployment) => within(deployment.file));
    });
  }
  if (wanted && wanted.length > 0) {
    for (const name of wanted) {
      if (!services.some((one) => one.name === name || one.id === name))
        reader.reportFile("config", ".", noService(name, services));
    }
    chosen = chosen.filter((one) => wanted.includes(one.name) || wanted.includes(one.id));
  }
  return chosen;
}
