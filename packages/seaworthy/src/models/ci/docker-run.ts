import type { Argument } from "./arguments.js";

/** A `docker run` or `docker create` taken apart. */
export interface DockerRun {
  /** `--name` or `--name=value`, in the order of the line. */
  readonly flags: readonly string[];
  /** null when it is not literal. */
  readonly image: string | null;
  /** What follows the image. */
  readonly rest: readonly Argument[];
}

/** Short flags of `docker run`, podman's and nerdctl's the same. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a", "attach"],
  ["c", "cpu-shares"],
  ["d", "detach"],
  ["e", "env"],
  ["h", "hostname"],
  ["i", "interactive"],
  ["l", "label"],
  ["m", "memory"],
  ["p", "publish"],
  ["P", "publish-all"],
  ["q", "quiet"],
  ["t", "tty"],
  ["u", "user"],
  ["v", "volume"],
  ["w", "workdir"],
]);

/** Flags that take no value; every other one takes the next word. From `docker run --help` and podman's. */
const SWITCHES = new Set([
  "detach",
  "disable-content-trust",
  "env-host",
  "help",
  "http-proxy",
  "init",
  "interactive",
  "no-healthcheck",
  "no-hosts",
  "oom-kill-disable",
  "passwd",
  "privileged",
  "publish-all",
  "quiet",
  "read-only",
  "read-only-tmpfs",
  "replace",
  "rm",
  "rmi",
  "sig-proxy",
  "tls-verify",
  "tty",
  "use-api-socket",
]);

/** Programs that start containers the same way. */
export const ENGINES = new Set(["docker", "podman", "nerdctl"]);
/** Global flags before the subcommand that take a value. */
const GLOBAL = new Set(["-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "-n", "--namespace"]);

/** Reads the arguments of `docker`; null when they run no container. */
export function readDockerRun(program: string | null, args: readonly Argument[]): DockerRun | null {
  if (program === null || !ENGINES.has(program)) return null;
  const words = subcommand(args);
  let at = words[0]?.value === "container" ? 1 : 0;
  const verb = words[at]?.value;
  if (verb !== "run" && verb !== "create") return null;
  const flags: string[] = [];
  for (at++; at < words.length; at++) {
    const word = words[at];
    const written = word?.value ?? word?.text ?? "";
    if (written === "--") {
      at++;
      break;
    }
    if (!written.startsWith("-") || written === "-") break;
    at += readFlag(written, words[at + 1], flags);
  }
  return { flags, image: words[at]?.value ?? null, rest: words.slice(at + 1) };
}

/** The words from the subcommand on. */
export function subcommand(args: readonly Argument[]): readonly Argument[] {
  let at = 0;
  while (at < args.length && (args[at]?.value ?? args[at]?.text ?? "").startsWith("-"))
    at += GLOBAL.has(args[at]?.value ?? "") ? 2 : 1;
  return args.slice(at);
}

/** Adds the flags of one word; returns how many further words they took. */
function readFlag(written: string, next: Argument | undefined, flags: string[]): 0 | 1 {
  const value = next?.value ?? next?.text ?? "";
  if (written.startsWith("--")) {
    const [name = ""] = written.slice(2).split("=", 1);
    if (written.includes("=") || SWITCHES.has(name)) {
      flags.push(written);
      return 0;
    }
    flags.push(`--${name}=${value}`);
    return 1;
  }
  for (let at = 1; at < written.length; at++) {
    const name = SHORT.get(written[at] ?? "") ?? written[at] ?? "";
    if (SWITCHES.has(name)) {
      flags.push(`--${name}`);
      continue;
    }
    const glued = written.slice(at + 1).replace(/^=/, "");
    flags.push(`--${name}=${glued === "" ? value : glued}`);
    return glued === "" ? 1 : 0;
  }
  return 0;
}
