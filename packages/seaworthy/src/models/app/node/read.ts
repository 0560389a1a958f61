import type { Behaviour, Program } from "../program.js";
import { NODE_DIALECT } from "./dialect.js";
import { nodeHealth } from "./health.js";
import { nodeLogging } from "./logging.js";
import { nodeShutdown } from "./shutdown.js";
import { nodeDependencies, nodeSecrets, nodeServing, nodeWrites } from "./surroundings.js";

/** What JavaScript and TypeScript code shows. */
export function readNode(program: Program): Behaviour {
  const dependencies = nodeDependencies(program);
  const context = { dialect: NODE_DIALECT, functions: program.functions, hasClients: dependencies.length > 0 };
  const logging = nodeLogging(program);
  return {
    ...nodeServing(program),
    dependencies,
    health: nodeHealth(program, context),
    shutdown: nodeShutdown(program),
    jsonLogging: logging.json,
    plainLogging: logging.plain,
    fileLogging: logging.file,
    secretLoading: nodeSecrets(program),
    writes: nodeWrites(program),
  };
}
