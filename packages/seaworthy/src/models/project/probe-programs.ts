import type { Range } from "../../core/place.js";
import { type BaseFacts, baseFacts } from "../../knowledge/bases.js";
import { brings, isOwnTool } from "../../knowledge/probe-packages.js";
import { PROBE_TOOLS, SHELLS } from "../../knowledge/tools.js";
import type { RunFacts, Stage } from "../dockerfile/dockerfile.js";
import { keptPackages } from "../shell/kept-packages.js";
import { isFedShell, startsScript } from "../shell/started-scripts.js";
import type { Probe } from "./probe.js";
import type { Service } from "./service.js";
import { imageStart } from "./start.js";

/** A program that a check needs in the image. */
export interface Needed {
  /** Its base name; "sh" for the shell that runs the text. */
  readonly name: string;
  readonly path: string;
  /** Where it is named, in the file of the check; null: the check as a whole. */
  readonly range: Range | null;
}

/** What comes with every shell that people use in images, or is part of it. */
const WITH_SHELL = new Set(
  (
    "[ [[ test : . true false exit return echo printf read set unset export local shift trap wait exec eval cd pwd kill type command if then else fi " +
    "cat ls grep egrep fgrep sed awk cut tr head tail sort uniq wc sleep date stat find xargs basename dirname env expr id hostname rm mkdir touch cp mv tee timeout seq stty nproc"
  ).split(" "),
);

/** The programs of a check, the shell first where one is needed; none for what the kubelet asks by itself. */
export function programsOf(probe: Probe): readonly Needed[] {
  if (probe.form === "exec") {
    const [path] = probe.words;
    return path ? [{ name: baseName(path), path, range: null }] : [];
  }
  if (probe.form !== "shell" || !probe.script) return [];
  const needed: Needed[] = [{ name: "sh", path: "/bin/sh", range: null }];
  const functions = new Set([...probe.script.text.matchAll(/([A-Za-z_]\w*)\s*\(\s*\)/g)].map((match) => match[1] as string));
  for (const { name, words } of probe.script.commands) {
    const word = words[0];
    if (name === null || !word || WITH_SHELL.has(name) || functions.has(name)) continue;
    if (/^(?:sh|ash)$/.test(name)) continue;
    if (!needed.some((one) => one.name === name)) needed.push({ name, path: word.value ?? name, range: word.range });
  }
  return needed;
}

export interface Presence {
  /** null: it cannot be told. */
  readonly present: boolean | null;
  readonly because: string;
}

/** Whether the shipped image has a program: by the table of bases, the packages that its build installs, and what is copied in. */
export function presenceOf(service: Service, { name, path }: Needed): Presence {
  const { stage } = service;
  const reference = stage ? (stage.base.kind === "image" ? stage.base.reference : null) : service.image;
  const facts = reference ? baseFacts(reference) : null;
  const base = reference?.name ?? (stage?.base.kind === "scratch" ? "scratch" : "the base image");
  const inBase = stage?.base.kind === "scratch" ? false : facts ? baseHas(facts, name) : null;
  if (inBase) return { present: true, because: `${base} has ${name}` };
  if (!stage)
    return { present: inBase, because: inBase === false ? `${base} has no ${name}` : `whether ${base} has ${name} is not known` };
  const added = addedBy(stage, name, path);
  if (added) return added;
  if (starts(service, name)) return { present: true, because: `${name} is what the image starts` };
  if (inBase === null) return { present: null, because: `whether ${base} has ${name} is not known` };
  if (
    name !== "sh" &&
    stage.facts.runs.some(({ script }) => script?.commands.some((command) => startsScript(command) || isFedShell(command)))
  )
    return { present: null, because: `a script that a RUN starts and that was not read may install ${name}` };
  return { present: false, because: `${base} has no ${name}, and nothing in the file installs it` };
}

function baseHas(facts: BaseFacts, name: string): boolean | null {
  if (name === "sh") return facts.shell;
  if (SHELLS.has(name) && name !== "bash") return facts.shell === false ? false : null;
  if (/^python3\.\d+$/.test(name)) return facts.tools.python3 === false ? false : null;
  // Distroless images keep the interpreter off the PATH.
  if (facts.variant === "distroless" && facts.language !== null && (name === facts.language || name === "python3")) return null;
  if (isOwnTool(facts.name, name)) return true;
  const tools: Readonly<Record<string, boolean | null>> = facts.tools;
  if (Object.hasOwn(tools, name)) return tools[name] ?? null;
  if (facts.shell === false && PROBE_TOOLS.has(name))
    return facts.purpose === "server" || facts.purpose === "tool" ? null : false;
  return null;
}

/** Programs that many packages bring along without naming them. */
const COMMON = /^(?:python3?|bash|perl|java|node|php|ruby|git|gcc|make)$/;
const BRINGS_WGET = /chrome|chromium|xdg-utils|wkhtmltopdf/;
const BIN = /^\/(?:(?:usr\/(?:local\/)?)?s?bin\/?)?$|^\/(?:usr|usr\/local)\/?$/;
/** Where the packages of distributions put nothing. */
const LOCAL = /^\/usr\/local(?:\/|$)/;
const PACKAGED = /^(?:curl|wget|nc|pgrep)$/;

function addedBy(stage: Stage, name: string, path: string): Presence | null {
  let unsure: Presence | null = null;
  const mention = new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, ".")}(?![\\w-])`);
  for (const run of stage.facts.runs) {
    const kept = keptPackages(run).find((one) => brings(one.name, name));
    if (kept) return { present: true, because: `the package ${kept.name} is installed` };
    unsure ??= mayAdd(run, name, mention);
  }
  for (const { sources, destination, from } of stage.facts.copies) {
    if (destination === null) unsure ??= { present: null, because: `a COPY to an unknown place may bring ${name}` };
    else if (lands(destination, sources, name, path)) return { present: true, because: `${name} is copied in` };
    else if (LOCAL.test(destination) && PACKAGED.test(name)) continue;
    else if (BIN.test(destination) || (path.startsWith("/") && path.startsWith(`${destination.replace(/\/$/, "")}/`)))
      unsure ??= {
        present: null,
        because: `what is copied into ${destination} ${from.kind === "context" ? "" : "from elsewhere "}may bring ${name}`,
      };
  }
  return unsure;
}

function lands(destination: string, sources: readonly string[], name: string, path: string): boolean {
  if (destination.endsWith("/")) {
    const folder = destination === "/" ? "/" : destination;
    return sources.some((source) => baseName(source) === name) && (!path.startsWith("/") || path === `${folder}${name}`);
  }
  return baseName(destination) === name && (!path.startsWith("/") || path === destination);
}

/** Whether a RUN may bring a program in a way that is not followed. */
function mayAdd(run: RunFacts, name: string, mention: RegExp): Presence | null {
  if (run.script === null) return { present: null, because: "a RUN could not be read" };
  const hidden = run.installs.find((install) => install.packages.some(({ word }) => word.value === null));
  if (hidden) return { present: null, because: "packages are named by a variable" };
  const system = run.installs.some((install) => install.system);
  if (system && (COMMON.test(name) || (name === "wget" && BRINGS_WGET.test(run.script.text))))
    return { present: null, because: `a package that is installed may bring ${name}` };
  // A RUN that uses or removes a program of its base says nothing; one that writes its path or links it does.
  const written = new RegExp(`(?:/|-o\\s+\\S*|-O\\s+\\S*)${mention.source}`).test(run.script.text);
  const named = run.installs.some((install) => install.packages.some((one) => one.source === "group" && mention.test(one.name)));
  return written || named ? { present: null, because: `a RUN may put ${name} in place` } : null;
}

/** The program that serves is there, or nothing would start. */
function starts({ stage, dockerfile }: Service, name: string): boolean {
  if (!stage || !dockerfile) return false;
  const argv = imageStart(dockerfile, stage).argv ?? [];
  return argv.slice(0, 1).some((word) => baseName(word) === name) && !SHELLS.has(name);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
