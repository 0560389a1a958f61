import { JAVA_SECRET_ARTIFACTS } from "../../../knowledge/libraries-java.js";
import type { App, Signature } from "../app.js";
import type { Behaviour, Program } from "../program.js";
import { firstOfEach, signature } from "../signatures.js";
import { argumentsAt, hits, literalsIn, placeIn } from "../source.js";
import { artifact, javaDependencies } from "./build.js";
import { JAVA_DIALECT } from "./dialect.js";
import { javaHealth } from "./health.js";
import { javaLogging } from "./logging.js";
import { readSettings, type Settings } from "./settings.js";
import { javaShutdown } from "./shutdown.js";

/** What Java and Kotlin code, its build and its settings show. */
export function readJava(program: Program): Behaviour {
  const settings = readSettings(program);
  const dependencies = javaDependencies(program).map((one) => one.signature);
  const context = { dialect: JAVA_DIALECT, functions: program.functions, hasClients: dependencies.length > 0 };
  const logging = javaLogging(program, settings);
  return {
    ...serving(program, settings),
    dependencies: firstOfEach(dependencies),
    health: javaHealth(program, settings, context),
    shutdown: javaShutdown(program, settings),
    jsonLogging: logging.json,
    plainLogging: logging.plain,
    fileLogging: logging.file,
    secretLoading: secrets(program, settings),
    writes: writes(program),
  };
}

function serving(program: Program, settings: Settings): Pick<App, "serves" | "ports"> {
  const ports = ["server.port", "quarkus.http.port", "micronaut.server.port", "grpc.server.port"].flatMap((key) => {
    const setting = settings.get(key);
    const port = /(?:^|:)(\d{2,5})\}?$/.exec(setting?.value ?? "")?.[1];
    return setting && port ? [{ port: Number(port), place: setting.place }] : [];
  });
  const web = program.frameworks.some((name) =>
    /^(?:spring-mvc|spring-webflux|quarkus|micronaut|javalin|ktor|dropwizard|sparkjava)$/.test(name),
  );
  const grpc =
    hits(program.files, /\b(?:ServerBuilder|NettyServerBuilder)\s*\.\s*forPort\s*\(|\bHttpServer\s*\.\s*create\s*\(/g).next()
      .done === false;
  return { serves: web || grpc ? true : null, ports };
}

function secrets(program: Program, settings: Settings): Signature[] {
  const found: Signature[] = [];
  for (const [pattern, name] of JAVA_SECRET_ARTIFACTS) {
    const one = artifact(program, pattern);
    if (one) found.push({ name: one.name, because: `${one.name} reads secrets from ${name}`, place: one.place });
  }
  const tree = settings.all.find(
    (setting) => setting.key.startsWith("spring.config.import") && setting.value.includes("configtree:"),
  );
  if (tree) found.push({ name: "configtree", because: `Spring reads ${tree.value}`, place: tree.place });
  for (const { file, start, end } of hits(
    program.files,
    /\b(?:Paths?\s*\.\s*(?:get|of)|new\s+(?:File|FileReader|FileInputStream)|File)\s*\(/g,
  )) {
    const mounted = literalsIn(file, [end, file.pairs.get(end - 1) ?? end]).find((one) => one.value.startsWith("/run/secrets"));
    if (mounted) found.push(signature("/run/secrets", `it reads ${mounted.value}`, file, start, end));
  }
  return firstOfEach(found);
}

/** Literal paths that the code writes to. */
function writes(program: Program): App["writes"] {
  const found: App["writes"][number][] = [];
  for (const { file, end } of hits(
    program.files,
    /\b(?:new\s+(?:FileOutputStream|FileWriter|PrintWriter|RandomAccessFile)|Files\s*\.\s*(?:write|writeString|createDirectory|createDirectories|createFile|newOutputStream|newBufferedWriter))\s*\(/g,
  )) {
    const first = argumentsAt(file, end - 1)[0];
    const literal = first ? literalsIn(file, first)[0] : undefined;
    if (literal && literal.value !== "") found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  return found;
}
