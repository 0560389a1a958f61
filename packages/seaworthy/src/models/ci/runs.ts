import type { Command } from "../shell/script.js";
import { argumentsOf } from "./arguments.js";
import type { ContainerRun } from "./ci.js";
import { readDockerRun } from "./docker-run.js";

/** The containers that these commands start. */
export function runsOf(file: string, commands: readonly Command[]): readonly ContainerRun[] {
  return commands.flatMap((command) => {
    const run = readDockerRun(command.name, argumentsOf(command));
    return run ? [{ file, flags: run.flags, image: run.image, place: { file, range: command.range } }] : [];
  });
}
