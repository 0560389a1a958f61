import type { Range } from "../../core/place.js";
import { PROBE_TOOLS } from "../../knowledge/tools.js";
import type { Command, Script } from "../shell/script.js";
import type { Probe } from "./probe.js";
import { chainTelling } from "./probe-chain.js";
import { type Strength, type Telling, tellingOfCode } from "./probe-code.js";

export type { Telling } from "./probe-code.js";

/** One program that a check starts, its words as far as they are known. */
export interface Asked {
  readonly program: string | null;
  /** As written, with its folder. */
  readonly path: string;
  readonly args: readonly (string | null)[];
  readonly range: Range | null;
  readonly substitutions: readonly Command[];
}

const nothing = (because: string): Telling => ({ strength: "nothing", because });
const unknown = (because: string): Telling => ({ strength: "unknown", because });

/** Programs that ask their own server by a subcommand of theirs. */
const OWN_CHECKS: ReadonlyMap<string, RegExp> = new Map([
  ["traefik", /^healthcheck$/],
  ["celery", /^(?:inspect|status)$/],
  ["vault", /^status$/],
  ["consul", /^(?:members|info|operator)$/],
  ["influx", /^ping$/],
  ["mc", /^ready$/],
  ["cockroach", /^(?:node|sql)$/],
  ["clickhouse-client", /./],
  ["clickhouse", /^(?:client|-client)$/],
  ["zkServer.sh", /^status$/],
  ["varnishadm", /^(?:ping|status)$/],
  ["cypher-shell", /./],
  ["garage", /^status$/],
  ["sqlcmd", /./],
  ["nomad", /^(?:status|node|server)$/],
]);

/** Whether a check can fail, and what its passing tells. */
export function tellingOf(probe: Probe): Telling {
  switch (probe.form) {
    case "http":
      return { strength: "answer", because: "the kubelet asks over HTTP and takes 400 and more for a failure" };
    case "grpc":
      return { strength: "answer", because: "the kubelet asks the gRPC health service" };
    case "tcp":
      return { strength: "connection", because: "the kubelet only opens a TCP connection" };
    case "unreadable":
      return unknown("its command could not be read");
    case "shell":
      return probe.script ? tellingOfScript(probe.script) : unknown("its shell's language is not read");
    case "exec":
      return tellingOfExec(probe);
  }
}

function tellingOfExec(probe: Probe): Telling {
  const [path = "", ...args] = probe.words;
  const asked = { program: baseName(path), path, args, range: null, substitutions: [] };
  const operator = args.find((arg) => /^(?:\|\||&&|\||;)$/.test(arg));
  if (operator !== undefined)
    return {
      strength: "always-fails",
      because: `no shell runs the exec form, so \`${operator}\` is an argument of ${asked.program}`,
    };
  // Kubernetes puts variables in with $(NAME), which is none of these.
  const variable = args.map((arg) => /https?:\/\/\S*?(\$\{?[A-Za-z_]\w*\}?)/.exec(arg)?.[1]).find((one) => one !== undefined);
  if (variable !== undefined && !isInterpreter(asked.program))
    return { strength: "always-fails", because: `no shell runs the exec form, so \`${variable}\` stays as it is written` };
  return tellingOfCommand(asked);
}

/** What the exit status of a script tells. */
export function tellingOfScript(script: Script): Telling {
  if (script.errors.length > 0) return unknown("its script could not be read");
  if (/\/dev\/tcp\//.test(script.text)) {
    if (/\|\|\s*(?:true|:|exit 0)\b|;\s*(?:true|exit 0)\s*$/.test(script.text)) return nothing("its failures are thrown away");
    return /\bgrep\b|\bHTTP\/1/.test(script.text)
      ? { strength: "answer", because: "it reads the answer" }
      : { strength: "connection", because: "it only opens a TCP connection" };
  }
  return chainTelling(script, (command) => tellingOfCommand(askedBy(command, script)));
}

function askedBy(command: Command, script: Script): Asked {
  const [first, ...rest] = command.words;
  const substitutions = script.commands.filter(
    (one) => one.inside.includes("substitution") && one.range[0] >= command.range[0] && one.range[1] <= command.range[1],
  );
  return {
    program: command.name,
    path: first?.value ?? first?.text ?? "",
    // A word with a variable is known as it is written: `http://localhost:$PORT/` is no option.
    args: rest.map((word) => word.value ?? (/^["']?\$/.test(word.text) ? null : word.text.replace(/^["']|["']$/g, ""))),
    range: command.range,
    substitutions,
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isInterpreter(program: string | null): boolean {
  return /^(?:node|nodejs|bun|deno|python[\d.]*|php[\d.]*|ruby|perl)$/.test(program ?? "");
}

/** What the exit status of one program tells. */
function tellingOfCommand(asked: Asked): Telling {
  const { program, args } = asked;
  if (program === null) return unknown("its program is a variable");
  const known = args.filter((arg): arg is string => arg !== null);
  if (program === "curl") return curl(args);
  if (program === "[" || program === "test" || program === "[[") return comparison(asked);
  if (program === "exit") return exit(known[0]);
  if (program === "false") return { strength: "always-fails", because: "`false` never passes" };
  // Any image may have a script of this name; that of MariaDB is known by its options.
  if (program === "healthcheck.sh")
    return known.some((arg) => /^--(?:connect|innodb_initialized|su-mysql|replication)$/.test(arg))
      ? { strength: "answer", because: "MariaDB's healthcheck.sh asks its own server" }
      : unknown("what healthcheck.sh asks is not known");
  if (program === "http" || program === "httpie") {
    if (known.includes("--check-status")) return { strength: "answer", because: "it fails on answers of 400 and more" };
    return { strength: "any-answer", because: "without --check-status an answer of 500 passes" };
  }
  if (/^grpc[_-]health[_-]probe/.test(program)) return { strength: "answer", because: "it asks the gRPC health service" };
  const code = isInterpreter(program)
    ? tellingOfCode(
        program,
        args.map((arg) => arg ?? ""),
      )
    : null;
  if (code) return code;
  if (known.length === args.length && known.length === 1 && /^(?:--?version|-v|-V|--?help|-h|version)$/.test(known[0] ?? ""))
    return nothing(`\`${program} ${known[0]}\` asks no one`);
  if (program === "nginx" && known.includes("-t")) return nothing("`nginx -t` reads the configuration and asks no one");
  const own = OWN_CHECKS.get(program);
  if (own && known.some((arg) => own.test(arg))) return { strength: "answer", because: `${program} asks its own server` };
  const strength = strengthOfTool(program, known);
  if (strength) return strength;
  return unknown(`what ${program} asks is not known`);
}

function strengthOfTool(program: string, args: readonly string[]): Telling | null {
  switch (PROBE_TOOLS.get(program)) {
    case "http":
      return args.length === 0 ? null : { strength: "answer", because: `${program} fails on an answer of 400 and more` };
    case "tcp":
      if (args.some((arg) => /^-[a-zA-Z]*u/.test(arg))) return null;
      return { strength: "connection", because: `${program} only opens a TCP connection` };
    case "process":
      return { strength: "process", because: `${program} only sees that a process is there` };
    case "protocol":
      return program === "openssl"
        ? { strength: "connection", because: "openssl only opens a connection" }
        : { strength: "answer", because: `${program} asks the server in its own protocol` };
    case "blind":
      // What a file or its age tells depends on who writes it.
      return /^(?:cat|ls|stat)$/.test(program) ? null : nothing(`\`${program}\` passes whatever the app does`);
    default:
      return null;
  }
}

const FAILS = /^(?:--fail|--fail-with-body|--fail-early-with-body)$/;
/** Short options of curl that take a value, after which a cluster ends: the `f` of `-of` is a file. */
const VALUED = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

function curl(args: readonly (string | null)[]): Telling {
  let hidden = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string | null;
    if (arg === null) {
      hidden = true;
      continue;
    }
    const cluster = shortOptions(arg);
    if (FAILS.test(arg) || cluster.letters.includes("f"))
      return { strength: "answer", because: "curl -f fails on answers of 400 and more" };
    if (cluster.letters.includes("K") || arg.startsWith("--config")) hidden = true;
    if (/^(?:telnet|smtp|ftp|mqtt|ldap|gopher|dict|imap|pop3)s?:\/\//.test(arg))
      return { strength: "connection", because: "curl opens a connection" };
    if (cluster.takesNext) at++;
  }
  if (hidden) return unknown("an option of curl is a variable");
  return { strength: "any-answer", because: "curl without -f exits with 0 on any answer, also on 500" };
}

/** The letters of `-sSo`, up to the one that takes a value. */
function shortOptions(arg: string): { readonly letters: string; readonly takesNext: boolean } {
  if (!/^-[a-zA-Z#0-9]/.test(arg)) return { letters: "", takesNext: false };
  for (let at = 1; at < arg.length; at++)
    if (VALUED.includes(arg[at] as string)) return { letters: arg.slice(1, at + 1), takesNext: at === arg.length - 1 };
  return { letters: arg.slice(1), takesNext: false };
}

function exit(status: string | undefined): Telling {
  if (status === undefined) return unknown("its exit status is that of what ran before");
  if (/^0+$/.test(status)) return nothing("it ends with `exit 0` whatever happened before");
  return /^\d+$/.test(status)
    ? { strength: "always-fails", because: `it ends with \`exit ${status}\` whatever happened before` }
    : unknown("its exit status is a variable");
}

function comparison(asked: Asked): Telling {
  const strengths = asked.substitutions.map((command) => strengthInside(command));
  if (strengths.includes("answer")) return { strength: "answer", because: "it compares what the app answers" };
  if (strengths.includes("process")) return { strength: "process", because: "it only counts processes" };
  return unknown("what it tests is not known");
}

/** Inside `[ "$(…)" = … ]` the text that comes back is looked at, so any client that reaches the app will do. */
function strengthInside({ name }: Command): Strength {
  const kind = PROBE_TOOLS.get(name ?? "");
  if (kind === "http" || kind === "protocol") return "answer";
  return kind === "process" ? "process" : "unknown";
}
