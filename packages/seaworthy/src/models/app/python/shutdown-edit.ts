import { type Edit, inserted } from "../../../core/edit.js";
import { hits, readSource, type SourceFile } from "../source.js";
import { importEnd, importStart, namesAt, statementAt } from "./manner.js";

/** Lets a gRPC server or one of `http.server` finish what runs when SIGTERM comes. A text: why the code is left as it is. */
export function withShutdown(path: string, text: string): readonly Edit[] | string {
  const file = readSource(path, text, "python");
  if (/(?<![\w.])\w*app\s*\.\s*run\s*\(/.test(file.code) && /\bFlask\b/.test(file.code))
    return "Flask's own server is made for development and cuts what runs: start the app with Gunicorn";
  const waits = [...hits([file], /(?<![\w.])(\w+)\s*\.\s*(wait_for_termination|serve_forever)\s*\(/g)];
  const [call] = waits;
  if (!call) return withFinish(file);
  if (waits.length > 1) return `${path} opens several servers: which of them ends the process is for its owner to say`;
  const [, name = "", method] = call.match;
  const made =
    method === "serve_forever"
      ? new RegExp(
          `(?<![\\w.])${name}\\s*=\\s*(?:http\\.server\\.|socketserver\\.)?(?:Threading)?(?:HTTPServer|TCPServer)\\s*\\(`,
        )
      : new RegExp(`(?<![\\w.])${name}\\s*=\\s*grpc\\s*\\.\\s*server\\s*\\(`);
  if (!made.test(file.code)) return `how the server of ${path} is made was not found`;
  const whole = statementAt(file, call.start);
  if (!whole || text.slice(whole[0], call.start).trim() !== "")
    return `the call in ${path} that serves stands inside another expression`;
  const indent = text.slice(whole[0], call.start);
  const stop =
    method === "serve_forever"
      ? `signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=${name}.shutdown).start())`
      : `signal.signal(signal.SIGTERM, lambda *_: ${name}.stop(8))`;
  const imports = importing(file, method === "serve_forever" ? ["signal", "threading"] : ["signal"]);
  if (typeof imports === "string") return imports;
  return [
    ...imports,
    inserted(path, whole[0], `${indent}# What runs is finished; new requests go elsewhere.\n${indent}${stop}\n`),
  ];
}

/** A gRPC server beside a loop that only keeps the process alive. */
function withFinish(file: SourceFile): readonly Edit[] | string {
  const { code, path } = file;
  const starts = [...hits([file], /(?<![\w.])(\w+)\s*\.\s*start\s*\(\s*\)/g)].filter(({ match }) =>
    new RegExp(`(?<![\\w.])${match[1]}\\s*=\\s*grpc\\s*\\.\\s*server\\s*\\(`).test(code),
  );
  const [call] = starts;
  const whole = call ? statementAt(file, call.start) : null;
  if (
    !call ||
    !whole ||
    starts.length > 1 ||
    code.slice(whole[0], call.start).trim() !== "" ||
    !/^[ \t]+while True:[ \t]*\r?\n[ \t]+time\s*\.\s*sleep\s*\(/m.test(code.slice(whole[1]))
  )
    return `what ends the work of ${path} is not known`;
  if (/(?<![\w.])finish\b/.test(code)) return `${path} uses the name finish for something else`;
  const imports = importing(file, ["signal", "sys"]);
  if (typeof imports === "string") return imports;
  const indent = file.text.slice(whole[0], call.start);
  const step = /\t/.test(indent) ? "\t" : indent.length > 0 && indent.length % 4 !== 0 ? "  " : "    ";
  const lines = [
    "",
    "def finish(*_):",
    `${step}# What runs is finished; new requests go elsewhere.`,
    `${step}${call.match[1]}.stop(8).wait()`,
    `${step}sys.exit(0)`,
    "",
    "signal.signal(signal.SIGTERM, finish)",
  ];
  return [...imports, inserted(path, whole[1], lines.map((one) => `${one === "" ? "" : indent + one}\n`).join(""))];
}

function importing(file: SourceFile, names: readonly string[]): readonly Edit[] | string {
  const end = importEnd(file);
  const start = importStart(file, end);
  if (start === null) return `${file.path} has no imports at its top`;
  const known = namesAt(file, end);
  const missing = names.filter((one) => !known.has(one));
  return missing.length === 0 ? [] : [inserted(file.path, start, missing.map((one) => `import ${one}\n`).join(""))];
}
