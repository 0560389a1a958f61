import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Bases } from "./make-bases.js";
import { RECIPES } from "./recipes.js";

const run = promisify(execFile);

/**
 * Gives bases the names that Dockerfiles and Compose files call them by. An image that has such a name already keeps it. What was named is told, so
 * that it can be unnamed: a stand-in under a public name would mislead whoever uses the engine next.
 */
export async function nameBases(address: string, bases: Bases): Promise<readonly string[]> {
  const named: string[] = [];
  for (const { name, publicNames } of RECIPES) {
    const tag = bases.get(name);
    for (const publicName of tag === undefined ? [] : publicNames) {
      if (await isThere(address, publicName)) continue;
      await docker(address, "image", "tag", tag ?? "", publicName);
      named.push(publicName);
    }
  }
  return named;
}

export async function unnameBases(address: string, names: readonly string[]): Promise<void> {
  for (const name of names) await docker(address, "image", "rm", name).catch(() => {});
}

function isThere(address: string, name: string): Promise<boolean> {
  return docker(address, "image", "inspect", name).then(
    () => true,
    () => false,
  );
}

async function docker(address: string, ...args: string[]): Promise<string> {
  return (await run("docker", args, { env: { ...process.env, DOCKER_HOST: address }, maxBuffer: 2 ** 26 })).stdout;
}
