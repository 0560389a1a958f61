import { Command, CommanderError, Option } from "commander";
import { VERSION } from "../core/version.js";
import { addProofCommands } from "./proof-commands.js";
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
  program
    .command("fix")
    .description("mend what is unmet: show what would change and why, or change it")
    .argument("[paths...]", "folders or files (default: this folder)")
    .option("--write", "change the files")
    .option("--review", "take fixes that change what the container does, too: read them before you deploy")
    .option("--online", "ask registries for the digests of base images")
    .option("-f, --file <path>", "a Compose file of the production set (repeat for several, in order)", collect)
    .option("--service <name>", "mend this service only (repeatable)", collect)
    .option("--only <item|rule>", "mend only this item or rule (repeatable, or a,b)", collect)
    .option("--skip <item|rule>", "leave this item or rule as it is (repeatable, or a,b)", collect)
    .option("--format <format[=file]>", "text, json or patch; with =file into a file (repeatable)", collect)
    .option("-o, --output <file>", "write the format that has no file of its own into this file")
    .addOption(failOn())
    .option("--strict", "unproven fails too")
    .option("--baseline <file>", "findings listed there are known: they do not fail the run")
    .option("--config <file>", "the config (default: the nearest seaworthy.yaml upwards)")
    .option("--no-config", "use no config")
    .option("--all", "mend development, test, example and vendored Dockerfiles too")
    .option("--advice", "show advice that is left, too")
    .option("--verbose", "show all that is left")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { runFix } = await import("./fix.js");
      code = await runFix(paths, options, world);
    });
  program
    .command("scan")
    .description("judge a built image, and list its packages, vulnerabilities and layers")
    .argument(
      "<image>",
      "an image of Docker or Podman, a file of `docker save`, an OCI layout, a root file system, an SBOM, or registry:NAME",
    )
    .option("--platform <os/arch>", "which image of one for several platforms (default: this machine's)")
    .option("--database <file>", "the database of advisories (default: the config's, SEAWORTHY_DB, the user's cache)")
    .addOption(
      new Option("--with <scanner>", "ask an installed scanner in the database's place").choices(["trivy", "grype", "scout"]),
    )
    .option("--report <file>", "take the report that a pipeline has (Trivy's JSON, Grype's JSON, SARIF) in the database's place")
    .option("--vex <file>", "an OpenVEX document: what does not affect this image (repeatable)", collect)
    .option("--only <item|rule>", "ask only this item or rule (repeatable, or a,b)", collect)
    .option("--skip <item|rule>", "leave out this item or rule (repeatable, or a,b)", collect)
    .option(
      "--format <format[=file]>",
      "text, json, sarif, github, gitlab, junit, markdown, cyclonedx or spdx; with =file into a file (repeatable)",
      collect,
    )
    .option("-o, --output <file>", "write the format that has no file of its own into this file")
    .addOption(failOn())
    .option("--strict", "unproven fails too")
    .option("--baseline <file>", "findings listed there are known: they do not fail the run")
    .option("--config <file>", "the config (default: the nearest seaworthy.yaml upwards)")
    .option("--no-config", "use no config")
    .option("--no-cache", "read every layer anew, and keep nothing of them")
    .option("--advice", "show advice that changes no verdict")
    .option("--verbose", "show every vulnerability, layer and step")
    .option("--quiet", "no progress and no notes")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .action(async (image: string, options: Record<string, unknown>) => {
      const { runScan } = await import("./scan.js");
      code = await runScan(image, options, world);
    });
  addProofCommands(program, world, (given) => {
    code = given;
  });
  program
    .command("explain")
    .description("what a rule claims, why, what to do, with examples (also by hadolint's, BuildKit's, Trivy's… name)")
    .argument("<rule>", "an id, an item, or an alias such as DL3002")
    .action(async (name: string) => {
      const { runExplain } = await import("./explain.js");
      code = runExplain(name, world);
    });
  program
    .command("rules")
    .description("list every rule, by item")
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (options: { format: string }) => {
      const { runRules } = await import("./rules.js");
      code = runRules(options.format, world);
    });

  addDatabaseCommands(program, world, (given) => {
    code = given;
  });

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

/** `db update` and `db status`. */
function addDatabaseCommands(program: Command, world: World, ended: (code: number) => void): void {
  const db = program.command("db").description("the offline database of advisories that `scan` asks");
  db.command("update")
    .description("make or renew it from OSV's public dumps, a mirror of them, a folder or a zip archive")
    .option(
      "--from <url|dir|zip>",
      "a mirror's address, a folder of OSV JSON or zip archives, one archive (default: OSV's dumps)",
    )
    .option(
      "--ecosystem <name>",
      "Debian, Alpine, npm, PyPI… (repeatable, or a,b; default: those it has, else a sensible set)",
      collect,
    )
    .option("--kev <file|url>", "CISA's known exploited vulnerabilities (default: from CISA, along with OSV's dumps)")
    .option("--no-kev", "without them")
    .option("--epss <file|url>", "FIRST's exploit predictions (default: from FIRST, along with OSV's dumps)")
    .option("--no-epss", "without them")
    .option("--full", "download all anew, not only what changed")
    .option("--fixture", "made for tests: it and every report made with it say that it proves nothing")
    .option("--db <file>", "the database (default: SEAWORTHY_DB, else in the user's cache)")
    .action(async (options: Record<string, unknown>) => {
      const { runDatabaseUpdate } = await import("./db.js");
      ended(await runDatabaseUpdate(options, world));
    });
  db.command("status")
    .description("its date, age, ecosystems and counts")
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .option("--verify", "read every block and prove its checksum")
    .option("--db <file>", "the database (default: SEAWORTHY_DB, else in the user's cache)")
    .action(async (options: Record<string, unknown>) => {
      const { runDatabaseStatus } = await import("./db.js");
      ended(await runDatabaseStatus(options, world));
    });
}

function failOn(): Option {
  const levels = ["error", "warning", "info", "none"];
  return new Option("--fail-on <level>", "the least level of an unmet finding that fails the run").choices(levels);
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
