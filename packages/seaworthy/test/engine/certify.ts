import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Certified, certify, updateDatabase } from "../../src/api.js";
import type { ReportedService } from "../../src/core/report.js";
import { makeBases } from "./bases/make-bases.js";
import { nameBases, unnameBases } from "./bases/public-names.js";
import { isMissing, type Missing, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

const EXAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../examples");
const BASES = ["node", "node-full", "python", "python-full", "postgres", "redis"];
/** Builds fetch packages, and a trial waits for what an engine and the claims make it wait for. */
const LONG_MS = 3_600_000;

const running = await trialEngine();
const bases = isMissing(running) ? running : await makeBases(running.engine.address, BASES);
const missing: Missing | null = isMissing(running) ? running : isMissing(bases) ? bases : null;

let folder: string;
let named: readonly string[] = [];

/** The example as a repository of its own, at a commit, with its secrets made. */
function exampleOf(name: string): string {
  const root = join(folder, name);
  cpSync(join(EXAMPLES, name), root, { recursive: true, filter: (path) => !/node_modules|__pycache__/.test(path) });
  if (name === "seaworthy") execFileSync("sh", ["scripts/make-secrets.sh"], { cwd: root });
  for (const args of [
    ["init", "-q", "-b", "main"],
    ["add", "-A"],
    ["commit", "-q", "-m", "first"],
  ])
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", ...args], {
      cwd: root,
    });
  return root;
}

/** An advisory of nothing that is installed, so that each ecosystem is there. */
async function fixtureDatabase(): Promise<string> {
  const from = join(folder, "osv");
  mkdirSync(from);
  for (const [index, [ecosystem, name]] of [
    ["Debian:12", "no-such-package"],
    ["npm", "no-such-package"],
    ["PyPI", "no-such-package"],
  ].entries()) {
    const id = `TEST-2026-000${index}`;
    const affected = [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] }];
    writeFileSync(join(from, `${id}.json`), JSON.stringify({ id, modified: "2026-11-20T00:00:00Z", affected }));
  }
  const path = join(folder, "fixture.db");
  await updateDatabase({
    path,
    from,
    ecosystems: null,
    fixture: true,
    full: true,
    kev: false,
    epss: false,
    env: {},
    onProgress: () => {},
  });
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-certify-"));
  if (!isMissing(running) && !isMissing(bases)) named = await nameBases(running.engine.address, bases);
});
afterAll(async () => {
  if (!isMissing(running)) await unnameBases(running.engine.address, named);
  rmSync(folder, { recursive: true, force: true });
  if (!isMissing(running)) await running.stop();
}, 120_000);

const verdictsOf = ({ items }: ReportedService) => Object.fromEntries(items.map(({ item, verdict }) => [item, verdict]));

function open(certified: Certified): readonly string[] {
  return certified.report.services.flatMap(({ name, items }) =>
    items.flatMap(({ item, rulings }) =>
      rulings.flatMap((one) =>
        one.ruling === "no" || one.ruling === "unknown"
          ? [`${name} ${item}: ${one.rule} ${one.ruling} (${one.depth}): ${one.because}`]
          : [],
      ),
    ),
  );
}

describe.skipIf(missing !== null)(title("the examples, built, scanned and tried", missing ?? {}), () => {
  const env = () => ({
    ...process.env,
    DOCKER_HOST: isMissing(running) ? "" : running.engine.address,
    XDG_CACHE_HOME: join(folder, "cache"),
  });

  it("seaworthy: eleven items met, and no vulnerability known to a fixture database, which is not a proof", {
    timeout: LONG_MS,
  }, async () => {
    const cwd = exampleOf("seaworthy");
    const database = await fixtureDatabase();
    const certified = await certify({ cwd, env: env(), config: null, database, onStep: (line) => console.info(line) });
    expect(certified.failed).toEqual([]);
    const left = open(certified).filter((line) => !/image-scanning\/no-vulnerabilities unknown/.test(line));
    expect(left).toEqual([]);
    const built = certified.report.services.filter(({ dockerfile }) => dockerfile !== null);
    expect(built.map(({ name }) => name).sort()).toEqual(["api", "worker"]);
    for (const service of built) {
      const { "image-scanning": scanning, ...others } = verdictsOf(service);
      expect(new Set(Object.values(others))).toEqual(new Set(["met"]));
      expect(scanning).toBe("unproven");
    }
    expect(certified.report.images.map(({ advisories }) => advisories?.gaps.includes("fixture database, not a proof"))).toEqual([
      true,
      true,
    ]);
    expect(certified.report.trials.map(({ hardened }) => hardened !== null)).toEqual([true, true]);
    for (const { service, cost } of certified.report.trials)
      console.info(`${service}: ${cost.wholeMs} ms, ${(cost.wholeMs / cost.floorMs).toFixed(2)} times its floor`);
  });

  it("naive: unmet on all that can be judged", { timeout: LONG_MS }, async () => {
    const certified = await certify({ cwd: exampleOf("naive"), env: env(), config: null, onStep: (line) => console.info(line) });
    console.info([...certified.failed, ...certified.notes].join("\n"));
    const built = certified.report.services.filter(({ dockerfile }) => dockerfile !== null);
    for (const service of built) {
      const met = service.items.filter(({ verdict }) => verdict === "met");
      expect(met.map(({ item }) => `${service.name} ${item}`)).toEqual([]);
      expect(Object.values(verdictsOf(service)).filter((verdict) => verdict === "unmet").length).toBeGreaterThan(9);
    }
  });
});
