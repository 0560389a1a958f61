import type { ScanStep } from "./ci.js";
import type { Environment, Scan } from "./scan-commands.js";
import { exitCode, noted, severities, threshold } from "./severity.js";

/** Inputs of an action: lower-case names; null: not literal. */
export type Inputs = ReadonlyMap<string, string | null>;

type Reader = (inputs: Inputs, env: Environment) => Scan | null;

/** A switch of an action: its default when absent or empty, null when it is not literal. */
function flag(inputs: Inputs, name: string, otherwise: boolean): boolean | null {
  const value = inputs.get(name);
  if (value === undefined || value === "") return otherwise;
  return value === null ? null : value.trim().toLowerCase() === "true";
}

const filled = (inputs: Inputs, name: string): string | null | undefined => {
  const value = inputs.get(name);
  return value === "" ? undefined : value;
};

const TRIVY_TARGETS: ReadonlyMap<string, ScanStep["target"]> = new Map([
  ["image", "image"],
  ["fs", "filesystem"],
  ["filesystem", "filesystem"],
  ["rootfs", "filesystem"],
  ["repo", "repository"],
  ["repository", "repository"],
  ["config", "config"],
  ["sbom", "unknown"],
]);

function trivy(inputs: Inputs, env: Environment): Scan {
  const type = inputs.get("scan-type") === undefined ? "image" : (filled(inputs, "scan-type") ?? null);
  const target = type === null ? "unknown" : (TRIVY_TARGETS.get(type) ?? "unknown");
  const from = { tool: "trivy", target };
  const scanners = filled(inputs, "scanners") ?? filled(inputs, "security-checks");
  if (typeof scanners === "string" && !/\bvuln/.test(scanners)) {
    return {
      ...from,
      target: target === "image" ? "unknown" : target,
      gates: false,
      because: `it looks for ${scanners}, not for vulnerabilities`,
    };
  }
  const configured = filled(inputs, "trivy-config") === undefined ? undefined : null;
  const pick = (name: string, variable: string): string | null | undefined => {
    const input = filled(inputs, name);
    if (input !== undefined) return input;
    return env.get(variable) ?? configured;
  };
  const code = exitCode(pick("exit-code", "trivy_exit_code"), "`exit-code`");
  const sarif = inputs.get("format") === "sarif";
  if (code)
    return {
      ...from,
      ...code,
      because: sarif && code.gates === false ? `${code.because}; the SARIF report is only uploaded` : code.because,
    };
  // A SARIF report holds every severity unless it is limited, and the exit code follows the report: stricter than written.
  if (sarif && flag(inputs, "limit-severities-for-sarif", false) === false) {
    return { ...from, gates: true, because: "fails on findings of every severity (`format: sarif` ignores `severity`)" };
  }
  const verdict = severities(pick("severity", "trivy_severity"), "`severity`");
  return { ...from, ...noted(verdict, flag(inputs, "ignore-unfixed", false) === true) };
}

function anchore(inputs: Inputs): Scan {
  const given = (name: string): boolean => filled(inputs, name) !== undefined;
  const target = given("image") ? "image" : given("path") ? "filesystem" : given("sbom") ? "unknown" : "filesystem";
  const from = { tool: "grype", target } as const;
  const fails = flag(inputs, "fail-build", true);
  if (fails !== true)
    return {
      ...from,
      gates: fails,
      because: fails === null ? "`fail-build` is not literal" : "`fail-build: false` lets it pass",
    };
  const verdict = threshold(
    inputs.get("severity-cutoff") === undefined ? "medium" : (inputs.get("severity-cutoff") ?? null),
    "`severity-cutoff`",
  );
  return { ...from, ...noted(verdict, flag(inputs, "only-fixed", false) === true) };
}

function scout(inputs: Inputs): Scan {
  const commands = (filled(inputs, "command") ?? "quickview").split(/[\s,]+/);
  const from = {
    tool: "docker scout",
    target: (filled(inputs, "image") ?? "").startsWith("fs://") ? "filesystem" : "image",
  } as const;
  const worse = filled(inputs, "exit-on");
  if (!commands.includes("cves")) {
    const relative = commands.includes("compare") && (worse !== undefined || flag(inputs, "exit-code", false) !== false);
    if (relative) return { ...from, gates: false, because: "`compare` fails only when an image gets worse than another one" };
    return { ...from, gates: false, because: `\`${commands.join(", ")}\` informs and never fails on what it finds` };
  }
  const fails = flag(inputs, "exit-code", false);
  if (fails !== true)
    return {
      ...from,
      gates: fails,
      because: fails === null ? "`exit-code` is not literal" : "without `exit-code: true` it reports and never fails",
    };
  return {
    ...from,
    ...noted(severities(filled(inputs, "only-severities"), "`only-severities`"), flag(inputs, "only-fixed", false) === true),
  };
}

function snyk(target: ScanStep["target"]): Reader {
  return (inputs) => {
    const from = { tool: "snyk", target };
    if (inputs.get("command") === "monitor")
      return { ...from, gates: false, because: "`command: monitor` reports to a server and never fails on what it finds" };
    const args = inputs.get("args");
    if (args === null) return { ...from, gates: null, because: "`args` is not literal" };
    const level = /--severity-threshold[= ](\S+)/.exec(args ?? "")?.[1];
    const verdict =
      level === undefined
        ? { gates: true, because: "fails on findings of every severity" }
        : threshold(level, "`--severity-threshold`");
    return { ...from, ...noted(verdict, /--fail-on[= ](?!all)/.test(args ?? "")) };
  };
}

/** An action that fails from a severity named by an input on; without the input from `otherwise`, or never. */
function levelled(tool: string, input: string, otherwise: string | null): Reader {
  return (inputs) => {
    const given = filled(inputs, input);
    const level = given === undefined ? otherwise : given;
    if (given === undefined && otherwise === null)
      return { tool, target: "image", gates: false, because: `without \`${input}\` it reports and never fails` };
    return { tool, target: "image", ...threshold(level, `\`${input}\``) };
  };
}

function policy(tool: string): Reader {
  return () => ({ tool, target: "image", gates: null, because: "what fails is decided by policies outside the workflow" });
}

/** Actions that scan, by `owner/name`; their inputs and defaults as of their current major versions. */
const ACTIONS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["aquasecurity/trivy-action", trivy],
  ["anchore/scan-action", anchore],
  ["docker/scout-action", scout],
  ["snyk/actions/docker", snyk("image")],
  ["azure/container-scan", levelled("trivy", "severity-threshold", "high")],
  ["crazy-max/ghaction-container-scan", levelled("trivy", "severity_threshold", null)],
  ["alexjurkiewicz/ecr-scan-image", levelled("ecr", "fail_threshold", "high")],
  [
    "quay/clair-action",
    (inputs) => ({
      tool: "clair",
      target: "image",
      ...(exitCode(filled(inputs, "return-code") ?? filled(inputs, "return_code"), "`return-code`") ?? {
        gates: true,
        because: "fails on every finding",
      }),
    }),
  ],
  ["sysdiglabs/scan-action", policy("sysdig")],
  ["sysdiglabs/sysdig-cli-scan-action", policy("sysdig")],
  ["palantir/prisma-cloud-scan", policy("prisma cloud")],
  ["paloaltonetworks/prisma-cloud-scan", policy("prisma cloud")],
  ["lacework/lw-scanner-action", policy("lacework")],
  ["aws-actions/amazon-inspector-vulnerability-scan", policy("inspector")],
  ["aws-actions/vulnerability-scan-github-action-for-amazon-inspector", policy("inspector")],
  ["rapidfort/rapidfort-scan-action", policy("rapidfort")],
  ["wiz-sec/wizcli-action", policy("wiz")],
  [
    "bridgecrewio/checkov-action",
    (inputs) =>
      filled(inputs, "docker_image") === undefined
        ? null
        : { tool: "checkov", target: "image", gates: null, because: "what fails is decided by its policies" },
  ],
  [
    "google/osv-scanner-action",
    () => ({ tool: "osv-scanner", target: "repository", gates: true, because: "fails on every finding" }),
  ],
]);

/** What an action scans, if it is a scanner; `name` is `owner/name[/path]` in lower case. */
export function scanOfAction(name: string, inputs: Inputs, env: Environment): Scan | null {
  const reader = ACTIONS.get(name);
  if (reader) return reader(inputs, env);
  if (name.startsWith("snyk/actions/") && name !== "snyk/actions/setup") return snyk("repository")(inputs, env);
  if (name.startsWith("google/osv-scanner-action/"))
    return { tool: "osv-scanner", target: "repository", gates: true, because: "fails on every finding" };
  return null;
}
