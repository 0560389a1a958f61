import type { Signature } from "../app.js";
import { baseName } from "../candidates.js";
import { withoutXmlComments } from "../manifests/compiled.js";
import type { Program } from "../program.js";
import { firstOfEach, signature } from "../signatures.js";
import { hits } from "../source.js";
import { artifact } from "./build.js";
import type { Settings } from "./settings.js";

export interface Logging {
  readonly json: readonly Signature[];
  readonly plain: readonly Signature[];
  readonly file: readonly Signature[];
}

const JSON_LAYOUT =
  /\b(?:LogstashEncoder|LoggingEventCompositeJsonEncoder|EcsEncoder|JsonEncoder|JsonLayout|JSONLayout|JsonTemplateLayout|EcsLayout|StructuredLogEncoder|StackdriverJsonLayout|GelfLayout|GelfEncoder|StructuredLogLayout)\b/;
const FILE_APPENDER =
  /<(?:RollingFile|RollingRandomAccessFile|File)\s|class="[\w.]*(?:RollingFileAppender|FileAppender)"|file-appender\.xml/;

/** How Java and Kotlin programs log, by their logging configuration and settings. */
export function javaLogging(program: Program, settings: Settings): Logging {
  const json: Signature[] = [];
  const plain: Signature[] = [];
  const files: Signature[] = [];
  const structured = settings.get("logging.structured.format.console");
  if (structured)
    json.push({
      name: "logging.structured",
      because: `Spring Boot logs ${structured.value} JSON to the console`,
      place: structured.place,
    });
  const quarkus = artifact(program, /:quarkus-logging-json$/);
  const off =
    settings.get("quarkus.log.console.json") ??
    settings.get("quarkus.log.console.json.enabled") ??
    settings.get("quarkus.log.json.console.enable");
  if (quarkus && off?.value !== "false")
    json.push({ name: "quarkus-logging-json", because: "quarkus-logging-json writes JSON to the console", place: quarkus.place });
  for (const key of [
    "logging.file.name",
    "logging.file.path",
    "logging.file",
    "logging.path",
    "quarkus.log.file.enable",
    "quarkus.log.file.enabled",
  ]) {
    const setting = settings.get(key);
    if (setting && setting.value !== "" && setting.value !== "false")
      files.push({ name: key, because: `${key} sends logs into a file`, place: setting.place });
  }
  for (const path of program.paths) {
    if (
      !/^(?:logback|log4j2?)(?:-spring)?(?:-[\w]+)?\.(?:xml|properties|ya?ml|json)$/.test(baseName(path)) ||
      /(?:^|\/)src\/test\/|-test\./.test(path)
    )
      continue;
    const text = withoutXmlComments(program.input.read(path) ?? "");
    const layout = JSON_LAYOUT.exec(text);
    const appender = FILE_APPENDER.exec(text);
    if (layout)
      json.push({
        name: baseName(path),
        because: `${baseName(path)} logs by ${layout[0]}`,
        place: { file: path, range: [layout.index, layout.index + layout[0].length] },
      });
    else if (/ConsoleAppender|<Console\b|console-appender|base\.xml/.test(text))
      plain.push({
        name: baseName(path),
        because: `${baseName(path)} logs text to the console`,
        place: { file: path, range: [0, 0] },
      });
    if (appender)
      files.push({
        name: `${baseName(path)} file`,
        because: `${baseName(path)} logs into a file`,
        place: { file: path, range: [appender.index, appender.index + appender[0].length] },
      });
  }
  const boot = artifact(program, /^org\.springframework\.boot:spring-boot-starter/) ?? artifact(program, /^io\.quarkus/);
  if (json.length === 0 && plain.length === 0 && boot)
    plain.push({ name: "default logging", because: "the framework's default logging writes text", place: boot.place });
  for (const { file, start, end } of hits(
    program.files,
    /\bSystem\s*\.\s*(?:out|err)\s*\.\s*print\w*\s*\(|\bprintStackTrace\s*\(|(?<![\w.])println\s*\(/g,
  )) {
    plain.push(signature("System.out", "it prints text", file, start, end));
  }
  return { json: firstOfEach(json), plain: firstOfEach(plain), file: firstOfEach(files) };
}
