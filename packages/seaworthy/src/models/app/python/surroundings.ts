import { libraryOf } from "../../../knowledge/libraries.js";
import { PYTHON_CLIENTS, PYTHON_SECRET_CLIENTS } from "../../../knowledge/libraries-python.js";
import type { App, Signature } from "../app.js";
import { baseName } from "../candidates.js";
import { callThrough } from "../imports.js";
import type { Program } from "../program.js";
import { firstOfEach, signature, usedLibraries } from "../signatures.js";
import { argumentsAt, hits, literalsIn, placeIn } from "../source.js";

/** The services that the code talks to; Django's by its DATABASES and CACHES settings. */
export function pythonDependencies(program: Program): Signature[] {
  const found = usedLibraries(program.imports, PYTHON_CLIENTS, "talks to");
  for (const fact of program.imports) {
    const library = libraryOf(fact.module, PYTHON_CLIENTS);
    if (
      library &&
      /^(?:sqlmodel|sqlalchemy)/.test(fact.module) &&
      !found.some((one) => one.name === fact.module) &&
      callThrough(fact)
    ) {
      found.push(signature(fact.module, `${fact.module} talks to ${library.to}`, fact.file, fact.start, fact.end));
    }
  }
  for (const file of program.files) {
    const engine =
      /["']django\.db\.backends\.(postgresql|mysql|oracle)["']|["'](django_prometheus\.db\.backends\.\w+|mssql|djongo)["']/.exec(
        file.live,
      );
    if (engine && /\bDATABASES\b/.test(file.code))
      found.push(
        signature(
          "django DATABASES",
          `Django's settings name the database ${engine[1] ?? engine[2]}`,
          file,
          engine.index,
          engine.index + engine[0].length,
        ),
      );
    const helper = /\b(?:dj_database_url\s*\.\s*(?:config|parse)|env\s*\.\s*(?:dj_)?db(?:_url)?)\s*\(/.exec(file.code);
    if (helper)
      found.push(
        signature(
          "django DATABASES",
          "Django's settings take the database from a URL",
          file,
          helper.index,
          helper.index + helper[0].length,
        ),
      );
    const cache = /["'](?:django\.core\.cache\.backends\.(?:redis|memcached)\.\w+|django_redis\.cache\.RedisCache)["']/.exec(
      file.live,
    );
    if (cache)
      found.push(
        signature("django CACHES", "Django's settings name a cache server", file, cache.index, cache.index + cache[0].length),
      );
  }
  return firstOfEach(found);
}

export function pythonSecrets(program: Program): Signature[] {
  const found = usedLibraries(program.imports, PYTHON_SECRET_CLIENTS, "reads secrets from");
  for (const { file, start, end } of hits(program.files, /\b(?:open|Path|read_text)\s*\(/g)) {
    const mounted = literalsIn(file, [end, file.pairs.get(end - 1) ?? end]).find((one) => one.value.startsWith("/run/secrets"));
    if (mounted) found.push(signature("/run/secrets", `it reads ${mounted.value}`, file, start, end));
  }
  for (const { file, start, end } of hits(program.files, /\bsecrets_dir\s*=/g))
    found.push(signature("secrets_dir", "pydantic reads its settings from a folder of secrets", file, start, end));
  for (const { file, start, end } of hits(program.files, /\bclient\s*\(/g)) {
    const first = argumentsAt(file, end - 1)[0];
    const name = first && literalsIn(file, first)[0]?.value;
    if ((name === "secretsmanager" || name === "ssm") && /\bboto/.test(file.code))
      found.push(signature(`boto3 ${name}`, `it reads secrets from AWS (${name})`, file, start, end));
  }
  for (const file of program.files) {
    const variable = /["']\w*(?:PASSWORD|SECRET|KEY|TOKEN|USER|DSN)_FILE["']|\bf["'][^"'\n]{0,40}\}_FILE["']/.exec(file.live);
    if (variable && /\b(?:open|read_text|Path)\s*\(/.test(file.code))
      found.push(
        signature(
          "*_FILE",
          "it reads the file that a *_FILE variable names",
          file,
          variable.index,
          variable.index + variable[0].length,
        ),
      );
  }
  return firstOfEach(found);
}

export function pythonServing(program: Program): Pick<App, "serves" | "ports"> {
  const ports: App["ports"][number][] = [];
  for (const { file, end } of hits(
    program.files,
    /(?:\.\s*run|\brun_app|\bserve|\bServer|\bConfig|\bTCPSite|\.\s*listen|\bHTTPServer)\s*\(/g,
  )) {
    const inside = [end, file.pairs.get(end - 1) ?? end] as const;
    for (const { start, end: stop, match } of hits([file], /\bport\s*=\s*(\d{2,5})\b/g, inside))
      ports.push({ port: Number(match[1]), place: placeIn(file, start, stop) });
  }
  // A list of everything installed names frameworks of dependencies too: the app's own is imported.
  const imported = new Set(program.imports.map((fact) => fact.module.split(".")[0]));
  const web = program.frameworks.some(
    (name) =>
      /^(?:fastapi|flask|django|starlette|tornado|sanic|litestar|quart|bottle|falcon|pyramid|streamlit|gradio)$/.test(name) &&
      imported.has(name),
  );
  const words = (program.input.start ?? []).map(baseName);
  // An entry script that can start either serves as well.
  const worker =
    words.some((word) => /^(?:celery|rq|dramatiq)$/.test(word)) &&
    !words.some((word) => /^(?:gunicorn|uvicorn|hypercorn|daphne|granian|uwsgi|waitress-serve)$/.test(word));
  const listens =
    hits(
      program.files,
      /\b(?:add_insecure_port|add_secure_port|serve_forever|run_app|uvicorn\s*\.\s*run|HTTPServer)\s*\(/g,
    ).next().done === false;
  return { serves: worker ? false : web || listens ? true : null, ports };
}

/** Literal paths that the code writes to. */
export function pythonWrites(program: Program): App["writes"] {
  const found: App["writes"][number][] = [];
  for (const { file, end, match } of hits(program.files, /(?<![\w.])(open|(?:os|shutil|pathlib)?\.?(?:makedirs|mkdir))\s*\(/g)) {
    const args = argumentsAt(file, end - 1);
    const [first, second] = args;
    const literal = first ? literalsIn(file, first)[0] : undefined;
    if (!first || !literal || literal.range[0] !== first[0] || literal.value === "") continue;
    if (match[1] === "open" && !(second && literalsIn(file, second).some((one) => /^[rb]*[wax]|\+/.test(one.value)))) continue;
    found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  for (const { file, start, end } of hits(program.files, /\bPath\s*\(\s*(?=["'])/g)) {
    const close = file.pairs.get(file.code.indexOf("(", start)) ?? end;
    const literal = literalsIn(file, [end, close])[0];
    if (literal && /^\s*\.\s*(?:write_text|write_bytes|mkdir|touch)\s*\(/.test(file.code.slice(close + 1, close + 40)))
      found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  return found;
}
