import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
  if (request.inputs.contexts.size > 0 && !builder.takesContexts) {
    const names = [...request.inputs.contexts.keys()].join(", ");
    throw new Error(`its additional contexts (${names}) need a Docker client with buildx, and there is none on the PATH`);
  }
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const idFile = join(folder, "id");
    const began = performance.now();
    const { words, env, text } = clientWords(request, builder.env);
    const all = [...builder.command, "--progress=plain", "--iidfile", idFile, ...words];
    const { code, said } = await ran(builder, all, env, text, signal);
    const told = maskOf(secretsOf(request))(said);
    const log = readBuildLog(told);
    if (code !== 0) throw new Error(`the build failed: ${log.failure ?? lastLine(told) ?? `exit code ${code}`}`);
    return { ...log, image: readFileSync(idFile, "utf8").trim(), ms: Math.round(performance.now() - began) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
