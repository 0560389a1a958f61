import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BuildLog, readBuildLog } from "../../models/trial/build-log.js";
import type { Builder } from "./find-builder.js";

/** What is built. */
export interface BuildRequest {
  /** Absolute. */
  readonly context: string;
  /** Absolute, or below the context. */
  readonly dockerfile: string;
  readonly target: string | null;
  readonly args: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  /** A name for the image; null: it has none. */
  readonly tag: string | null;
}

export interface Built extends BuildLog {
  /** `sha256:…`, the image's id. */
  readonly image: string;
  readonly ms: number;
}

/** What is kept of a build's words. */
const MOST_WORDS = 16 * 1024 * 1024;

/**
 * Builds an image with the installed client and BuildKit, on the engine that the builder was found for. Values of build arguments go by the environment and not
 * by the command line, which every user of the machine can read. Throws an Error with one clear line where it fails.
 */
export async function buildImage(request: BuildRequest, builder: Builder, signal: AbortSignal): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const idFile = join(folder, "id");
    const began = performance.now();
    const words = [
      ...builder.command,
      ...["--progress=plain", "--iidfile", idFile, "--file", resolve(request.context, request.dockerfile)],
      ...(request.target === null ? [] : ["--target", request.target]),
      ...(request.tag === null ? [] : ["--tag", request.tag]),
      ...[...request.args.keys()].flatMap((name) => ["--build-arg", name]),
      ...Object.entries(request.labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
      request.context,
    ];
    const { code, said } = await ran(builder, words, Object.fromEntries(request.args), signal);
    const log = readBuildLog(said);
    if (code !== 0) throw new Error(`the build failed: ${log.failure ?? lastLine(said) ?? `exit code ${code}`}`);
    return { ...log, image: readFileSync(idFile, "utf8").trim(), ms: Math.round(performance.now() - began) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ran(
  { program, env }: Builder,
  words: readonly string[],
  args: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { env: { ...env, ...args }, stdio: ["ignore", "ignore", "pipe"], signal });
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
