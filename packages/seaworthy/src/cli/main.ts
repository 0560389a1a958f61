import { Command, CommanderError } from "commander";
import { VERSION } from "../core/version.js";
import { collect, failOn } from "./command-options.js";
import type { World } from "./world.js";

const INTRO = `Is this containerised service fit for production, and how do you know?

Judges every service of a project on twelve items (multi-stage build, non-root user, minimal base, .dockerignore,
layer caching, health check, graceful shutdown, no secrets, image scanning, structured logging, least privilege,
pinned versions). Each verdict is met, unmet or unproven, with its evidence; silence is never a pass.`;

const EXAMPLES = `
Examples:
  seaworthy check                              judge the project in this folder
  seaworthy check services/api services/web    judge two parts of a monorepo
  seaworthy check - < Dockerfile               judge one Dockerfile by its text alone
  seaworthy check --only no-secrets            ask one item (or rule, or hadolint's, BuildKit's, Trivy's name of it)
  seaworthy check -f compose.yaml -f prod.yaml name the Compose files that production uses
  seaworthy check --changed-since origin/main  judge what this branch touches
  seaworthy check --format text --format sarif=out.sarif
  seaworthy check --write-baseline known.json  start today: accept what is there now, then
  seaworthy check --baseline known.json        fail on what is new
  seaworthy fix                                show what can be mended, and why; --write mends it
  seaworthy explain DL3002                     what a rule claims, why, and what to do

Exit codes: 0 nothing unmet · 1 something unmet (--strict: or unproven) · 2 bad usage, config or input · 3 seaworthy broke

Waive with a reason, beside the line or in seaworthy.yaml:
  # seaworthy ignore=pinned-versions/base-tag until=2027-01-31 -- the base is pinned by our registry mirror`;

/** Runs one command line (without node and script) and gives the exit code; writes to the world's streams alone. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  let code = 0;
  const program = new Command("seaworthy")
    .description(INTRO)
    .version(VERSION, "-V, --version")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => Math.min(world.stdout.columns, 120),
      getErrHelpWidth: () => Math.min(world.stderr.columns, 120),
    });

  program
    .command("check", { isDefault: false })
    .description("judge every service of a project by its sources")
    .argument("[paths...]", "folders or files to judge (default: this folder); - judges one Dockerfile from stdin")
    .option("-f, --file <path>", "a Compose file of the production set (repeat for several, in order)", collect)
    .option("--stdin-filename <path>", "with -: the file that stdin stands for; its context, config and kind are that file's")
    .option("--service <name>", "judge this service only (repeatable)", collect)
    .option(
      "--changed-since <ref>",
      "judge only services touched by what changed since HEAD left this commit, untracked files too",
    )
    .option("--image <[service=]image>", "look into the image that was built from it, too (repeatable)", collect)
    .option("--trial-record <[service=]file>", "judge what a trial saw, too: a file of `trial --record` (repeatable)", collect)
    .option("--platform <os/arch>", "which image of one for several platforms: linux/arm64")
    .option("--database <file>", "with --image: the database of advisories")
    .option("--vex <file>", "with --image: an OpenVEX document (repeatable)", collect)
    .option("--no-cache", "with --image: keep nothing of the image for later runs")
    .option("--only <item|rule>", "ask only this item or rule (repeatable, or a,b)", collect)
    .option("--skip <item|rule>", "leave out this item or rule (repeatable, or a,b)", collect)
    .option(
      "--format <format[=file]>",
      "text, json, sarif, github, gitlab, junit or markdown; with =file into a file (repeatable)",
      collect,
    )
    .option("-o, --output <file>", "write the format that has no file of its own into this file")
    .addOption(failOn())
    .option("--strict", "unproven fails too, and waivers of required rules need a reason")
    .option("--baseline <file>", "findings listed there are known: they do not fail the run")
    .option("--write-baseline <file>", "write all present findings as known")
    .option(
      "--config <file>",
      "the config (default: the nearest seaworthy.yaml upwards, or package.json#seaworthy; else .hadolint.yaml)",
    )
    .option("--no-config", "use no config")
    .option("--no-shellcheck", "do not ask the shellcheck that is on the PATH about shell scripts")
    .option("--all", "judge development, test, example and vendored Dockerfiles too")
    .option("--advice", "show advice that changes no verdict")
    .option("--verbose", "show every service, every step, all that was not judged")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { runCheck } = await import("./check.js");
      code = await runCheck(paths, options, world);
    });
  // Further commands are described elsewhere: `check`, which runs most often, waits for none of them.
  if (argv[0] !== "check") {
    const { addOtherCommands } = await import("./other-commands.js");
    addOtherCommands(program, world, (given) => {
      code = given;
    });
  }

  if (argv.length === 0) {
    world.stdout.write(program.helpInformation());
    world.stdout.write(`${EXAMPLES}\n`);
    return 0;
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { told } = await import("./told.js");
    return told(error, world);
  }
}
