import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import type { Engine } from "../engine/find-engine.js";
import { type Environment, findProgram } from "../program.js";

/** A client that builds with BuildKit. */
export interface Builder {
  readonly program: string;
  /** What comes before the options. */
  readonly command: readonly string[];
  readonly env: Environment;
  /** Whether it takes contexts besides the one that is built from. */
  readonly takesContexts: boolean;
}

const ANSWER_MS = 20_000;

/**
 * The first Docker client on the PATH that builds with BuildKit on an engine: by buildx, or one from before 23.0, which speaks to BuildKit itself. Programs
 * below `inspected` are none of the machine's.
 */
export function findBuilder(
  { kind, address }: Engine,
  env: Environment,
  inspected: readonly string[],
): Builder | { readonly because: string } {
  if (kind === "podman") return { because: "Podman builds by other means than BuildKit" };
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter);
  let because = "no docker is on the PATH";
  for (const folder of folders) {
    const found = findProgram("docker", { ...env, PATH: folder }, inspected);
    if ("because" in found) continue;
    // A context that the address overrides would still be named in a warning.
    const own: Environment = { ...env, DOCKER_HOST: address, DOCKER_BUILDKIT: "1", DOCKER_CONTEXT: undefined };
    const builder = { program: found.program, env: own };
    if (answers(builder, ["buildx", "version"])) {
      const takesContexts = said(builder, ["buildx", "build", "--help"]).includes("--build-context");
      return { ...builder, command: ["buildx", "build", "--load"], takesContexts };
    }
    const version = said(builder, ["version", "--format", "{{.Client.Version}}"]);
    if (Number.parseInt(version, 10) < 23) return { ...builder, command: ["build"], takesContexts: false };
    because = "the docker on the PATH builds without BuildKit: its buildx is missing";
  }
  return { because };
}

function answers(builder: Pick<Builder, "program" | "env">, words: readonly string[]): boolean {
  return spawnSync(builder.program, words, { env: builder.env, stdio: "ignore", timeout: ANSWER_MS }).status === 0;
}

function said(builder: Pick<Builder, "program" | "env">, words: readonly string[]): string {
  return spawnSync(builder.program, words, { env: builder.env, encoding: "utf8", timeout: ANSWER_MS }).stdout ?? "";
}
