import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_INPUTS } from "../../models/project/build-plan.js";
import type { LockfileRecipe, MadeLockfile } from "../../models/project/lockfile-recipe.js";
import { findEngine } from "../engine/find-engine.js";
import type { Environment } from "../program.js";
import { UsageError } from "../usage-error.js";
import { builtText } from "./build-image.js";
import { builtFrom } from "./build-world.js";
import { type Builder, findBuilder } from "./find-builder.js";

/** Bytes; lockfiles of the largest monorepos have some ten million. */
const LARGEST = 64 * 2 ** 20;
/** Milliseconds. */
const LONGEST = 15 * 60_000;

/** Makes lockfiles in builds: code of the project runs in containers alone. Throws UsageError where no engine builds here. */
export async function lockfileMaker(root: string, env: Environment): Promise<(recipe: LockfileRecipe) => Promise<MadeLockfile>> {
  const engine = await findEngine(["docker"], env);
  if ("tried" in engine)
    throw new UsageError(
      `--lockfiles needs a Docker engine, and none answered${engine.tried.length > 0 ? `: ${engine.tried.join("; ")}` : ""}`,
    );
  const builder = findBuilder(engine, env, [root]);
  if ("because" in builder) throw new UsageError(`--lockfiles needs a client that builds: ${builder.because}`);
  return (recipe) => made(root, recipe, builder);
}

async function made(root: string, recipe: LockfileRecipe, builder: Builder): Promise<MadeLockfile> {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-lockfile-"));
  try {
    const { context } = builtFrom(root, recipe.context, null);
    const dockerfile = join(folder, "Dockerfile");
    writeFileSync(dockerfile, recipe.dockerfile);
    // The file of its own goes before the one in the context.
    if (recipe.ignore !== null) writeFileSync(`${dockerfile}.dockerignore`, recipe.ignore);
    const request = { context, dockerfile, target: null, args: recipe.args, inputs: NO_INPUTS, labels: {}, tag: null };
    return { text: await builtText(request, "made", LARGEST, builder, AbortSignal.timeout(LONGEST)) };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
