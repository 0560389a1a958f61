import { libraryOf } from "../../knowledge/libraries.js";
import { GO_FRAMEWORKS } from "../../knowledge/libraries-go.js";
import { JAVA_FRAMEWORKS } from "../../knowledge/libraries-java.js";
import { NODE_FRAMEWORKS } from "../../knowledge/libraries-node.js";
import { PYTHON_FRAMEWORKS } from "../../knowledge/libraries-python.js";
import type { Language, Manifest } from "./app.js";
import type { ImportFact } from "./imports.js";

/** The frameworks that a program is built on, by its production dependencies and what it imports. */
export function frameworksOf(language: Language, manifests: readonly Manifest[], imports: readonly ImportFact[]): string[] {
  const found = new Set<string>();
  const named = language === "node" ? NODE_FRAMEWORKS : language === "python" ? PYTHON_FRAMEWORKS : null;
  if (named) {
    for (const one of manifests) for (const name of one.dependencies.keys()) add(named.get(name));
    for (const fact of imports) add(named.get(language === "python" ? (fact.module.split(".")[0] as string) : fact.module));
  }
  if (language === "go") for (const fact of imports) add(libraryOf(fact.module, GO_FRAMEWORKS)?.to);
  if (language === "java") {
    for (const one of manifests)
      for (const name of one.dependencies.keys())
        for (const [pattern, framework] of JAVA_FRAMEWORKS) if (pattern.test(name)) add(framework);
  }
  return [...found];

  function add(name: string | undefined): void {
    if (name) found.add(name);
  }
}
