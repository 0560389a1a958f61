import { homedir } from "node:os";
import { join } from "node:path";
import { fields } from "../../models/image/parse-config.js";
import { readTextAt } from "../text.js";

export type Env = Readonly<Record<string, string | undefined>>;

const LARGEST = 4 * 1024 * 1024;

/** The folder of Docker's client: DOCKER_CONFIG, else `~/.docker`. */
export function dockerFolder(env: Env): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

/** Docker's `config.json`; empty where there is none or it cannot be read: the client takes that as no settings too. */
export function dockerConfig(env: Env): Readonly<Record<string, unknown>> {
  return readJsonFile(join(dockerFolder(env), "config.json"));
}

export function readJsonFile(path: string): Readonly<Record<string, unknown>> {
  const read = readTextAt(path, LARGEST);
  if (!("text" in read)) return {};
  try {
    return fields(JSON.parse(read.text));
  } catch {
    return {};
  }
}
