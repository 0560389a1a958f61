import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome, Remark } from "../../models/shellcheck/remark.js";
import { readRemarks } from "./remarks.js";

/** How much of a run is given to ShellCheck. */
export interface Limits {
  /** Texts of one process: the command line of Windows ends at 32,767 characters. */
  readonly texts: number;
  /** Milliseconds of all processes together. */
  readonly time: number;
  /** Bytes of one answer. */
  readonly answer: number;
}

const LIMITS: Limits = { texts: 1000, time: 60_000, answer: 64 * 1024 * 1024 };
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hands texts to ShellCheck, as files of a private folder that is gone afterwards, in one process for up to a thousand. Never throws: what goes
 * wrong is told by the outcome. Neither the user's nor the project's settings of ShellCheck are read.
 */
export async function runShellcheck(
  program: string,
  texts: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  limits: Limits = LIMITS,
): Promise<Outcome> {
  const remarks = new Map<number, readonly Remark[]>();
  const ends = Date.now() + limits.time;
  let folder: string | null = null;
  let child: ChildProcess | null = null;
  const clear = (): void => {
    child?.kill("SIGKILL");
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  // The default of these signals ends this process at once, and would leave the folder behind.
  const stop = (signal: NodeJS.Signals): void => {
    clear();
    for (const one of SIGNALS) process.off(one, stop);
    process.kill(process.pid, signal);
  };
  for (const one of SIGNALS) process.on(one, stop);
  try {
    folder = mkdtempSync(join(tmpdir(), "seaworthy-shellcheck-"));
    for (let first = 0; first < texts.length; first += limits.texts) {
      const batch = texts.slice(first, first + limits.texts);
      const names = batch.map((text, index) => {
        const name = `${first + index}.sh`;
        writeFileSync(join(folder as string, name), text, { mode: 0o600 });
        return name;
      });
      const left = ends - Date.now();
      if (left <= 0) return { remarks, because: slow(limits) };
      child = spawn(program, ["--norc", "--format=json1", "--severity=style", ...names], {
        cwd: folder,
        env: environment(env),
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
      });
      const answer = await answerOf(child, left, limits);
      if ("because" in answer) return { remarks, because: answer.because };
      const read = readRemarks(answer.text, first, batch.length);
      if (read === null) return { remarks, because: `ShellCheck gave no answer that can be read${told(answer)}` };
      for (const [index, said] of read) remarks.set(index, said);
    }
    return { remarks, because: null };
  } catch (error) {
    return { remarks, because: `ShellCheck could not be run: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    for (const one of SIGNALS) process.off(one, stop);
    clear();
  }
}

/** What a person set for ShellCheck by hand would make the same commit judged otherwise on another machine. */
function environment(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const { SHELLCHECK_OPTS: _, GHCRTS: __, ...rest } = env;
  // Its own messages are in Unicode, and its runtime refuses to write those in a locale that has none.
  return process.platform === "linux" ? { ...rest, LC_ALL: "C.UTF-8" } : rest;
}

interface Answer {
  readonly text: string;
  readonly errors: string;
  readonly code: number | null;
}

function answerOf(child: ChildProcess, time: number, limits: Limits): Promise<Answer | { readonly because: string }> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let errors = "";
    const end = (answer: Answer | { readonly because: string }): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const give = (because: string): void => {
      end({ because });
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => give(slow(limits)), time);
    child.stdout?.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > limits.answer) give("ShellCheck said more than can be held");
      else pieces.push(piece);
    });
    child.stderr?.on("data", (piece: Buffer) => {
      if (errors.length < MOST_ERRORS) errors += piece.toString("utf8");
    });
    child.on("error", (error) => give(`ShellCheck could not be run: ${error.message}`));
    child.on("close", (code, signal) => {
      const answer = { text: Buffer.concat(pieces).toString("utf8"), errors, code };
      if (signal) end({ because: `ShellCheck was ended by ${signal}` });
      else if (code === 0 || code === 1) end(answer);
      else if (isOld(answer)) end({ because: "this ShellCheck is too old: 0.7 or newer is needed" });
      else end({ because: `ShellCheck ended with exit code ${code}${told(answer)}` });
    });
  });
}

const MOST_ERRORS = 2000;

/** Before 0.7 it had neither the option --norc nor the format. */
function isOld({ code, errors }: Answer): boolean {
  return (code === 3 || code === 4) && /norc|json1|unrecognized option|unknown format/i.test(errors);
}

function told({ errors }: Answer): string {
  const first = errors.split("\n").find((line) => line.trim() !== "");
  return first ? `: ${first.trim().slice(0, 200)}` : "";
}

function slow({ time }: Limits): string {
  return `ShellCheck took longer than ${time / 1000} seconds`;
}
