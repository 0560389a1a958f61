import { escaped, type ImportFact, importsOf } from "../imports.js";
import { hits, readSource, type SourceFile } from "../source.js";
import { isTyped } from "./manner.js";
import { moduleBeside } from "./module-beside.js";

/** How a client of a dependency is made, and how it is asked for a round trip; as each project's own documentation has it. */
const KINDS: readonly { readonly module: RegExp; readonly made: RegExp; readonly ask: string }[] = [
  { module: /^pg$/, made: /^(?:Pool|Client)$/, ask: '.query("SELECT 1")' },
  { module: /^mysql2\/promise$/, made: /^(?:createPool|createConnection)$/, ask: '.query("SELECT 1")' },
  { module: /^redis$/, made: /^(?:createClient|createCluster)$/, ask: ".ping()" },
  { module: /^ioredis$/, made: /^(?:default|Redis|Cluster|\*)$/, ask: ".ping()" },
  { module: /^knex$/, made: /^(?:default|knex|Knex|\*)$/, ask: '.raw("SELECT 1")' },
  { module: /^@prisma\/client$/, made: /^PrismaClient$/, ask: ".$queryRaw`SELECT 1`" },
  { module: /^sequelize$/, made: /^Sequelize$/, ask: ".authenticate()" },
];

/** The questions that code of a file can ask its clients: those it makes at its top, or takes from a module beside it that does. */
export function questionsIn(path: string, text: string, read: (path: string) => string | null): readonly string[] {
  const file = readSource(path, text, "js");
  const imports = importsOf(file);
  const found = [...ownClients(file, imports)].map(([name, ask]) => name + ask);
  for (const fact of imports) {
    if (fact.module === "mongoose" && /\bmongoose\b[^;]{0,80}?\.\s*connect\s*\(|\bconnect\s*\(/.test(file.code)) {
      const [local] = fact.names.keys();
      if (local && /^(?:default|\*)$/.test(fact.names.get(local) ?? ""))
        found.push(`${local}.connection.db${isTyped(path) ? "!" : ""}.command({ ping: 1 })`);
    }
    found.push(...takenFrom(path, fact, read));
  }
  return [...new Set(found)];
}

function ownClients(file: SourceFile, imports: readonly ImportFact[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const fact of imports) {
    const kind = KINDS.find(({ module }) => module.test(fact.module));
    if (!kind) continue;
    for (const [local, imported] of fact.names) {
      const made = new RegExp(
        `^(?:export\\s+)?(?:const|let|var)\\s+([\\w$]+)\\s*(?::[^=\\n]{1,80})?=\\s*(?:await\\s+)?(?:new\\s+)?${escaped(local)}(?:\\s*\\.\\s*(\\w+))?\\s*(?:<[^<>()]{0,80}>)?\\s*\\(`,
        "gm",
      );
      for (const { match } of hits([file], made))
        if (kind.made.test(match[2] ?? imported)) found.set(match[1] as string, kind.ask);
    }
  }
  return found;
}

function takenFrom(path: string, fact: ImportFact, read: (path: string) => string | null): string[] {
  const beside = moduleBeside(path, fact.module, read);
  if (!beside) return [];
  const file = readSource(beside.path, beside.text, "js");
  return [...ownClients(file, importsOf(file))].flatMap(([name, ask]) => {
    const whole = new RegExp(
      `\\bmodule\\s*\\.\\s*exports\\s*=\\s*${escaped(name)}(?![\\w$.])|\\bexport\\s+default\\s+${escaped(name)}(?![\\w$.])`,
    );
    const part = new RegExp(
      `^export\\s+(?:const|let|var)\\s+${escaped(name)}(?![\\w$])|\\bexport\\s*\\{[^}]{0,2000}(?<![\\w$])${escaped(name)}\\s*[,}]|\\bmodule\\s*\\.\\s*exports\\s*=\\s*\\{[^}:]{0,2000}(?<![\\w$])${escaped(name)}\\s*[,}]|\\bexports\\s*\\.\\s*${escaped(name)}\\s*=`,
      "m",
    );
    return [...fact.names].flatMap(([local, imported]) => {
      if (imported === name && part.test(file.code)) return [local + ask];
      if (!/^(?:default|\*)$/.test(imported)) return [];
      if (whole.test(file.code)) return [local + ask];
      return imported === "*" && part.test(file.code) ? [`${local}.${name}${ask}`] : [];
    });
  });
}
