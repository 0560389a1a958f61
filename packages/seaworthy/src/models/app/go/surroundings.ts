import { GO_CLIENTS, GO_SECRET_CLIENTS, GO_SQL_DRIVERS } from "../../../knowledge/libraries-go.js";
import type { App, Signature } from "../app.js";
import type { Program } from "../program.js";
import { firstOfEach, signature, usedLibraries } from "../signatures.js";
import { argumentsAt, hits, literalsIn, placeIn } from "../source.js";

export function goDependencies(program: Program): Signature[] {
  const drivers = program.imports.filter((fact) => GO_SQL_DRIVERS.test(fact.module));
  const opened = hits(
    program.files,
    /\b(?:sql|sqlx|otelsql)\s*\.\s*(?:Open|Connect|MustConnect|MustOpen|ConnectContext)\s*\(/g,
  ).next().value;
  const found = usedLibraries(
    program.imports.filter((fact) => fact.module !== "database/sql"),
    GO_CLIENTS,
    "talks to",
  );
  const driver = drivers[0];
  if (opened && driver)
    found.push(
      signature(driver.module, `database/sql opens a connection by ${driver.module}`, opened.file, opened.start, opened.end),
    );
  return firstOfEach(found);
}

export function goSecrets(program: Program): Signature[] {
  const found = usedLibraries(program.imports, GO_SECRET_CLIENTS, "reads secrets from");
  for (const { file, start, end } of hits(program.files, /\b(?:os|ioutil)\s*\.\s*(?:ReadFile|Open)\s*\(/g)) {
    const literals = literalsIn(file, [end, file.pairs.get(end - 1) ?? end]);
    const mounted = literals.find((one) => one.value.startsWith("/run/secrets"));
    if (mounted) found.push(signature("/run/secrets", `it reads ${mounted.value}`, file, start, end));
    const variable = /["`]\w*_FILE["`]/.exec(file.live);
    if (variable) found.push(signature("*_FILE", `it reads the file that ${variable[0].slice(1, -1)} names`, file, start, end));
  }
  return firstOfEach(found);
}

export function goServing(program: Program): Pick<App, "serves" | "ports"> {
  const ports: App["ports"][number][] = [];
  let listens = false;
  for (const { file, end } of hits(
    program.files,
    /\b(?:ListenAndServe(?:TLS)?|RunTLS|Listen)\s*\(|\.\s*(?:Run|Start|Serve)\s*\(|\bAddr\s*:\s*/g,
  )) {
    const call = file.code[end - 1] === "(";
    const first = call ? argumentsAt(file, end - 1) : ([[end, end + 40]] as const);
    if (/\b(?:ListenAndServe|Listen|Serve)/.test(file.code.slice(end - 22, end))) listens = true;
    for (const range of first.slice(0, 2)) {
      const literal = literalsIn(file, range)[0];
      const port = literal && /^[\w.[\]]*:(\d{2,5})$/.exec(literal.value)?.[1];
      if (literal && port) {
        ports.push({ port: Number(port), place: placeIn(file, ...literal.range) });
        listens = true;
      }
    }
  }
  const seen = new Set<number>();
  return {
    serves: listens || program.frameworks.some((name) => /^(?:gin|echo|fiber|chi)$/.test(name)) ? true : null,
    ports: ports.filter((one) => !seen.has(one.port) && seen.add(one.port)),
  };
}

/** Literal paths that the code writes to. */
export function goWrites(program: Program): App["writes"] {
  const found: App["writes"][number][] = [];
  for (const { file, end, match } of hits(
    program.files,
    /\b(?:os|ioutil)\s*\.\s*(WriteFile|Create|Mkdir|MkdirAll|OpenFile)\s*\(/g,
  )) {
    const [first, second] = argumentsAt(file, end - 1);
    const literal = first ? literalsIn(file, first)[0] : undefined;
    if (!first || !literal || literal.range[0] !== first[0] || literal.value === "") continue;
    if (match[1] === "OpenFile" && !(second && /O_(?:CREATE|WRONLY|RDWR|APPEND)/.test(file.code.slice(...second)))) continue;
    found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  return found;
}
