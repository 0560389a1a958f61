import type { DockerfileTree, FromInstruction } from "./ast.js";
import type { GlobalScope } from "./scope.js";

const WINDOWS_IMAGE =
  /(?:^|[/:_-])(?:nanoserver|(?:windows)?servercore|windows(?:server)?)(?:$|[/:@_-])|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework|mssql-server-windows)/i;

/** True when the file is written for Windows containers: by the base of its last stage, a platform, or backtick escapes with Windows paths. */
export function isWindows(tree: DockerfileTree, globals: GlobalScope): boolean {
  if (tree.escape === "`" && /(?:^|[\s"'=])[A-Za-z]:[\\/]|powershell|\bcmd\b/i.test(tree.text)) return true;
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
