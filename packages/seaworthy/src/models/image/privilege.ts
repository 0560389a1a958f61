import { PRIVILEGE_DROPPERS } from "../../knowledge/tools.js";
import { dropsOf } from "../shell/last-command.js";
import { offsetsFrom } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import type { Image } from "./image.js";
import { ownChain } from "./start.js";

/** What gives up root on the way to the app, in words; also a script that may, since it could not be read. null: nothing does. */
export function builtDrop(image: Image): string | null {
  for (const step of ownChain(image).steps) {
    switch (step.kind) {
      case "script":
        if (step.script.drops.length > 0)
          return `${step.script.drops.join(", ")} in ${step.script.path} drops the rights before the app serves`;
        break;
      case "shell": {
        const [drop] = dropsOf(parseScript(step.text, offsetsFrom(0)));
        if (drop) return `${drop} drops the rights before the app serves`;
        break;
      }
      case "prefix":
      case "parent":
        if (PRIVILEGE_DROPPERS.has(step.program)) return `${step.program} drops the rights before the app serves`;
        break;
      case "lost script":
        return `${step.program}, which could not be read, may drop the rights before the app serves`;
      default:
    }
  }
  return null;
}
