import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Advisories } from "../../models/advisory/advisory.js";
import { object, text } from "../../models/advisory/json.js";
import { readReport } from "../../models/advisory/reports/read-report.js";
import type { ScannerReport } from "../../models/advisory/reports/scanner-report.js";
import { UsageError } from "../usage-error.js";

export const SCANNERS = ["trivy", "grype", "scout"] as const;
export type Scanner = (typeof SCANNERS)[number];

/** What a scanner is to look at. */
export interface ScanTarget {
  /** A reference of an engine's or a registry's image, or an absolute path. */
  readonly name: string;
  readonly kind: "image" | "docker-archive" | "oci-archive" | "oci-folder";
  /** `linux/arm64`; null: the scanner's own choice. */
  readonly platform: string | null;
}

/** A scan of a large image, its database downloaded first, takes minutes. */
const DEFAULT_TIMEOUT_MS = 15 * 60_000;
const GRACE_MS = 5_000;
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/** Runs an installed scanner on an image and reads what it says. Throws UsageError: not installed, failed, too slow, not understood. */
export async function runScanner(scanner: Scanner, target: ScanTarget, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ScannerReport> {
  if (target.name.startsWith("-") || /[\0\n]/.test(target.name))
    throw new UsageError(`\`${target.name}\` is no name of an image`);
  if (target.kind !== "image" && !isAbsolute(target.name)) throw new UsageError(`${target.name} is no absolute path`);
  const [program = "", ...args] = COMMANDS[scanner](target);
  // In an empty folder: ignore files and settings of the folder we were started in would hide findings in silence.
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-scanner-"));
  try {
    const output = await outputOf(program, args, folder, timeoutMs, scanner);
    const report = readReport(jsonOf(output, scanner));
    if (typeof report === "string") throw new UsageError(`what ${scanner} gives ${report}`);
    const date = scanner === "trivy" ? await trivyDate(folder) : null;
    return date === null ? report : { ...report, advisories: dated(report.advisories, date) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const COMMANDS: Readonly<Record<Scanner, (target: ScanTarget) => readonly string[]>> = {
  trivy: ({ name, kind, platform }) => [
    "trivy",
    "image",
    "--format=json",
    "--quiet",
    "--scanners=vuln",
    ...(platform ? [`--platform=${platform}`] : []),
    ...(kind === "image" ? [name] : [`--input=${name}`]),
  ],
  grype: ({ name, kind, platform }) => [
    "grype",
    "--output=json",
    "--quiet",
    ...(platform ? [`--platform=${platform}`] : []),
    {
      image: name,
      "docker-archive": `docker-archive:${name}`,
      "oci-archive": `oci-archive:${name}`,
      "oci-folder": `oci-dir:${name}`,
    }[kind],
  ],
  scout: ({ name, kind, platform }) => [
    "docker",
    "scout",
    "cves",
    "--format=sarif",
    ...(platform ? [`--platform=${platform}`] : []),
    { image: name, "docker-archive": `archive://${name}`, "oci-archive": `archive://${name}`, "oci-folder": `oci-dir://${name}` }[
      kind
    ],
  ],
};

function dated(advisories: Advisories, date: string): Advisories {
  return { ...advisories, date };
}

/** When Trivy's database was made; null where it does not say. */
async function trivyDate(folder: string): Promise<string | null> {
  try {
    const version = object(JSON.parse(await outputOf("trivy", ["version", "--format=json"], folder, 30_000, "trivy")));
    return /^\d{4}-\d\d-\d\d/.exec(text(object(version?.VulnerabilityDB)?.UpdatedAt))?.[0] ?? null;
  } catch {
    return null;
  }
}

function jsonOf(output: string, scanner: Scanner): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new UsageError(`what ${scanner} gives is not JSON`);
  }
}

/** What a program writes to its standard output. Whatever its exit code, a whole report counts: scanners fail on findings too. */
function outputOf(program: string, args: readonly string[], cwd: string, timeoutMs: number, scanner: Scanner): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      detached: process.platform !== "win32",
    });
    const pieces: Buffer[] = [];
    let size = 0;
    let said = "";
    let ended: string | null = null;
    const kill = (signal: NodeJS.Signals): void => {
      try {
        // The scanner may have children of its own.
        if (child.pid !== undefined && process.platform !== "win32") process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It is gone already.
      }
    };
    const end = (because: string): void => {
      ended ??= because;
      kill("SIGTERM");
      setTimeout(() => kill("SIGKILL"), GRACE_MS).unref();
    };
    const alarm = setTimeout(() => end(`took longer than ${Math.round(timeoutMs / 1000)} seconds`), timeoutMs);
    child.stdout.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > LARGEST_OUTPUT) end("writes without end");
      else pieces.push(piece);
    });
    child.stderr.on("data", (piece: Buffer) => {
      said = (said + piece.toString("utf8")).slice(-4000);
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(alarm);
      reject(
        new UsageError(
          error.code === "ENOENT"
            ? `${scanner} is not installed: \`${program}\` is not on the PATH`
            : `${scanner} cannot be run: ${error.message}`,
        ),
      );
    });
    child.on("close", (code, signal) => {
      clearTimeout(alarm);
      if (ended !== null) return reject(new UsageError(`${scanner} ${ended}`));
      const output = Buffer.concat(pieces).toString("utf8");
      if (output.trim() !== "") return resolve(output);
      const last = said.trim().split("\n").at(-1)?.trim().slice(0, 300) ?? "";
      reject(new UsageError(`${scanner} failed (${signal ?? `exit code ${code}`})${last === "" ? "" : `: ${last}`}`));
    });
  });
}
