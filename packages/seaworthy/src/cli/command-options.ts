import { type Command, Option } from "commander";

export function failOn(): Option {
  const levels = ["error", "warning", "info", "none"];
  return new Option("--fail-on <level>", "the least level of an unmet finding that fails the run").choices(levels);
}

/** What decides how a run ends, and by which config: the same words for every command that judges. */
export function ending(command: Command): Command {
  return command
    .option("-o, --output <file>", "write the format that has no file of its own into this file")
    .addOption(failOn())
    .option("--strict", "unproven fails too")
    .option("--baseline <file>", "findings listed there are known: they do not fail the run")
    .option("--config <file>", "the config (default: the nearest seaworthy.yaml upwards)")
    .option("--no-config", "use no config");
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
