import { type Edit, inserted, replaced } from "../../../core/edit.js";
import { argumentsAt, hits, readSource, type SourceFile } from "../source.js";
import { hasComment, importEnd, importStart, namesAt, statementAt } from "./manner.js";

const FORMATTER = `class JsonFormatter(logging.Formatter):
    """One JSON object a line; a traceback is a field of it."""

    def format(self, record):
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "msg": record.getMessage(),
        }
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


json_handler = logging.StreamHandler()
json_handler.setFormatter(JsonFormatter())
`;

/** Arguments of `basicConfig` that a handler of one's own takes the place of. */
const REPLACED = /^(?:format|datefmt|style|stream|handlers|filename|filemode|encoding|errors)\s*=/;

/**
 * Logs JSON by the standard library alone: a formatter is made in the module, and `basicConfig` is given it; `print` becomes a call of
 * logging where what it is given can be carried over. A text: why the module is left as it is.
 * @param servers loggers of a server that was started before the module is loaded, whose lines are to go the same way
 */
export function withJsonLogging(path: string, text: string, servers: readonly string[]): readonly Edit[] | string {
  const file = readSource(path, text, "python");
  if (/^(?:class\s+JsonFormatter|json_handler)\b/m.test(file.code)) return `${path} has a JsonFormatter of its own`;
  const configs = [...hits([file], /(?<![\w.])logging\s*\.\s*basicConfig\s*\(/g)];
  if (configs.length > 1) return `${path} configures logging several times`;
  if (/\bdictConfig\s*\(|\bfileConfig\s*\(/.test(file.code)) return `${path} has a table of logging of its own`;
  const at = importEnd(file);
  const known = namesAt(file, at);
  const edits: Edit[] = [];
  const loose = servers.map((name) => JSON.stringify(name)).join(", ");
  const follow =
    servers.length === 0
      ? ""
      : `for server in (${loose}):\n    logging.getLogger(server).handlers.clear()\n    logging.getLogger(server).propagate = True\n`;
  const [config] = configs;
  let setUp = FORMATTER;
  if (config) {
    const open = config.end - 1;
    const close = file.pairs.get(open);
    if (close === undefined) return `the call of basicConfig in ${path} could not be read`;
    const all = argumentsAt(file, open);
    if (all.some((range) => /^\*/.test(file.code.slice(...range)))) return `what ${path} gives basicConfig is made elsewhere`;
    const kept = all
      .filter((range) => !REPLACED.test(file.code.slice(...range)))
      .map((range) => file.text.slice(...range).trim());
    if (hasComment(file, [open, close])) return `a comment stands among what ${path} gives basicConfig`;
    edits.push(replaced(path, [open + 1, close], [...kept, "handlers=[json_handler]"].join(", ")));
    const line = file.code.lastIndexOf("\n", config.start) + 1;
    if (follow) {
      if (file.code.slice(line, config.start) !== "") return `${path} configures logging inside a function`;
      const end = file.text.indexOf("\n", close);
      edits.push(inserted(path, end < 0 ? file.text.length : end + 1, `${end < 0 ? "\n" : ""}${follow}`));
    }
  } else setUp += `logging.basicConfig(level=logging.INFO, handlers=[json_handler])\n${follow}`;
  const missing = ["json", "logging"].filter((name) => !known.has(name));
  const before = text[at - 1] === "\n" || at === 0 ? "" : "\n";
  const lead = missing.map((name) => `import ${name}\n`).join("");
  const first = importStart(file, at);
  if (first !== null) edits.push(inserted(path, first, lead));
  edits.push(
    inserted(path, at, `${before}${first === null ? lead : ""}\n\n${setUp}${/^\r?\n/.test(text.slice(at)) ? "" : "\n"}`),
  );
  return [...edits, ...printed(file), ...served(file)];
}

/** `uvicorn.run(app)` leaves logging as the module has set it up. */
function served(file: SourceFile): Edit[] {
  const calls = [...hits([file], /(?<![\w.])uvicorn\s*\.\s*run\s*\(/g)];
  return calls.flatMap(({ end }) => {
    const args = argumentsAt(file, end - 1);
    const last = args.at(-1);
    if (!last || args.some((range) => /^(?:log_config\s*=|\*)/.test(file.code.slice(...range)))) return [];
    const at = last[0] + file.code.slice(...last).trimEnd().length;
    return [inserted(file.path, at, ", log_config=None")];
  });
}

/** A module of a program that logs JSON: its calls of `print` as calls of logging, unless it is a program of its own. */
export function withoutPrint(path: string, text: string): readonly Edit[] {
  if (!text.includes("print")) return [];
  const file = readSource(path, text, "python");
  if (/(?<![\w.])(?:__name__\s*==|argparse|click|typer|logging\s*=(?!=))/.test(file.code)) return [];
  const edits = printed(file);
  const at = importEnd(file);
  if (edits.length === 0 || namesAt(file, at).has("logging")) return edits;
  const first = importStart(file, at);
  return [inserted(path, first ?? at, first === null ? "import logging\n\n" : "import logging\n"), ...edits];
}

/** The calls of `print` as calls of logging. */
function printed(file: SourceFile): Edit[] {
  const edits: Edit[] = [];
  for (const { start, end } of hits([file], /(?<![\w.])print\s*\(/g)) {
    const close = file.pairs.get(end - 1);
    const own = statementAt(file, start);
    if (close === undefined || !own || hasComment(file, [end, close])) continue;
    const args = argumentsAt(file, end - 1);
    const written = args.map((range) => file.text.slice(...range).trim());
    const named = written.filter((_, index) => /^(?:sep|end|file|flush)\s*=/.test(file.code.slice(...(args[index] ?? [0, 0]))));
    const given = written.filter((one) => !named.includes(one));
    if (given.length === 0 || given.some((one) => one.startsWith("*"))) continue;
    if (named.some((one) => !/^(?:flush\s*=\s*(?:True|False)|file\s*=\s*sys\.std(?:err|out))$/.test(one))) continue;
    const level = named.some((one) => /stderr/.test(one)) ? "error" : "info";
    const [first = "", ...more] = given;
    const literal = file.literals.get(args[0]?.[0] ?? -1);
    const plain =
      literal &&
      !literal.computed &&
      literal.range[1] - literal.range[0] === first.length &&
      /^["'](?!["'])/.test(first) &&
      !first.includes("%");
    const message =
      more.length === 0
        ? literal && literal.range[1] - literal.range[0] === first.length
          ? first
          : `"%s", ${first}`
        : plain
          ? [`${first.slice(0, -1)}${" %s".repeat(more.length)}${first.at(-1)}`, ...more].join(", ")
          : [`"${given.map(() => "%s").join(" ")}"`, ...given].join(", ");
    edits.push(replaced(file.path, [start, close], `logging.${level}(${message}`));
  }
  return edits;
}
