import { PYTHON_CLIENTS } from "../../../knowledge/libraries-python.js";
import type { Behaviour, Program } from "../program.js";
import { clientNames } from "../signatures.js";
import { PYTHON_DIALECT } from "./dialect.js";
import { pythonHealth } from "./health.js";
import { pythonLogging } from "./logging.js";
import { pythonShutdown } from "./shutdown.js";
import { pythonDependencies, pythonSecrets, pythonServing, pythonWrites } from "./surroundings.js";

/** What Python code shows. */
export function readPython(program: Program): Behaviour {
  const dependencies = pythonDependencies(program);
  const context = {
    dialect: PYTHON_DIALECT,
    functions: program.functions,
    hasClients: dependencies.length > 0,
    clients: clientNames(program.imports, PYTHON_CLIENTS),
  };
  const logging = pythonLogging(program);
  return {
    ...pythonServing(program),
    dependencies,
    health: pythonHealth(program, context),
    shutdown: pythonShutdown(program),
    jsonLogging: logging.json,
    plainLogging: logging.plain,
    fileLogging: logging.file,
    secretLoading: pythonSecrets(program),
    writes: pythonWrites(program),
  };
}
