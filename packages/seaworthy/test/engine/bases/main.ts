import { findEngine } from "../../../src/io/engine/find-engine.js";
import { isMissing } from "../tools.js";
import { makeBases } from "./make-bases.js";
import { nameBases, unnameBases } from "./public-names.js";
import { RECIPES } from "./recipes.js";

/** `npm run bases`: makes them all under their public names, for trials of the examples; `npm run bases -- --unname` takes the names away again. */
const engine = await findEngine(["docker"], process.env);
if ("tried" in engine) {
  console.error(`no Docker engine answers: ${engine.tried.join("; ") || "none was found"}`);
  process.exitCode = 1;
} else if (process.argv.includes("--unname")) {
  await unnameBases(
    engine.address,
    RECIPES.flatMap(({ publicNames }) => publicNames),
  );
} else {
  const bases = await makeBases(
    engine.address,
    RECIPES.map(({ name }) => name),
  );
  if (isMissing(bases)) {
    console.error(bases.because);
    process.exitCode = 1;
  } else {
    await nameBases(engine.address, bases);
    for (const { publicNames, standIn } of RECIPES) for (const name of publicNames) console.log(`${name}: ${standIn}`);
  }
}
