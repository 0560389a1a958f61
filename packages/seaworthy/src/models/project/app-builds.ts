import { ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { type Build, buildsOf } from "../shell/builds.js";
import { downloadsOf } from "../shell/downloads.js";
import type { Command, Script, ShellWord } from "../shell/script.js";

/** A command of a stage that makes the app out of its source. */
export interface AppBuild {
  readonly build: Build;
  readonly run: RunFacts;
}

/** What prepares a runtime or sorts files, and makes no program of the app's own. */
const NO_APP_BUILD =
  /^(docker-php-ext-install|phpize|pecl install.*|manage\.py .*|django-admin .*|bootsnap .*|pip wheel|cargo install|node-gyp .*|go generate|mix assets\..*|mix phx\.digest|composer .*)$/;
const BUILD_FILE = /(^|[/_.-])(build|compile|bundle|make)[\w.-]*\.(sh|bash|mjs|cjs|js|ts|py)$/i;

/** The builds of the app in a stage's whole lineage, in order. What a RUN builds of fetched sources is not among them. */
export const appBuilds = ofStage((stage: Stage): readonly AppBuild[] => {
  const found: AppBuild[] = [];
  for (const run of stage.facts.runs) {
    const { script } = run;
    // Most RUNs build nothing.
    if (script === null || buildsOf(script).length === 0) continue;
    const builds = buildsOf(script).filter(({ tool }) => !NO_APP_BUILD.test(tool));
    const own = builds.some(isFetched) && fetchesSources(run, script) ? builds.filter((build) => !isFetched(build)) : builds;
    for (const build of own) found.push({ build, run });
  }
  return found;
});

/** What a person calls a build: without options and expansions. */
export function toolName(build: Build): string {
  return build.tool.replace(/ [-$"].*$/s, "");
}

/** A RUN that may build in a way that is not seen: it starts a script of a telling name, or its language is not read. */
export const hiddenBuild = ofStage(
  (stage: Stage): RunFacts | null =>
    stage.facts.runs.find(({ script, instruction }) => (script === null ? !instruction.json : startsBuildFile(script))) ?? null,
);

function startsBuildFile({ commands }: Script): boolean {
  for (let at = 0; at < commands.length; at++) {
    const { words } = commands[at] as Command;
    if (isBuildFile(words[0]) || isBuildFile(words[1])) return true;
  }
  return false;
}

function isBuildFile(word: ShellWord | undefined): boolean {
  const text = word?.value ?? word?.text ?? "";
  return text.includes(".") && BUILD_FILE.test(text);
}

/** Builds of what a RUN fetches first: a library, a tool. */
function isFetched({ ecosystem }: Build): boolean {
  return ecosystem === "native" || ecosystem === "php";
}

function fetchesSources(run: RunFacts, script: Script): boolean {
  return (
    downloadsOf(script).length > 0 ||
    script.commands.some(({ name, words }) => name === "git" && words[1]?.value === "clone") ||
    run.installs.some(({ system, packages }) => system && packages.length > 0)
  );
}
