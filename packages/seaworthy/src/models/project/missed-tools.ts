import { baseFacts } from "../../knowledge/bases.js";
import type { App } from "../app/app.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";

/** What the full editions of language images have and their slim ones have not. */
const FULL_ALONE: ReadonlySet<string> = new Set(
  "git svn hg bzr curl wget make gcc g++ cc c++ autoconf automake patch unzip xz ssh scp ssh-keyscan gpg dpkg-dev file imagemagick convert mysql_config pg_config node-gyp cmake ps pgrep pkill procps".split(
    " ",
  ),
);
/** The package that brings a tool where it has another name. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  make: /^(?:make|build-essential|build-base|alpine-sdk)$/,
  gcc: /^(?:gcc|build-essential|build-base|alpine-sdk)$/,
  "g++": /^(?:g\+\+|build-essential|build-base|alpine-sdk)$/,
  cc: /^(?:gcc|build-essential|build-base)$/,
  ssh: /^openssh-client/,
  scp: /^openssh-client/,
  "ssh-keyscan": /^openssh-client/,
  gpg: /^gnupg/,
  xz: /^xz-utils$/,
  ps: /^procps/,
  pgrep: /^procps/,
  pkill: /^procps/,
};
/** Packages that are compiled where they are installed, as a rule. */
const COMPILED: Readonly<Partial<Record<App["language"], ReadonlySet<string>>>> = {
  python: new Set(
    "psycopg2 mysqlclient uwsgi pycurl python-ldap pygraphviz mod-wsgi pyodbc dbus-python pycairo pygobject netifaces".split(" "),
  ),
  node: new Set("node-sass canvas node-gyp node-pty zeromq bufferutil utf-8-validate".split(" ")),
};

/**
 * What a build needs of the full edition of its base, in words: a tool that one of the stages on it calls and does not install, or packages that are compiled;
 * null where nothing was seen.
 */
export function missedTools(dockerfile: Dockerfile, shipped: Stage, app: App | null): string | null {
  const bottom = shipped.lineage.at(-1) ?? shipped;
  const ownTool = bottom.base.kind === "image" ? (baseFacts(bottom.base.reference)?.language ?? null) : null;
  for (const stage of dockerfile.stages.filter(({ lineage }) => lineage.includes(bottom))) {
    const installed: string[] = [];
    for (const run of stage.facts.runs) {
      for (const { name, inside } of run.script?.commands ?? []) {
        if (name === null || inside.includes("condition")) continue;
        const python = ownTool !== "python" && /^python[23]?$/.test(name);
        if (!FULL_ALONE.has(name) && !python) continue;
        const isThere = installed.some((one) => one === name || PACKAGES[name]?.test(one) === true);
        const here = run.installs.some(({ packages }) =>
          packages.some((one) => one.name === name || PACKAGES[name]?.test(one.name)),
        );
        if (!isThere && !here) return `the build calls ${name}`;
      }
      const remote = run.installs.find(({ system, packages }) => !system && packages.some(({ source }) => source === "git"));
      if (remote && !installed.includes("git")) return `the build fetches a package by git`;
      for (const { system, packages } of run.installs) if (system) installed.push(...packages.map(({ name }) => name));
    }
    const compiles = installed.some((name) => /^(?:build-essential|build-base|gcc|g\+\+)$/.test(name));
    const named = app && COMPILED[app.language];
    const needs =
      compiles || !named
        ? undefined
        : app.manifests.flatMap(({ dependencies }) => [...dependencies.keys()]).find((one) => named.has(one.toLowerCase()));
    if (needs && stage.facts.runs.some(({ installs }) => installs.some(({ system }) => !system)))
      return `${needs} is compiled where it is installed`;
  }
  return null;
}
