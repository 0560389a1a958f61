import type { Command } from "../shell/script.js";
import { type Argument, argumentsOf, Flags } from "./arguments.js";
import type { ScanStep } from "./ci.js";
import { readDockerRun, subcommand } from "./docker-run.js";
import { exitCode, noted, severities, threshold, type Verdict } from "./severity.js";

/** What a scanner was told to do, before the script and the pipeline around it are looked at. */
export interface Scan extends Verdict {
  readonly tool: string;
  readonly target: ScanStep["target"];
}

/** Environment of a step: lower-case names; null: not literal. */
export type Environment = ReadonlyMap<string, string | null>;

const TRIVY_TARGETS: ReadonlyMap<string, ScanStep["target"]> = new Map([
  ["image", "image"],
  ["i", "image"],
  ["fs", "filesystem"],
  ["filesystem", "filesystem"],
  ["rootfs", "filesystem"],
  ["repo", "repository"],
  ["repository", "repository"],
  ["config", "config"],
  ["conf", "config"],
  ["sbom", "unknown"],
  ["vm", "unknown"],
  ["kubernetes", "unknown"],
  ["k8s", "unknown"],
]);
const TRIVY_VALUED = new Set([
  "--cache-dir",
  "-c",
  "--config",
  "--timeout",
  "-f",
  "--format",
  "-o",
  "--output",
  "-s",
  "--severity",
  "--exit-code",
  "-t",
  "--template",
  "--ignorefile",
  "--input",
]);
const TRIVY_OTHER = new Set([
  "convert",
  "clean",
  "version",
  "plugin",
  "module",
  "server",
  "registry",
  "vex",
  "completion",
  "help",
  "aws",
]);

/** Merges the flag, the environment and what a flag left open. */
function setting(flags: Flags, env: Environment, variable: string, ...names: readonly string[]): string | null | undefined {
  const flag = flags.value(...names);
  if (flag !== undefined) return flag;
  const set = env.get(variable);
  if (set !== undefined) return set;
  return flags.open || flags.value("--config", "-c") !== undefined ? null : undefined;
}

function trivy(args: readonly Argument[], env: Environment): Scan | null {
  const flags = new Flags(args);
  if (flags.on("--download-db-only", "--download-java-db-only", "--version", "--help", "-v", "-h") === true) return null;
  const [first, second] = flags.positional(TRIVY_VALUED);
  const word = first?.value ?? "";
  if (!first || TRIVY_OTHER.has(word)) return null;
  const known = TRIVY_TARGETS.get(word);
  // Before 0.30 `trivy IMAGE` was enough.
  const target = known ?? "image";
  if (known === "image" && !second && flags.value("--input") === undefined) return null;
  const scanners = flags.value("--scanners", "--security-checks");
  if (typeof scanners === "string" && !/\bvuln/.test(scanners)) {
    return {
      tool: "trivy",
      target: target === "image" ? "unknown" : target,
      gates: false,
      because: `it looks for ${scanners}, not for vulnerabilities`,
    };
  }
  const verdict =
    exitCode(setting(flags, env, "trivy_exit_code", "--exit-code"), "`--exit-code`") ??
    severities(setting(flags, env, "trivy_severity", "--severity", "-s"), "`--severity`");
  return { tool: "trivy", target, ...noted(verdict, flags.on("--ignore-unfixed") === true) };
}

/** What a target such as `dir:.`, `sbom:x` or `registry/image` is. */
function grypeTarget(word: string | null): ScanStep["target"] {
  if (word === null) return "image";
  if (/^(?:dir|file):|^\.{0,2}\/|^\.{1,2}$/.test(word)) return "filesystem";
  return /^(?:sbom|purl|cpes?):|\.(?:json|xml|spdx|cdx)$/.test(word) ? "unknown" : "image";
}

function grype(args: readonly Argument[], env: Environment): Scan | null {
  const flags = new Flags(args);
  const valued = new Set([
    "-c",
    "--config",
    "-o",
    "--output",
    "-f",
    "--fail-on",
    "--file",
    "-s",
    "--scope",
    "-t",
    "--template",
    "--platform",
    "--name",
    "--distro",
    "--exclude",
    "--vex",
  ]);
  const [target] = flags.positional(valued);
  if (!target || ["db", "version", "completion", "config", "explain", "help"].includes(target.value ?? "")) return null;
  const level = setting(flags, env, "grype_fail_on_severity", "--fail-on", "-f");
  const verdict =
    level === undefined
      ? { gates: false, because: "without `--fail-on` it reports and never fails" }
      : threshold(level, "`--fail-on`");
  return { tool: "grype", target: grypeTarget(target.value), ...noted(verdict, flags.on("--only-fixed") === true) };
}

function scout(args: readonly Argument[]): Scan | null {
  const flags = new Flags(args);
  const verb = args.find((arg) => !arg.text.startsWith("-"))?.value ?? "";
  if (!["cves", "quickview", "qv", "compare", "recommendations"].includes(verb)) return null;
  const from = {
    tool: "docker scout",
    target: args.some((arg) => /^fs:\/\//.test(arg.value ?? "")) ? ("filesystem" as const) : ("image" as const),
  };
  if (verb !== "cves")
    return { ...from, gates: false, because: `\`docker scout ${verb}\` informs and never fails on what it finds` };
  const fails = flags.on("--exit-code", "-e");
  if (fails !== true) {
    return {
      ...from,
      gates: fails,
      because: fails === null ? "`--exit-code` cannot be read" : "without `--exit-code` it reports and never fails",
    };
  }
  return {
    ...from,
    ...noted(severities(flags.value("--only-severity"), "`--only-severity`"), flags.on("--only-fixed") === true),
  };
}

function snyk(args: readonly Argument[]): Scan | null {
  const flags = new Flags(args);
  const words = args.filter((arg) => !arg.text.startsWith("-")).map((arg) => arg.value ?? "");
  const container = words[0] === "container" || flags.on("--docker") === true;
  const verb = words[0] === "container" || words[0] === "code" || words[0] === "iac" ? words[1] : words[0];
  if (verb !== "test" && verb !== "monitor") return null;
  const target = container ? "image" : words[0] === "iac" ? "config" : "repository";
  if (verb === "monitor")
    return { tool: "snyk", target, gates: false, because: "`snyk monitor` reports to a server and never fails on what it finds" };
  const level = flags.value("--severity-threshold");
  const verdict =
    level === undefined
      ? { gates: true, because: "fails on findings of every severity" }
      : threshold(level, "`--severity-threshold`");
  const only = flags.value("--fail-on");
  return { tool: "snyk", target, ...noted(verdict, only !== undefined && only !== "all") };
}

function dockerScan(args: readonly Argument[]): Scan {
  const level = new Flags(args).value("--severity");
  return {
    tool: "snyk",
    target: "image",
    ...(level === undefined ? { gates: true, because: "fails on findings of every severity" } : threshold(level, "`--severity`")),
  };
}

function osv(args: readonly Argument[]): Scan | null {
  const words = args.map((arg) => arg.value ?? "");
  if (words.some((word) => /^(?:--version|--help|fix)$/.test(word))) return null;
  const image = words.includes("image") || words.some((word) => /^(?:--docker|-D)$/.test(word));
  return { tool: "osv-scanner", target: image ? "image" : "repository", gates: true, because: "fails on every finding" };
}

function jfrog(args: readonly Argument[]): Scan | null {
  const words = args.map((arg) => arg.value ?? "");
  const docker = words[0] === "docker" && words[1] === "scan";
  if (!docker && words[0] !== "scan") return null;
  const from = { tool: "xray", target: docker ? ("image" as const) : ("filesystem" as const) };
  if (words.includes("--fail=false")) return { ...from, gates: false, because: "`--fail=false` lets it pass" };
  return { ...from, gates: null, because: "what fails is decided by the policies of an Xray server" };
}

function twistcli(args: readonly Argument[]): Scan | null {
  const words = args.map((arg) => arg.value ?? "");
  if (words[0] !== "images" || words[1] !== "scan") return null;
  const level = new Flags(args).value("--vulnerability-threshold");
  const from = { tool: "prisma cloud", target: "image" as const };
  if (level !== undefined) return { ...from, ...threshold(level, "`--vulnerability-threshold`") };
  return { ...from, gates: null, because: "what fails is decided by the rules of a Prisma Cloud console" };
}

function clairScanner(args: readonly Argument[]): Scan {
  const level = new Flags(args).value("--threshold", "-t");
  const from = { tool: "clair", target: "image" as const };
  return {
    ...from,
    ...(level === undefined ? { gates: true, because: "fails on every finding" } : threshold(level, "`--threshold`")),
  };
}

/** A scanner whose verdict comes from settings on a server. */
function byPolicy(tool: string, args: readonly Argument[], ...verbs: readonly string[]): Scan | null {
  const words = args.map((arg) => arg.value ?? "");
  if (!verbs.every((verb, at) => words[at] === verb)) return null;
  return { tool, target: "image", gates: null, because: "what fails is decided by policies outside the repository" };
}

function run(program: string | null, args: readonly Argument[], env: Environment): Scan | null {
  switch (program) {
    case "trivy":
      return trivy(args, env);
    case "grype":
      return grype(args, env);
    case "docker-scout":
      return scout(args);
    case "snyk":
      return snyk(args);
    case "osv-scanner":
      return osv(args);
    case "jf":
    case "jfrog":
      return jfrog(args);
    case "twistcli":
      return twistcli(args);
    case "clair-scanner":
      return clairScanner(args);
    case "clairctl":
      return byPolicy("clair", args, "report");
    case "wizcli":
      return byPolicy("wiz", args, "docker", "scan");
    case "checkov":
      return args.some((arg) => arg.value === "--docker-image") ? byPolicy("checkov", args) : null;
    case "aws":
      return byPolicy("ecr", args, "ecr", "start-image-scan") ?? byPolicy("ecr", args, "ecr", "describe-image-scan-findings");
    case "gcloud":
      return byPolicy("artifact analysis", args, "artifacts", "docker", "images", "scan");
    default:
      return null;
  }
}

/** Scanners by the image they are run from. */
const IMAGES: readonly (readonly [image: RegExp, program: string])[] = [
  [/(?:^|\/)(?:aquasec|aquasecurity)\/trivy(?:$|[:@])/, "trivy"],
  [/(?:^|\/)anchore\/grype(?:$|[:@])/, "grype"],
  [/(?:^|\/)docker\/scout-cli(?:$|[:@])/, "docker-scout"],
  [/(?:^|\/)snyk\/snyk(?:-cli)?(?:$|[:@])/, "snyk"],
  [/(?:^|\/)google\/osv-scanner(?:$|[:@])/, "osv-scanner"],
];

/** Everything that `run` knows, and the engines that may run it from an image. */
const PROGRAMS = new Set(
  "docker podman nerdctl trivy grype docker-scout snyk osv-scanner jf jfrog twistcli clair-scanner clairctl wizcli checkov aws gcloud".split(
    " ",
  ),
);

/** What a command scans, if it is a scanner: called by name, or run from its image. */
export function scanOfCommand(command: Command, env: Environment): Scan | null {
  if (command.name === null || !PROGRAMS.has(command.name)) return null;
  const own = new Map(env);
  for (const one of command.assignments) own.set(one.name.toLowerCase(), one.value);
  const args = argumentsOf(command);
  if (command.name === "docker") {
    const words = subcommand(args);
    if (words[0]?.value === "scout") return scout(words.slice(1));
    if (words[0]?.value === "scan") return dockerScan(words.slice(1));
  }
  const container = readDockerRun(command.name, args);
  if (!container) return run(command.name, args, own);
  const program = IMAGES.find(([image]) => image.test(container.image ?? ""))?.[1];
  if (program === undefined) return null;
  const inside = new Map<string, string | null>();
  for (const flag of container.flags) {
    const [, name, value] = /^--env=(\w+)(?:=([\s\S]*))?$/.exec(flag) ?? [];
    if (name !== undefined) inside.set(name.toLowerCase(), value ?? own.get(name.toLowerCase()) ?? null);
  }
  const [head] = container.rest;
  return run(program, head?.value === program ? container.rest.slice(1) : container.rest, inside);
}
