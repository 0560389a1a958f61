import { resolve } from "node:path";
import { type DatabaseInfo, databasePath, openDatabase, UsageError, updateDatabase } from "../api.js";
import type { World } from "./world.js";

/** `seaworthy db update`. */
export async function runDatabaseUpdate(options: Record<string, unknown>, world: World): Promise<number> {
  const path = pathOf(options, world);
  const progress = progressOf(world);
  const from = textOf(options, "from");
  try {
    const { info, notes, warnings } = await updateDatabase({
      path,
      from: from === null || isAddress(from) ? from : resolve(world.cwd, from),
      ecosystems: names(options.ecosystem),
      fixture: options.fixture === true,
      full: options.full === true,
      kev: listOf(options, "kev", world),
      epss: listOf(options, "epss", world),
      env: world.env,
      onProgress: progress.step,
    });
    progress.done();
    for (const warning of warnings) world.stderr.write(`warning: ${warning}\n`);
    for (const note of notes) world.stdout.write(`${note}\n`);
    world.stdout.write(`${path}${info.fixture ? ": fixture database, not a proof" : ""}\n`);
    return 0;
  } finally {
    progress.done();
  }
}

/** `seaworthy db status`. */
export async function runDatabaseStatus(options: Record<string, unknown>, world: World): Promise<number> {
  const path = pathOf(options, world);
  const database = await openDatabase(path);
  if (!database) throw new UsageError(`there is no database at ${path}: make one with \`seaworthy db update\``);
  try {
    if (options.verify === true) database.verify();
    const { info, size } = database;
    if (options.format === "json") {
      const { fixture, ecosystems, kev, epss } = info;
      const date = oldest(info);
      world.stdout.write(
        `${JSON.stringify({ path, size, fixture, date, ageDays: date === "" ? null : daysOld(date), kev, epss, ecosystems }, null, 2)}\n`,
      );
    } else world.stdout.write(statusText(path, size, info, options.verify === true));
    return 0;
  } finally {
    database.close();
  }
}

function statusText(path: string, size: number, info: DatabaseInfo, verified: boolean): string {
  const date = oldest(info);
  const lines = [
    `${path} (${(size / 1024 / 1024).toFixed(1)} MB${verified ? ", every checksum proven" : ""})`,
    ...(info.fixture ? ["fixture database, not a proof"] : []),
    date === "" ? "data of no known date" : `data of ${date}, ${ageText(daysOld(date))}`,
    "",
    ...table([
      ["ecosystem", "data of", "advisories", "packages affected", "malicious"],
      ...info.ecosystems.map((one) => [
        one.name,
        one.date || "unknown",
        grouped(one.advisories),
        grouped(one.rows),
        grouped(one.malicious),
      ]),
    ]),
    "",
    listText("known exploited vulnerabilities", info.kev, "--kev"),
    listText("exploit predictions", info.epss, "--epss"),
  ];
  return `${lines.join("\n")}\n`;
}

function listText(what: string, list: DatabaseInfo["kev"], flag: string): string {
  return list ? `${what}: ${grouped(list.count)}, of ${list.date}` : `${what}: none (seaworthy db update ${flag} FILE)`;
}

/** Columns: the first to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** The oldest part of the data: a database is as old as what it is asked for. */
function oldest(info: DatabaseInfo): string {
  return info.ecosystems.map(({ date }) => date).sort()[0] ?? "";
}

function ageText(days: number): string {
  return days <= 0 ? "today" : days === 1 ? "1 day old" : `${days} days old`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function pathOf(options: Record<string, unknown>, world: World): string {
  const given = textOf(options, "db");
  return given === null ? databasePath(world.env) : resolve(world.cwd, given);
}

/** An option's text; null where it was not given. One that is empty names nothing: a variable of the pipeline may be. */
function textOf(options: Record<string, unknown>, name: string): string | null {
  const given = options[name];
  if (typeof given !== "string") return null;
  if (given.trim() === "") throw new UsageError(`--${name} names nothing`);
  return given;
}

/** A file or an address; false for `--no-…`; null where nothing was said. */
function listOf(options: Record<string, unknown>, name: "kev" | "epss", world: World): string | false | null {
  if (options[name] === false) return false;
  const text = textOf(options, name);
  return text === null || isAddress(text) ? text : resolve(world.cwd, text);
}

function isAddress(text: string): boolean {
  if (/^https?:\/\//i.test(text)) return true;
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1];
  if (scheme) throw new UsageError(`${text}: ${scheme} is not supported, only http and https`);
  return false;
}

function names(given: unknown): readonly string[] | null {
  if (!Array.isArray(given)) return null;
  const found = given.flatMap((one: string) => one.split(",").map((name) => name.trim())).filter((name) => name !== "");
  if (found.length === 0) throw new UsageError("--ecosystem names no ecosystem");
  return [...new Set(found)];
}

const EVERY_MS = 100;

/** A line on a terminal's stderr while it works; elsewhere a line for each part that begins. */
function progressOf(world: World): { step(what: string, done: number, all: number): void; done(): void } {
  const line = world.stderr.isTTY && !world.env.CI;
  let part = "";
  let shown = 0;
  return {
    step(what, done, all) {
      if (!line) {
        if (what !== part) world.stderr.write(`${what}\n`);
        part = what;
        return;
      }
      const now = performance.now();
      if (now - shown < EVERY_MS && what === part) return;
      part = what;
      shown = now;
      const share = all > 0 ? ` ${Math.floor((100 * done) / all)} %` : done > 0 ? ` ${grouped(done)}` : "";
      world.stderr.write(`\r\u001b[2K${what}${share}`.slice(0, world.stderr.columns + 5));
    },
    done() {
      if (shown > 0) world.stderr.write("\r\u001b[2K");
      shown = 0;
    },
  };
}

/** Whole days since a day, by UTC. */
function daysOld(day: string): number {
  return Math.max(0, Math.floor((Date.now() - Date.parse(day)) / 86_400_000));
}
