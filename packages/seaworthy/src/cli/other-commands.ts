import { type Command, Option } from "commander";
import { collect, ending } from "./command-options.js";
import { addProofCommands } from "./proof-commands.js";
import type { World } from "./world.js";

/** All commands but `check`. */
export function addOtherCommands(program: Command, world: World, ended: (code: number) => void): void {
  ending(
    program
      .command("fix")
      .description("mend what is unmet: show what would change and why, or change it")
      .argument("[paths...]", "folders or files (default: this folder)")
      .option("--write", "change the files")
      .option("--review", "take fixes that change what the container does, too: read them before you deploy")
      .option(
        "--trial-record <[service=]file>",
        "harden by what a trial showed: a file of `trial --record` (repeatable)",
        collect,
      )
      .option("--online", "ask registries for the digests of base images, and addresses for the checksums of downloads")
      .option("--lockfiles", "make missing lockfiles by the package manager, in a build with Docker; goes with --review")
      .option("-f, --file <path>", "a Compose file of the production set (repeat for several, in order)", collect)
      .option("--service <name>", "mend this service only (repeatable)", collect)
      .option("--only <item|rule>", "mend only this item or rule (repeatable, or a,b)", collect)
      .option("--skip <item|rule>", "leave this item or rule as it is (repeatable, or a,b)", collect)
      .option("--format <format[=file]>", "text, json or patch; with =file into a file (repeatable)", collect),
  )
    .option("--all", "mend development, test, example and vendored Dockerfiles too")
    .option("--advice", "show advice that is left, too")
    .option("--verbose", "show all that is left")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { runFix } = await import("./fix.js");
      ended(await runFix(paths, options, world));
    });
  ending(
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
      .option(
        "--report <file>",
        "take the report that a pipeline has (Trivy's JSON, Grype's JSON, SARIF) in the database's place",
      )
      .option("--vex <file>", "an OpenVEX document: what does not affect this image (repeatable)", collect)
      .option("--only <item|rule>", "ask only this item or rule (repeatable, or a,b)", collect)
      .option("--skip <item|rule>", "leave out this item or rule (repeatable, or a,b)", collect)
      .option(
        "--format <format[=file]>",
        "text, json, sarif, github, gitlab, junit, markdown, cyclonedx or spdx; with =file into a file (repeatable)",
        collect,
      ),
  )
    .option("--no-cache", "read every layer anew, and keep nothing of them")
    .option("--advice", "show advice that changes no verdict")
    .option("--verbose", "show every vulnerability, layer and step")
    .option("--quiet", "no progress and no notes")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .action(async (image: string, options: Record<string, unknown>) => {
      const { runScan } = await import("./scan.js");
      ended(await runScan(image, options, world));
    });
  addProofCommands(program, world, ended);
  program
    .command("explain")
    .description("what a rule claims, why, what to do, with examples (also by hadolint's, BuildKit's, Trivy's… name)")
    .argument("<rule>", "an id, an item, or an alias such as DL3002")
    .action(async (name: string) => {
      const { runExplain } = await import("./explain.js");
      ended(runExplain(name, world));
    });
  program
    .command("rules")
    .description("list every rule, by item")
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (options: { format: string }) => {
      const { runRules } = await import("./rules.js");
      ended(runRules(options.format, world));
    });

  addDatabaseCommands(program, world, ended);
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
