import { caseless } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import { kept, remembered } from "../../core/kept.js";
import type { DockerfileTree, FromInstruction, Instruction } from "./ast.js";
import type { BaseImage } from "./dockerfile.js";
import { basename } from "./paths.js";
import type { GlobalScope } from "./scope.js";

const WINDOWS_IMAGE = caseless(
  hinted(
    "windows nanoserver servercore ltsc20 microsoft/ /framework/",
    () =>
      /(?:^|[/:_-])(?:nanoserver|(?:windows)?servercore|windows(?:server)?|ltsc20\d\d)(?:$|[/:@_-])|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework|mssql-server-windows)|\/dotnet\/framework\//,
  ),
);

/** True for a base image that is made for Windows by its name. */
export function isWindowsBase(base: BaseImage): boolean {
  return isWindowsImage(base.kind === "image" ? base.reference.written : base.kind === "unresolved" ? base.written : "");
}

/** The same of an image's name as it is written. */
export const isWindowsImage = remembered((written: string): boolean => WINDOWS_IMAGE.test(written));

/**
 * True when the file is written for Windows containers: by the base or the platform of its last stage, which ships unless something else is
 * asked for, by a SHELL, or by backtick escapes with Windows paths.
 */
export function isWindows(tree: DockerfileTree, globals: GlobalScope): boolean {
  if (hasWindowsPaths(tree)) return true;
  const { instructions } = tree;
  const froms: FromInstruction[] = [];
  for (let at = 0; at < instructions.length; at++) {
    const each = instructions[at] as Instruction;
    if (each.keyword === "FROM") froms.push(each);
    else if (isWindowsShell(each)) return true;
  }
  const last = froms.at(-1);
  return last !== undefined && isWindowsFrom(last, froms, globals);
}

/** Backtick escapes with what belongs to Windows, or a SHELL that only Windows has. */
export const hasWindowsSyntax = kept(readsWindowsSyntax);

function readsWindowsSyntax(tree: DockerfileTree): boolean {
  return hasWindowsPaths(tree) || tree.instructions.some(isWindowsShell);
}

function hasWindowsPaths(tree: DockerfileTree): boolean {
  return tree.escape === "`" && /(?:^|[\s"'=])[A-Za-z]:[\\/]|powershell|\bcmd\b/i.test(tree.text);
}

function isWindowsShell(each: Instruction): boolean {
  return each.keyword === "SHELL" && /^(?:powershell|cmd)$/i.test(basename(each.words[0]?.text ?? ""));
}

export function hasWindowsPlatform({ platform }: FromInstruction): boolean {
  return platform !== null && /^windows(?:$|\/|\()/i.test(platform.value ?? "");
}

function isWindowsFrom(from: FromInstruction, froms: readonly FromInstruction[], globals: GlobalScope): boolean {
  if (hasWindowsPlatform(from)) return true;
  const image = globals.substitute(from.image.text).value ?? from.image.text;
  if (isWindowsImage(image)) return true;
  const below = froms.findLast(
    (other) => other.range[0] < from.range[0] && other.alias?.text.toLowerCase() === image.toLowerCase(),
  );
  return below !== undefined && isWindowsFrom(below, froms, globals);
}
