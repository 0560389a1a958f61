import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReportFile, readVexFile } from "./report-file.js";
import { runScanner } from "./run-scanner.js";

let folder: string;
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-scanners-"));
  before = process.env.PATH;
  process.env.PATH = `${folder}${delimiter}${before}`;
});
afterEach(() => {
  process.env.PATH = before;
  rmSync(folder, { recursive: true, force: true });
});

const TRIVY = JSON.stringify({
  SchemaVersion: 2,
  ArtifactType: "container_image",
  Trivy: { Version: "0.68.0" },
  Metadata: {},
  Results: [{ Target: "t" }],
});
const IMAGE = { name: "acme/api:1.0", kind: "image", platform: null } as const;

/** A program on the PATH that stands for an installed scanner. */
function stand(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

describe.skipIf(process.platform === "win32")("an installed scanner", () => {
  it("is run by its arguments, without a shell, in an empty folder", async () => {
    stand(
      "trivy",
      `if [ "$1" = version ]; then echo '{"VulnerabilityDB":{"UpdatedAt":"2026-11-25T00:00:00Z"}}'; exit; fi\nfor one in "$@"; do echo "$one"; done > "${folder}/asked"\nls -A > "${folder}/beside"\necho '${TRIVY}'`,
    );
    const report = await runScanner("trivy", { ...IMAGE, name: "acme/api:1.0; touch x", platform: "linux/arm64" });
    expect(report.advisories).toMatchObject({ by: "trivy 0.68.0", date: "2026-11-25" });
    expect(readFileSync(join(folder, "asked"), "utf8").trim().split("\n")).toEqual([
      "image",
      "--format=json",
      "--quiet",
      "--scanners=vuln",
      "--platform=linux/arm64",
      "acme/api:1.0; touch x",
    ]);
    expect(readFileSync(join(folder, "beside"), "utf8")).toBe("");
    expect(existsSync("x")).toBe(false);
  });

  it.each([
    ["trivy", "docker-archive", "--input=/i.tar"],
    ["grype", "docker-archive", "docker-archive:/i.tar"],
    ["grype", "oci-folder", "oci-dir:/i.tar"],
    ["scout", "oci-folder", "oci-dir:///i.tar"],
  ] as const)("%s reads a %s", async (scanner, kind, argument) => {
    const write = `for one in "$@"; do echo "$one"; done > "${folder}/asked"; echo '${TRIVY}'`;
    stand(scanner === "scout" ? "docker" : scanner, `if [ "$1" = version ]; then exit 1; fi; ${write}`);
    await runScanner(scanner, { name: "/i.tar", kind, platform: null });
    expect(readFileSync(join(folder, "asked"), "utf8").trim().split("\n").at(-1)).toBe(argument);
  });

  it("whose exit code tells of findings is believed", async () => {
    stand("trivy", `echo '${TRIVY}'; exit 3`);
    await expect(runScanner("trivy", IMAGE)).resolves.toMatchObject({ advisories: { matches: [] } });
  });

  it.each([
    ["fails", "echo 'first' >&2; echo 'FATAL no such image' >&2; exit 1", /^trivy failed \(exit code 1\): FATAL no such image$/],
    ["gives no JSON", "echo hello", /^what trivy gives is not JSON$/],
    ["gives another JSON", "echo '{}'", /^what trivy gives is neither/],
    ["takes too long", "sleep 60 & wait", /^trivy took longer than 1 seconds$/],
  ])("that %s is one line", async (_, script, message) => {
    stand("trivy", script);
    await expect(runScanner("trivy", IMAGE, 1000)).rejects.toThrow(message);
  });

  it("that is not installed", async () => {
    process.env.PATH = folder;
    await expect(runScanner("grype", IMAGE)).rejects.toThrow("grype is not installed: `grype` is not on the PATH");
    await expect(runScanner("scout", IMAGE)).rejects.toThrow("scout is not installed: `docker` is not on the PATH");
  });

  it.each(["--config=/etc/passwd", "-o", "a\nb"])("is never given %j for an image", async (name) => {
    await expect(runScanner("trivy", { ...IMAGE, name })).rejects.toThrow(/is no name of an image/);
  });
});

describe("files", () => {
  const at = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it("of a pipeline's report", () => {
    expect(readReportFile(at("trivy.json", `\uFEFF${TRIVY}`)).advisories.by).toBe("a report (trivy 0.68.0)");
    expect(() => readReportFile(at("x.json", "{"))).toThrow(/x\.json is not JSON/);
    expect(() => readReportFile(at("y.json", "{}"))).toThrow(/y\.json is neither Trivy's JSON nor Grype's nor SARIF/);
    expect(() => readReportFile(join(folder, "none.json"))).toThrow(/none\.json is not there/);
  });

  it("of VEX", () => {
    expect(readVexFile(at("v.json", '{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}')).statements).toEqual([]);
    expect(() => readVexFile(at("w.json", "{}"))).toThrow(/w\.json is no OpenVEX document/);
  });
});
