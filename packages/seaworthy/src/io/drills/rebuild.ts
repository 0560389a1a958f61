import { randomBytes } from "node:crypto";
import { appendFileSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { constants, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { offsetsFrom } from "../../models/shell/offsets.js";
import { installsOf } from "../../models/shell/packages.js";
import { parseScript } from "../../models/shell/parse.js";
import type { BuildStep } from "../../models/trial/build-log.js";
import type { RebuildSeen } from "../../models/trial/observations.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import { type Built, buildImage } from "../build/build-image.js";
import type { BuildRequest } from "../build/build-request.js";
import { findBuilder } from "../build/find-builder.js";
import type { Engine } from "../engine/find-engine.js";
import type { Environment } from "../program.js";
import { NotHere } from "../trial/dealings.js";
import { nothingToTry, type Undone } from "../trial/drill.js";
import type { Run } from "../trial/run.js";

/** A context over this is not copied. */
const LARGEST_CONTEXT = 2 * 1024 * 1024 * 1024;
const MOST_FILES = 200_000;
const LONGEST_STEP = 300;
const MOST_STEPS = 50;

/**
 * Builds the image, changes one source file in a copy of the context, and builds again: which steps are done anew? The change is a line of blanks at the end of the file,
 * for a build that looks at the content alone.
 */
export async function rebuild(run: Run, engine: Engine, env: Environment): Promise<RebuildSeen | Undone> {
  const { build } = run.plan;
  if (!build) return nothingToTry("it is not built here");
  const builder = findBuilder(engine, env, [build.context]);
  if ("because" in builder) throw new NotHere(builder.because);
  const touched = inside(build, build.touch);
  if (touched === null) throw new NotHere(`${build.touch} lies outside of the build's context`);
  const dockerfile =
    // A Dockerfile may lie outside of its context.
    typeof build.dockerfile === "string"
      ? (inside(build, build.dockerfile) ?? resolve(build.context, build.dockerfile))
      : build.dockerfile;
  const copy = mkdtempSync(join(tmpdir(), "seaworthy-context-"));
  try {
    // A build that is told to do without its cache reuses nothing, whatever its Dockerfile is like.
    const request = { ...build, inputs: { ...build.inputs, noCache: false, pull: false }, tag: null, labels: run.labels };
    await buildImage(request, builder, run.signal);
    await copied(build.context, copy);
    const path = join(copy, touched);
    if (!lstatSync(path).isFile()) throw new Error(`${touched} is no file that could be edited`);
    appendFileSync(path, `\n${blanks()}\n`);
    const second: BuildRequest = { ...request, context: copy, dockerfile };
    return seenOf(touched, await buildImage(second, builder, run.signal));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** An edit that no earlier trial made, whose steps the builder still has: a line of blanks, which changes no program. */
function blanks(): string {
  return [...randomBytes(12)].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => ((byte >> bit) & 1 ? "\t" : " "))).join("");
}

function seenOf(touched: string, { steps, contextBytes, ms }: Built): RebuildSeen {
  // A base is there or fetched; no edit changes that.
  const done = steps.filter(({ text }) => !/^FROM\b/i.test(text));
  const short = ({ text }: BuildStep) => text.slice(0, LONGEST_STEP);
  return {
    touched,
    steps: done.length,
    reused: done.filter(({ reused }) => reused).length,
    again: done
      .filter(({ reused }) => !reused)
      .map(short)
      .slice(0, MOST_STEPS),
    installs: done
      .filter(installs)
      .map((step) => ({ step: short(step), reused: step.reused }))
      .slice(0, MOST_STEPS),
    contextBytes,
    ms,
  };
}

/** Flags of the instruction are none of the shell's. */
function installs({ text }: BuildStep): boolean {
  const [, command] = /^RUN\s+(?:--\S+\s+)*(.*)$/is.exec(text) ?? [];
  return command !== undefined && installsOf(parseScript(command, offsetsFrom(0))).length > 0;
}

/** A path relative to the context; null for one that leads out of it. */
function inside({ context }: NonNullable<TrialPlan["build"]>, path: string): string | null {
  const below = relative(context, resolve(context, path));
  return below === "" || below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below) ? null : below;
}

/** Copies what a build could send: files, folders and links as they are. */
async function copied(from: string, to: string): Promise<void> {
  let bytes = 0;
  let files = 0;
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter(path) {
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (!stat || !(stat.isFile() || stat.isDirectory() || stat.isSymbolicLink())) return false;
      bytes += stat.size;
      files++;
      if (bytes > LARGEST_CONTEXT || files > MOST_FILES) throw new NotHere("the build's context is too large to be copied");
      return true;
    },
  });
}
