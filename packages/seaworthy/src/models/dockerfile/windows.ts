import type { DockerfileTree, FromInstruction } from "./ast.js";
import type { BaseImage } from "./dockerfile.js";
import { basename } from "./paths.js";
import type { GlobalScope } from "./scope.js";

const WINDOWS_IMAGE =
  /(?:^|[/:_-])(?:nanoserver|(?:windows)?servercore|windows(?:server)?)(?:$|[/:@_-])|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework|mssql-server-windows)|\/dotnet\/framework\//i;

/** True for a base image that is made for Windows by its name. */
export function isWindowsBase(base: BaseImage): boolean {
  return WINDOWS_IMAGE.test(base.kind === "image" ? base.reference.written : base.kind === "unresolved" ? base.written : "");
}

/** True when the file is written for Windows containers: by the bases of all its stages, a platform, a SHELL, or backtick escapes with Windows paths. */
export function isWindows(tree: DockerfileTree, globals: GlobalScope): boolean {
  if (tree.escape === "`" && /(?:^|[\s"'=])[A-Za-z]:[\\/]|powershell|\bcmd\b/i.test(tree.text)) return true;
  if (
    tree.instructions.some(
      (each) => each.keyword === "SHELL" && /^(?:powershell|cmd)$/i.test(basename(each.words[0]?.text ?? "")),
    )
  )
    return true;
  const froms = tree.instructions.filter((instruction): instruction is FromInstruction => instruction.keyword === "FROM");
  return froms.length > 0 && froms.every((from) => isWindowsFrom(from, froms, globals));
}

function isWindowsFrom(from: FromInstruction, froms: readonly FromInstruction[], globals: GlobalScope): boolean {
  if (/^windows(?:$|\/|\()/i.test(from.platform?.value ?? "")) return true;
  const image = globals.substitute(from.image.text).value ?? from.image.text;
  if (WINDOWS_IMAGE.test(image)) return true;
  // A stage of this file is judged by its own FROM.
  return froms.some(
    (other) => other !== from && other.range[0] < from.range[0] && other.alias?.text.toLowerCase() === image.toLowerCase(),
  );
}
