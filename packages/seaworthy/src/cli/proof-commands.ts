import { type Command, Option } from "commander";
import { collect, ending } from "./command-options.js";
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
  common(
    program
      .command("certify")
      .description("build every service, scan and try it, and judge source, image and trial together")
      .argument("[dir]", "the project's folder (default: this one)")
      .option("-f, --file <path>", "a Compose file of the production set (repeat for several, in order)", collect)
      .option("--service <name>", "this service only (repeatable)", collect)
      .option("--database <file>", "the database of advisories (default: the config's, SEAWORTHY_DB, the user's cache)")
      .option("--vex <file>", "an OpenVEX document (repeatable)", collect)
      .option("--quick", "leave out of the trials what has to wait for the engine")
      .option("--allow-outside", "let the trials' networks reach the internet")
      .option("--attestation <file>", "write the verdicts as in-toto statements, a line each")
      .option("--key <file>", "with --attestation: the private key (PEM, ed25519 or ECDSA) that signs them")
      .option("--record <folder>", "write what each trial saw, as SERVICE.json"),
  )
    .addHelpText("after", CERTIFY_HELP)
    .action(async (dir: string | undefined, options: Record<string, unknown>) => {
      const { runCertify } = await import("./certify.js");
      ended(await runCertify(dir ?? ".", options, world));
    });
  program
    .command("verify")
    .description("hold an image's attestation against a policy, before it is deployed")
    .argument("<image>", "an image of the engine, a file of `docker save`, registry:NAME, or its digest sha256:…")
    .requiredOption("--attestation <file>", "what `certify --attestation` wrote")
    .option("--policy <file>", "what may be deployed (default: everything met at the trial, signed, at most 30 days old)")
    .option("--key <file>", "a public key (PEM) whose signature counts (repeatable)", collect)
    .option("--allow-unsigned", "take an attestation that nobody signed")
    .option("--platform <os/arch>", "which image of one for several platforms")
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)")
    .addHelpText("after", VERIFY_HELP)
    .action(async (image: string, options: Record<string, unknown>) => {
      const { runVerify } = await import("./verify.js");
      ended(await runVerify(image, options, world));
    });
}

const CERTIFY_HELP = `
Every service that is built here is built with BuildKit by the installed client, under the name that Compose gives its
image; the image is looked into as \`scan\` does, and tried as \`trial\` does. The deepest evidence decides each item.
With --attestation the verdicts are written as in-toto statements (a verification summary of SLSA, and ours with the
twelve items), signed by --key: what \`verify\` holds a deployment against.

Examples:
  seaworthy certify                                          build, scan and try all services
  seaworthy certify --service api --quick
  openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out key.pub
  seaworthy certify --attestation api.jsonl --key key.pem
  seaworthy verify harbour/api:1.4.2 --attestation api.jsonl --key key.pub`;

const VERIFY_HELP = `
Exit codes: 0 the image may be deployed · 1 it may not · 2 a file cannot be used

A policy says what may be deployed; what it leaves out is as here:

  keys: [key.pub]            public keys (PEM), one of which must have signed
  allowUnsigned: false
  maxAgeDays: 30
  depth: trial               source, image or trial: how deep it must have been looked at
  verdicts: [met, not applicable, waived]
  items: { image-scanning: [met] }
  allowFixture: false        a database made for tests is no proof
  cleanSource: false         built from a commit, with nothing changed

Examples:
  seaworthy verify harbour/api:1.4.2 --attestation api.jsonl --policy policy.yaml
  seaworthy verify registry:ghcr.io/acme/api@sha256:… --attestation api.jsonl --key key.pub`;

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
  const asked = command
    .option("--only <item|rule>", "ask only this item or rule (repeatable, or a,b)", collect)
    .option("--skip <item|rule>", "leave out this item or rule (repeatable, or a,b)", collect)
    .option(
      "--format <format[=file]>",
      "text, json, sarif, github, gitlab, junit or markdown; with =file into a file (repeatable)",
      collect,
    );
  return ending(asked)
    .option("--advice", "show advice that changes no verdict")
    .option("--verbose", "show every step")
    .option("--quiet", "no progress and no notes")
    .option("--color", "colour even where no terminal is")
    .option("--no-color", "no colour (also NO_COLOR)");
}
