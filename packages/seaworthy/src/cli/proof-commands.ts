import { type Command, Option } from "commander";
import type { World } from "./world.js";

/** `trial`, `certify` and `verify`: the commands that let containers run, and what stands on that. */
export function addProofCommands(program: Command, world: World, ended: (code: number) => void): void {
  common(
    program
      .command("trial")
      .description(
        "run an image, or a service of the Compose file by its name, under production hardening, and judge what happens",
      )
      .argument("<image|service>", "an image of the engine, or the name of a Compose service of this folder")
      .option("--dir <folder>", "the project's folder (default: this one)")
      .option("-f, --file <path>", "a Compose file of the production set (repeat for several, in order)", collect)
      .option("--image <image>", "with a service: the image to try (default: the one that Compose names)")
      .option("--drill <name>", "do only this drill (repeatable, or a,b): start, stop, health, logs…", collect)
      .option("--quick", "leave out what has to wait for the engine: health, dependencies, capabilities, rebuild")
      .option("--allow-outside", "let the trial's network reach the internet")
      .option("--record <file>", "write what was seen; `check --trial-record` judges it again without an engine"),
  )
    .addHelpText("after", TRIAL_HELP)
    .action(async (named: string, options: Record<string, unknown>) => {
      const { runTrialCommand } = await import("./trial.js");
      ended(await runTrialCommand(named, options, world));
    });
}

const TRIAL_HELP = `
The container gets no capability, no new privileges, no host path and a network without a way out; it is asked to start
read-only, to stop in the middle of a request, to notice that it hangs and that its database is gone. Its dependencies
are started beside it as Compose describes them. All that is made carries a label and is removed at the end, also after
Ctrl-C; what a killed run left is removed by the next. What no file tells stands in seaworthy.yaml:

  trial:
    port: 8080
    slow: GET /report          a request that takes seconds: it is in flight when SIGTERM comes
    failing: GET /boom         a request that fails inside, so that its stack trace can be seen
    env: { LOG_LEVEL: info }

Examples:
  seaworthy trial api                        the service api of compose.yaml, with what it depends on
  seaworthy trial ghcr.io/acme/api:1.4.2     an image by itself
  seaworthy trial api --quick                in seconds
  seaworthy trial api --record api.json      keep the evidence
  seaworthy check --trial-record api.json    judge it again, anywhere`;

/** What all commands have that print a report. */
function common(command: Command): Command {
  const levels = ["error", "warning", "info", "none"];
  return command
    .option("--only <item|rule>", "ask only this item or rule (repeatable, or a,b)", collect)
    .option("--skip <item|rule>", "leave out this item or rule (repeatable, or a,b)", collect)
    .option(
      "--format <format[=file]>",
      "text, json, sarif, github, gitlab, junit or markdown; with =file into a file (repeatable)",
      collect,
    )
    .option("-o, --output <file>", "write the format that has no file of its own into this file")
    .addOption(new Option("--fail-on <level>", "the least level of an unmet finding that fails the run").choices(levels))
    .option("--strict", "unproven fails too")
    .option("--baseline <file>", "findings listed there are known: they do not fail the run")
    .option("--config <file>", "the config (default: the nearest seaworthy.yaml upwards)")
    .option("--no-config", "use no config")
    .option("--advice", "show advice that changes no verdict")
    .option("--verbose", "show every step")
    .option("--quiet", "no progress and no notes")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)");
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
