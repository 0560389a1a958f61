import { NODE_CLIENTS, NODE_EXIT_HOOKS } from "../../../knowledge/libraries-node.js";
import type { Behaviour, Program } from "../program.js";
import { clientNames } from "../signatures.js";
import type { SourceFile } from "../source.js";
import { NODE_DIALECT } from "./dialect.js";
import { nodeHealth } from "./health.js";
import { launcherOf } from "./launcher.js";
import { nodeLogging } from "./logging.js";
import { nodeShutdown } from "./shutdown.js";
import { nodeDependencies, nodeSecrets, nodeServing, nodeWrites } from "./surroundings.js";

/** What JavaScript and TypeScript code shows. */
export function readNode(whole: Program): Behaviour {
  const pages = browserFiles(whole);
  const files = whole.files.filter((file) => !pages.has(file));
  const program = { ...whole, files, imports: whole.imports.filter((fact) => !pages.has(fact.file)) };
  const dependencies = nodeDependencies(program);
  const context = {
    dialect: NODE_DIALECT,
    functions: program.functions,
    hasClients: dependencies.length > 0,
    clients: clientNames(program.imports, NODE_CLIENTS),
  };
  const logging = nodeLogging(program);
  return {
    ...nodeServing(program),
    dependencies,
    health: nodeHealth(program, context),
    shutdown: launcherOf(program) ? [] : nodeShutdown(program),
    jsonLogging: logging.json,
    plainLogging: logging.plain,
    fileLogging: logging.file,
    secretLoading: nodeSecrets(program),
    writes: nodeWrites(program),
  };
}

const BROWSER_LIBRARY =
  /^(?:react|react-dom|react-dom\/client|vue|vue-router|@vue\/[\w-]+|svelte|@angular\/(?:core|common|router|platform-browser)|jquery|preact|solid-js|next\/(?:navigation|link|image|router))$/;

/** The files that are code of the pages: they would be false witnesses of what the server logs and does. */
function browserFiles(program: Program): ReadonlySet<SourceFile> {
  const found = new Set(program.imports.filter((fact) => BROWSER_LIBRARY.test(fact.module)).map((fact) => fact.file));
  for (const file of program.files) if (/^\s*["']use client["']/.test(file.text)) found.add(file);
  const hooked = new Set(program.imports.filter((fact) => NODE_EXIT_HOOKS.has(fact.module)).map((fact) => fact.file));
  for (const file of found) {
    const serves =
      hooked.has(file) ||
      /\bexport\b[^;{(=]{0,60}\b(?:GET|POST|loader|action)\b/.test(file.code) ||
      /\bprocess\s*\.\s*on\b/.test(file.code);
    if (serves) found.delete(file);
  }
  return found;
}
