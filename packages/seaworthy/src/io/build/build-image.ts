import { spawn } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretName } from "../../knowledge/secrets.js";
import { type BuildLog, readBuildLog } from "../../models/trial/build-log.js";
import { maskOf } from "../../models/trial/mask.js";
import type { Environment } from "../program.js";
import type { BuildRequest } from "./build-request.js";
import { clientWords } from "./client-words.js";
import type { Builder } from "./find-builder.js";

export interface Built extends BuildLog {
  /** `sha256:…`, the image's id. */
  readonly image: string;
  readonly ms: number;
}

/** What is kept of a build's words. */
const MOST_WORDS = 16 * 1024 * 1024;

/**
 * Builds an image with the installed client and BuildKit, on the engine that the builder was found for. Throws an Error with one clear line where it fails;
 * neither that nor what is told of the build holds a secret that it was given.
 */
export async function buildImage(request: BuildRequest, builder: Builder, signal: AbortSignal): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const idFile = join(folder, "id");
    const began = performance.now();
    const log = await build(request, builder, ["--iidfile", idFile], signal);
    return { ...log, image: readFileSync(idFile, "utf8").trim(), ms: Math.round(performance.now() - began) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The text of a file in what a build ends with, of at most so many bytes; the engine keeps no image of it. Throws an Error with one clear line where it fails, or
 * where that is no text.
 */
export async function builtText(
  request: BuildRequest,
  path: string,
  most: number,
  builder: Builder,
  signal: AbortSignal,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const into = join(folder, "out");
    const unloaded = { ...builder, command: builder.command.filter((word) => word !== "--load") };
    await build(request, unloaded, ["--output", `type=local,dest=${into}`], signal);
    const file = join(into, path);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) throw new Error("the build made no file");
    if (found.size > most) throw new Error(`the build made a file of ${found.size} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(request: BuildRequest, builder: Builder, more: readonly string[], signal: AbortSignal): Promise<BuildLog> {
  if (request.inputs.contexts.size > 0 && !builder.takesContexts) {
    const names = [...request.inputs.contexts.keys()].join(", ");
    throw new Error(`its additional contexts (${names}) need a Docker client with buildx, and there is none on the PATH`);
  }
  const { words, env, text } = clientWords(request, builder.env);
  const { code, said } = await ran(builder, [...builder.command, "--progress=plain", ...more, ...words], env, text, signal);
  const told = maskOf(secretsOf(request))(said);
  const log = readBuildLog(told);
  if (code !== 0) throw new Error(`the build failed: ${log.failure ?? lastLine(told) ?? `exit code ${code}`}`);
  return log;
}

/** What a build may say again: its secrets, also line by line, since a build's words are; and arguments that are named like secrets. */
function secretsOf({ args, inputs }: BuildRequest): readonly string[] {
  const named = [...args].filter(([name]) => secretName(name) !== "no").map(([, value]) => value);
  return [...named, ...inputs.secrets.map(({ value }) => value)].flatMap((value) => [
    value.trim(),
    ...value.split(/\r?\n/).map((line) => line.trim()),
  ]);
}

function ran(
  { program }: Builder,
  words: readonly string[],
  env: Environment,
  text: string | null,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { env, stdio: ["pipe", "ignore", "pipe"], signal });
    // A client that ends before it has read it says why itself.
    child.stdin.on("error", () => {});
    child.stdin.end(text ?? "");
    const said: Buffer[] = [];
    let length = 0;
    child.stderr.on("data", (bytes: Buffer) => {
      length += bytes.length;
      if (length <= MOST_WORDS) said.push(bytes);
    });
    child.on("error", failed);
    child.on("close", (code) => done({ code, said: Buffer.concat(said).toString("utf8") }));
  });
}

function lastLine(said: string): string | undefined {
  return said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .at(-1);
}
