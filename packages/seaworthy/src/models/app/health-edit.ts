import type { Edit } from "../../core/edit.js";
import type { App, HealthEndpoint } from "./app.js";
import { withQuestions as inNode, makesFastify } from "./node/health-edit.js";
import { withQuestions as inPython } from "./python/health-edit.js";

/** The edits that let a health endpoint ask the app's dependencies; a text: why it is left as it is; null: nothing is known to do. */
export function askingEndpoint(
  app: App,
  { place }: HealthEndpoint,
  read: (path: string) => string | null,
): readonly Edit[] | string | null {
  const text = read(place.file);
  if (text === null) return null;
  if (app.language === "node") {
    const fastify = app.frameworks.includes("fastify") && (makesFastify(text) || !app.frameworks.includes("express"));
    if (!fastify && !app.frameworks.includes("express")) return "how its framework answers 503 is not known";
    return inNode(place.file, text, place.range, fastify ? "fastify" : "express", read);
  }
  if (app.language !== "python") return null;
  const framework = (["fastapi", "flask"] as const).find((one) => app.frameworks.includes(one));
  return framework ? inPython(place.file, text, place.range, framework) : "how its framework answers 503 is not known";
}
