import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { main } from "../../src/cli/main.js";
import { reportFaults } from "../schemas.js";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, with streams of its own and no colour. */
export async function run(
  cwd: string,
  argv: readonly string[],
  env: Record<string, string> = {},
  stdin: string | Uint8Array = "",
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const sink = (into: string[]) => ({ write: (text: string) => void into.push(text), isTTY: false, columns: 100 });
  const code = await main(argv, {
    stdin: { isTTY: false, read: async () => Buffer.from(stdin) },
    stdout: sink(out),
    stderr: sink(err),
    cwd,
    env,
  });
  const stdout = out.join("");
  // Every report of every test is one of the published schema.
  if (stdout.startsWith('{\n  "schemaVersion"')) expect(reportFaults(JSON.parse(stdout))).toEqual([]);
  return { code, stdout, stderr: err.join("") };
}

/** A folder with these files, gone after the test. */
export function withProject<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-cli-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return use(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
