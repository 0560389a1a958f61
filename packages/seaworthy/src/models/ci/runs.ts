import type { Command } from "../shell/script.js";
import { argumentsOf } from "./arguments.js";
import type { ContainerRun } from "./ci.js";
import { ENGINES, readDockerRun } from "./docker-run.js";

/** The containers that these commands start. */
export function runsOf(file: string, commands: readonly Command[]): readonly ContainerRun[] {
  return commands.flatMap((command) => {
    if (command.name === null || !ENGINES.has(command.name)) return [];
    const run = readDockerRun(command.name, argumentsOf(command));
    return run ? [{ file, flags: run.flags, image: run.image, place: { file, range: command.range } }] : [];
  });
}
