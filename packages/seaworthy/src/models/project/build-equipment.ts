import { remembered } from "../../core/kept.js";
import type { Range } from "../../core/place.js";
import type { BaseFacts } from "../../knowledge/bases.js";
import { buildPackage, VERSION_CONTROL } from "../../knowledge/tools.js";
import { ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { keptPackages } from "../shell/kept-packages.js";

/** A package that a stage installs and that is made for building. */
export interface BuildPackage {
  readonly name: string;
  readonly kind: "build tool" | "headers" | "jdk";
  readonly range: Range;
}

/** What a stage holds for building, apart from its base. */
export interface BuildEquipment {
  readonly packages: readonly BuildPackage[];
  /** A package word whose value is not known. */
  readonly unknown: { readonly name: string; readonly range: Range } | null;
}

/** Listed with the build packages, but no compiler, linker or header: other claims speak of them. */
const NOT_FOR_BUILDING =
  /^(python3?-pip|py3-pip|pipx|patch|gdb|valgrind|linux-libc-dev|m4|binutils|default-jre.*|fakeroot|upx|upx-ucl)$/;
const JDK = /jdk|^java-.*-devel$/;
const JAVA_BUILDERS = /(^|\/)(maven|gradle|sbt|scala-sbt|clojure|leiningen|ant|kotlin|groovy)/;
const VARIABLE = /^["']?\$\{?(\w+)\}?["']?$/;

/** Languages whose programs run on what their SDK is, for want of a smaller runtime. */
const RUNS_ON_SDK: ReadonlySet<string | null> = new Set(["r", "julia", "python", "perl", "erlang", "elixir", "node", "ruby"]);

/** Whether an image is a kit for building; a bare JDK is none, since Java programs run on it. */
export function isBuildKit(facts: BaseFacts): boolean {
  if (facts.purpose !== "sdk" || RUNS_ON_SDK.has(facts.language)) return false;
  return facts.language !== "java" || JAVA_BUILDERS.test(facts.name);
}

/** Whether an image is a JDK and no kit for building. */
export function isJdk(facts: BaseFacts): boolean {
  return facts.purpose === "sdk" && facts.language === "java" && !isBuildKit(facts);
}

/** The packages for building that a stage's lineage installs and keeps, variables of ENV and of the RUN put in. */
export const buildEquipment = ofStage((stage: Stage): BuildEquipment => {
  const packages: BuildPackage[] = [];
  let unknown: BuildEquipment["unknown"] = null;
  for (const run of stage.facts.runs) {
    const kept = keptPackages(run);
    if (kept.length === 0) continue;
    const set = kept.some(({ word }) => word.value === null) ? assigned(run) : new Map<string, string | null>();
    for (const { name, word } of kept) {
      const names = word.value === null ? expanded(word.text, set, stage) : [name];
      if (names === null) {
        unknown ??= { name: word.text, range: word.range };
        continue;
      }
      for (const one of names) {
        const kind = buildKindOf(one);
        if (kind) packages.push({ name: one, kind, range: word.range });
      }
    }
  }
  return { packages, unknown };
});

/** What a package of a distribution is for, when that is building. */
export const buildKindOf = remembered((name: string): BuildPackage["kind"] | null => {
  const plain = name.split(/[=:]/, 1)[0] ?? "";
  if (VERSION_CONTROL.has(plain) || NOT_FOR_BUILDING.test(plain)) return null;
  const kind = buildPackage(name);
  return kind && JDK.test(plain) ? "jdk" : kind;
});

/** What a RUN sets in its own shell. */
function assigned(run: RunFacts): ReadonlyMap<string, string | null> {
  return new Map(run.script?.commands.flatMap(({ assignments }) => assignments.map(({ name, value }) => [name, value])));
}

/** The packages that a variable stands for; null when that is not known. */
function expanded(text: string, set: ReadonlyMap<string, string | null>, stage: Stage): readonly string[] | null {
  const name = VARIABLE.exec(text)?.[1];
  // A version may be a variable: the name stands before it.
  if (name === undefined) return /^["']?[\w.+-]+[=~<>]/.test(text) ? [text.replace(/["']|[=~<>].*$/g, "")] : null;
  // The official images of PHP set it to what phpize needs.
  if (name === "PHPIZE_DEPS") return ["gcc"];
  const value = set.get(name) ?? stage.facts.env.get(name)?.value ?? null;
  return value === null ? null : value.split(/\s+/).filter((word) => word !== "");
}
