import { GO_CLIENTS } from "../../../knowledge/libraries-go.js";
import type { Behaviour, Program } from "../program.js";
import { clientNames } from "../signatures.js";
import { GO_DIALECT } from "./dialect.js";
import { goHealth } from "./health.js";
import { goLogging } from "./logging.js";
import { goShutdown } from "./shutdown.js";
import { goDependencies, goSecrets, goServing, goWrites } from "./surroundings.js";

/** What Go code shows. */
export function readGo(program: Program): Behaviour {
  const dependencies = goDependencies(program);
  const context = {
    dialect: GO_DIALECT,
    functions: program.functions,
    hasClients: dependencies.length > 0,
    clients: clientNames(program.imports, GO_CLIENTS),
  };
  const logging = goLogging(program);
  return {
    ...goServing(program),
    dependencies,
    health: goHealth(program, context),
    shutdown: goShutdown(program),
    jsonLogging: logging.json,
    plainLogging: logging.plain,
    fileLogging: logging.file,
    secretLoading: goSecrets(program),
    writes: goWrites(program),
  };
}
