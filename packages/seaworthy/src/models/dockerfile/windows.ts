import { kept } from "../../core/kept.js";
import type { DockerfileTree, FromInstruction } from "./ast.js";
import type { BaseImage } from "./dockerfile.js";
import { basename } from "./paths.js";
import type { GlobalScope } from "./scope.js";

const WINDOWS_IMAGE =
  /(?:^|[/:_-])(?:nanoserver|(?:windows)?servercore|windows(?:server)?|ltsc20\d\d)(?:$|[/:@_-])|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework|mssql-server-windows)|\/dotnet\/framework\//i;

/** True for a base image that is made for Windows by its name. */
function isWindowsBase(base: BaseImage): boolean {
  return isWindowsImage(base.kind === "image" ? base.reference.written : base.kind === "unresolved" ? base.written : "");
}

/** The same of an image's name as it is written. */
export function isWindowsImage(written: string): boolean {
  return WINDOWS_IMAGE.test(written);
}

/**
 * True when the file is written for Windows containers: by the base of its last stage, which ships unless something else is asked for, by those of
 * all its stages, a platform, a SHELL, or backtick escapes with Windows paths.
 */
export function isWindows(tree: DockerfileTree, globals: GlobalScope): boolean {
  if (hasWindowsSyntax(tree)) return true;
  const froms = tree.instructions.filter((instruction): instruction is FromInstruction => instruction.keyword === "FROM");
  const last = froms.at(-1);
  return last !== undefined && isWindowsFrom(last, froms, globals);
}

/** The shell that runs the RUNs of a stage that chooses none (null: what stands before the first): where the last stage alone is Windows', Linux may build for it. */
export function firstShell(
  stage: { readonly base: BaseImage; readonly from: FromInstruction } | null,
  tree: DockerfileTree,
  windows: boolean,
): readonly string[] {
  if (stage === null) return windows ? CMD : SH;
  const { base, from } = stage;
  if (isWindowsBase(base) || hasWindowsPlatform(from)) return CMD;
  return windows && (hasWindowsSyntax(tree) || base.kind === "unresolved") ? CMD : SH;
}

const CMD: readonly string[] = ["cmd", "/S", "/C"];
const SH: readonly string[] = ["/bin/sh", "-c"];

const hasWindowsSyntax = kept((tree: DockerfileTree): boolean => {
  if (tree.escape === "`" && /(?:^|[\s"'=])[A-Za-z]:[\\/]|powershell|\bcmd\b/i.test(tree.text)) return true;
  return tree.instructions.some(
    (each) => each.keyword === "SHELL" && /^(?:powershell|cmd)$/i.test(basename(each.words[0]?.text ?? "")),
  );
});

function hasWindowsPlatform({ platform }: FromInstruction): boolean {
  return /^windows(?:$|\/|\()/i.test(platform?.value ?? "");
}

function isWindowsFrom(from: FromInstruction, froms: readonly FromInstruction[], globals: GlobalScope): boolean {
  if (hasWindowsPlatform(from)) return true;
  const image = globals.substitute(from.image.text).value ?? from.image.text;
  if (isWindowsImage(image)) return true;
  // A stage of this file is judged by its own FROM.
  return froms.some(
    (other) => other !== from && other.range[0] < from.range[0] && other.alias?.text.toLowerCase() === image.toLowerCase(),
  );
}
