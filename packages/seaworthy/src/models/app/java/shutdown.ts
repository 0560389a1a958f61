import { SPRING_GRACEFUL_SINCE } from "../../../knowledge/libraries-java.js";
import type { ShutdownHandler } from "../app.js";
import { functionAt, identifierAt } from "../functions.js";
import type { Program } from "../program.js";
import { hits, placeIn, skipBlanks } from "../source.js";
import { mannerOf, type StopDialect } from "../stopping.js";
import { artifact, springVersion } from "./build.js";
import type { Settings } from "./settings.js";

const DIALECT: StopDialect = {
  drains:
    /(?:^|\.)\w*(?:server|service|executor|pool|scheduler|consumer|app|vertx|container|javalin|context)\w*\.(?:shutdown|stop|close|awaitTermination|drain)$|^(?:stop|shutdown|awaitTermination|blockUntilShutdown|close)$|\.awaitTermination$/i,
  exits: /^(?:System\.exit|Runtime\.getRuntime\.halt|exitProcess|halt)$/,
  neutral:
    /^(?:log(?:ger)?|LOG(?:GER)?|System|Thread)(?:\.\w+)*$|\.(?:info|warn|error|debug|println|printStackTrace|close|flush|interrupt|countDown)$/,
};

/** How Java and Kotlin programs end on SIGTERM: the framework's own way by its version and settings, and JVM hooks. */
export function javaShutdown(program: Program, settings: Settings): ShutdownHandler[] {
  return [...spring(program, settings), ...quarkus(program, settings), ...hooks(program)];
}

function* spring(program: Program, settings: Settings): Generator<ShutdownHandler> {
  const web = artifact(
    program,
    /^org\.springframework\.boot:spring-boot-starter-(?:web|webflux|webmvc|jersey|undertow|graphql|data-rest)$|:spring-cloud-starter-gateway/,
  );
  const boot = artifact(program, /^org\.springframework\.boot:|^plugin:org\.springframework\.boot$/);
  if (!boot) return;
  const told = settings.get("server.shutdown");
  const limit = seconds(settings.value("spring.lifecycle.timeout-per-shutdown-phase")) ?? 30;
  const version = springVersion(program);
  if (told) {
    const graceful = told.value.trim().toLowerCase().includes("graceful");
    yield graceful
      ? { manner: "drains", because: "server.shutdown is graceful", place: told.place, graceSeconds: limit }
      : { manner: "exits", because: `server.shutdown is ${told.value}`, place: told.place, graceSeconds: null };
    return;
  }
  const place = (web ?? boot).place;
  if (!web) {
    yield {
      manner: "unknown",
      because: "Spring closes its context on SIGTERM; what runs in it was not followed",
      place,
      graceSeconds: limit,
    };
  } else if (!version) {
    yield {
      manner: "unknown",
      because: "the version of Spring Boot, which decides whether it drains, was not found",
      place,
      graceSeconds: null,
    };
  } else if (
    version[0] > SPRING_GRACEFUL_SINCE[0] ||
    (version[0] === SPRING_GRACEFUL_SINCE[0] && version[1] >= SPRING_GRACEFUL_SINCE[1])
  ) {
    yield {
      manner: "drains",
      because: `Spring Boot ${version.join(".")} finishes its requests on SIGTERM by default`,
      place,
      graceSeconds: limit,
    };
  } else {
    yield {
      manner: "exits",
      because: `Spring Boot ${version.join(".")} drops open requests unless server.shutdown is graceful`,
      place,
      graceSeconds: null,
    };
  }
}

function* quarkus(program: Program, settings: Settings): Generator<ShutdownHandler> {
  const found = artifact(program, /^io\.quarkus/);
  if (!found) return;
  const limit = settings.get("quarkus.shutdown.timeout");
  if (limit)
    yield {
      manner: "drains",
      because: "quarkus.shutdown.timeout lets requests finish",
      place: limit.place,
      graceSeconds: seconds(limit.value),
    };
  else
    yield {
      manner: "exits",
      because: "Quarkus does not wait for open requests without quarkus.shutdown.timeout",
      place: found.place,
      graceSeconds: null,
    };
}

function* hooks(program: Program): Generator<ShutdownHandler> {
  for (const { file, start, end } of hits(program.files, /\baddShutdownHook\s*\(/g)) {
    const close = file.pairs.get(end - 1) ?? end;
    const brace = file.code.indexOf("{", end);
    const name = identifierAt(file, skipBlanks(file.code, end));
    const thread = file.code.slice(end, close);
    const made = /\bThread\s*\(\s*/.exec(thread);
    const inner = made ? end + made.index + made[0].length : end;
    const body = brace >= 0 && brace < close ? ([brace, file.pairs.get(brace) ?? close] as const) : functionAt(file, inner);
    const reference = /::\s*(\w+)/.exec(thread)?.[1] ?? (name?.path === "new" ? null : name?.path);
    const target = reference ? program.functions.get(reference)?.[0] : undefined;
    const manner = body
      ? mannerOf(file, body, DIALECT, program.functions)
      : target
        ? mannerOf(target.file, target.body, DIALECT, program.functions)
        : { manner: "unknown" as const, because: "the hook could not be followed" };
    yield { ...manner, place: placeIn(file, start, close), graceSeconds: null };
  }
}

/** `30s`, `PT30S`, `1m`, `20000` (milliseconds) in seconds; null when it is none of them. */
function seconds(written: string | null): number | null {
  const match = /^(?:PT)?(\d+)\s*(ms|s|m|h)?$/i.exec(written?.trim() ?? "");
  if (!match) return null;
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600 }[(match[2] ?? "ms").toLowerCase()] ?? 1;
  return Number(match[1]) * factor;
}
