import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseEndpoint } from "../../src/io/engine/endpoint.js";
import { EngineClient } from "../../src/io/engine/engine-client.js";

/** Something that a test needs and that runs: its address, and how it ends. */
export interface Running {
  readonly address: string;
  stop(): Promise<void>;
}

/** Why tests that need a tool are skipped. */
export interface Missing {
  readonly because: string;
}

export function isMissing(tool: object): tool is Missing {
  return "because" in tool;
}

/** The title of a group of tests; where it is skipped, why, which is said aloud too: reporters count skipped tests and do not name them. */
export function title(name: string, tool: object): string {
  if (!isMissing(tool)) return name;
  console.info(`skipped: ${name}: ${tool.because}`);
  return `${name} (skipped: ${tool.because})`;
}

export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** Runs a program to its end and gives what it said. Throws where it failed. */
export function run(program: string, args: readonly string[], env: Record<string, string> = {}): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  if (error || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr.toString()}`);
  return stdout;
}

const READY = 30_000;
const roots: string[] = [];

export function scratch(): string {
  const root = mkdtempSync(join(tmpdir(), "seaworthy-engine-"));
  roots.push(root);
  return root;
}

/** A scratch folder with these files. */
export function scratchWith(files: Readonly<Record<string, string>>): string {
  const root = scratch();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Ends a file of tests. */
export function removeScratch(): void {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** A Docker engine of its own, with a store of its own, that no other container or image is in. */
export async function docker(): Promise<Running | Missing> {
  if (!isInstalled("dockerd")) return { because: "dockerd is not installed" };
  if (!isInstalled("unshare")) return { because: "unshare is not installed" };
  if (process.getuid?.() !== 0) return { because: "dockerd needs root" };
  const root = scratch();
  const address = `unix://${root}/engine.sock`;
  const places = ["--data-root", `${root}/data`, "--exec-root", `${root}/exec`, "--pidfile", `${root}/pid`];
  // In a network of its own: without a bridge it would remove that of the engine that the machine may have already.
  const engine = ["dockerd", "--host", address, ...places, "--bridge=none", "--iptables=false"];
  return started("unshare", ["--net", ...engine], address, () => removed(root));
}

/** A Docker engine that runs containers, in the machine's own network, with a store that is kept in this folder. */
export function startEngine(root: string): Promise<Running | Missing> {
  const address = `unix://${root}/engine.sock`;
  const places = ["--data-root", `${root}/data`, "--exec-root", `${root}/exec`, "--pidfile", `${root}/pid`];
  return started("dockerd", ["--host", address, ...places], address, async () => {});
}

export async function podman(): Promise<Running | Missing> {
  if (!isInstalled("podman")) return { because: "podman is not installed" };
  const root = scratch();
  const address = `unix://${root}/engine.sock`;
  return started("podman", [...podmanStore(address), "system", "service", "--time=0", address], address, () => removed(root));
}

/** A Podman that runs containers, which needs root, its events, and limits that this process may give. */
export async function runningPodman(): Promise<Running | Missing> {
  if (!isInstalled("podman")) return { because: "podman is not installed" };
  if (process.getuid?.() !== 0) return { because: "Podman's networks need root" };
  const root = scratch();
  const address = `unix://${root}/engine.sock`;
  // What it gives by itself may be more than this process has.
  const files = /^Max open files +\S+ +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? "1048576";
  const given = [`nofile=${files}:${files}`, "nproc=1024:1024"];
  writeFileSync(join(root, "containers.conf"), `[containers]\ndefault_ulimits = ${JSON.stringify(given)}\n`);
  const own = ["--tmpdir", `${root}/tmp`, "--network-config-dir", `${root}/networks`];
  const runtime = isInstalled("runc") ? ["--runtime", "runc"] : [];
  const store = podmanStore(address).map((word) => (word === "none" ? "file" : word));
  const args = [...store, ...own, ...runtime, "system", "service", "--time=0", address];
  return started("podman", args, address, () => removed(root), { CONTAINERS_CONF: join(root, "containers.conf") });
}

/** Where a Podman of `podman()` keeps its images, for its command line. */
export function podmanStore(address: string): string[] {
  const root = address.slice("unix://".length, -"/engine.sock".length);
  return [
    "--root",
    `${root}/data`,
    "--runroot",
    `${root}/run`,
    "--storage-driver",
    "vfs",
    "--events-backend",
    "none",
    "--cgroup-manager",
    "cgroupfs",
  ];
}

async function removed(root: string): Promise<void> {
  endMonitors(root);
  spawnSync("umount", ["-R", join(root, "data")], { stdio: "ignore" });
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** What watches over a program that Podman started in a container stays for five minutes (`--exit-delay 300`), whatever became of both. */
function endMonitors(root: string): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0");
      if (words[0]?.endsWith("/conmon") && words.some((word) => word.startsWith(`${root}/`)))
        process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

async function started(
  program: string,
  args: readonly string[],
  address: string,
  afterwards: () => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<Running | Missing> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    said = (said + piece).slice(-2000);
  });
  const stop = async () => {
    await ended(child);
    await afterwards();
  };
  const client = () => new EngineClient(parseEndpoint(address, null)).ping();
  if (await answers(child, client)) return { address, stop };
  await stop();
  return { because: `${program} does not start here: ${said.trim().split("\n").at(-1) ?? "no word"}` };
}

/** Waits until something answers; false where its process ended first. */
export async function answers(child: ChildProcess, ask: () => Promise<unknown>): Promise<boolean> {
  const end = Date.now() + READY;
  while (child.exitCode === null && Date.now() < end) {
    const done = await ask().then(
      () => true,
      () => false,
    );
    if (done) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await over;
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
