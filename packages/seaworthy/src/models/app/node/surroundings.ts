import { NODE_CLIENTS, NODE_SECRET_CLIENTS } from "../../../knowledge/libraries-node.js";
import type { App, Signature } from "../app.js";
import type { Program } from "../program.js";
import { firstOfEach, signature, usedLibraries } from "../signatures.js";
import { argumentsAt, hits, literalsIn, placeIn } from "../source.js";

/** The services that the code talks to. */
export function nodeDependencies(program: Program): Signature[] {
  const found = usedLibraries(program.imports, NODE_CLIENTS, "talks to");
  const files = new Set(found.map((one) => one.name));
  for (const { file, start, end, match } of hits(
    program.files,
    /\bnew\s+PrismaClient\s*\(|\b(?:TypeOrmModule|MongooseModule|SequelizeModule|BullModule)\s*\.\s*forRoot\w*\s*\(/g,
  )) {
    const name = (match[0] as string).replace(/^new\s+|\s|\($/g, "");
    if (!files.has("@prisma/client") || !name.startsWith("Prisma"))
      found.push(signature(name, `${name} talks to a database`, file, start, end));
  }
  return firstOfEach(found);
}

/** How the code takes its secrets from files or a manager. */
export function nodeSecrets(program: Program): Signature[] {
  const found = usedLibraries(program.imports, NODE_SECRET_CLIENTS, "reads secrets from");
  for (const { file, start, end } of hits(program.files, /\b(?:readFileSync|readFile)\s*\(/g)) {
    const first = argumentsAt(file, end - 1)[0];
    if (!first) continue;
    const mounted = literalsIn(file, first).find((one) => one.value.startsWith("/run/secrets"));
    if (mounted) found.push(signature("/run/secrets", `it reads ${mounted.value}`, file, start, end));
    else if (/_FILE\b/.test(file.live.slice(...first)) || /\benv\s*\[\s*[`"'$\w{}.+ ]{0,40}_FILE/.test(file.live))
      found.push(signature("*_FILE", "it reads the file that a *_FILE variable names", file, start, end));
  }
  for (const file of program.files) {
    if (!/\breadFile(?:Sync)?\b/.test(file.code)) continue;
    const variable = /\b[A-Z][A-Z0-9_]*(?:PASSWORD|SECRET|KEY|TOKEN|USER|DB|HOST)_FILE\b/.exec(file.live);
    if (variable)
      found.push(
        signature(
          "*_FILE",
          `it reads the file that ${variable[0]} names`,
          file,
          variable.index,
          variable.index + variable[0].length,
        ),
      );
  }
  return firstOfEach(found);
}

/** Ports that the code listens on as literals, and whether it serves at all. */
export function nodeServing(program: Program): Pick<App, "serves" | "ports"> {
  const ports: App["ports"][number][] = [];
  let listens = false;
  for (const { file, end } of hits(
    program.files,
    /\.\s*(?:listen|bindAsync)\s*\(|\b(?:Bun|Deno)\s*\.\s*serve\s*\(|(?<![\w$.])serve\s*\(\s*\{/g,
  )) {
    listens = true;
    const first = argumentsAt(file, end - 1)[0];
    const written =
      first && /^(?:\{[^{}]{0,200}?\bport\s*:\s*(?:[\w$.]+\s*(?:\|\||\?\?)\s*)?)?(\d{2,5})\b/.exec(file.code.slice(...first));
    if (!first || !written) continue;
    const at = first[0] + written[0].length - (written[1] as string).length;
    ports.push({ port: Number(written[1]), place: placeIn(file, at, first[0] + written[0].length) });
  }
  for (const { file, start, end, match } of hits(
    program.files,
    /\bprocess\s*\.\s*env\s*(?:\.\s*PORT|\[\s*["']PORT["']\s*\])\s*(?:\|\||\?\?)\s*["']?(\d{2,5})/g,
  )) {
    ports.push({ port: Number(match[1]), place: placeIn(file, start, end) });
  }
  for (const { file, start, end } of hits(program.files, /\bprocess\s*\.\s*env\s*\.\s*PORT\s*(?:\|\||\?\?)\s*(?=["'])/g)) {
    const written = literalsIn(file, [end, end + 8])[0]?.value;
    if (written && /^\d{2,5}$/.test(written)) ports.push({ port: Number(written), place: placeIn(file, start, end) });
  }
  const own = program.frameworks.some((name) => /^(?:next|nuxt|sveltekit|remix|react-router|astro|strapi|adonis)$/.test(name));
  const seen = new Set<number>();
  return {
    serves: listens || own ? true : program.frameworks.length === 0 ? null : null,
    ports: ports.filter((one) => !seen.has(one.port) && seen.add(one.port)),
  };
}

/** Literal paths that the code writes to. */
export function nodeWrites(program: Program): App["writes"] {
  const found: App["writes"][number][] = [];
  for (const { file, end } of hits(
    program.files,
    /\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|mkdir|mkdirSync|ensureDir|ensureDirSync|outputFile|outputFileSync|mkdtemp|mkdtempSync|copyFile|copyFileSync|rename|renameSync)\s*\(/g,
  )) {
    const args = argumentsAt(file, end - 1);
    const target = /(?:copyFile|rename)/.test(file.code.slice(end - 16, end)) ? args[1] : args[0];
    const literal = target ? literalsIn(file, target)[0] : undefined;
    if (target && literal && literal.range[0] === target[0] && literal.value !== "")
      found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  for (const { file, end } of hits(program.files, /\b(?:dest|uploadDir|tempFileDir)\s*:\s*(?=["'`])/g)) {
    const literal = literalsIn(file, [end, end + 1])[0];
    if (literal && literal.value !== "" && /multer|formidable|fileupload|busboy/i.test(file.live))
      found.push({ path: literal.value, place: placeIn(file, ...literal.range) });
  }
  return found;
}
