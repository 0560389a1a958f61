import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { lazy } from "../../core/lazy.js";
import type { Pair, PairsInstruction } from "../../models/dockerfile/ast.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { buildStages } from "../../models/project/build-stages.js";
import type { Install } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

/** Names whose values are others with every build. */
const VOLATILE =
  /^(?:[A-Z0-9]+_)*(?:(?:GIT|VCS|SOURCE|CI|BUILD)_?(?:SHA\d*|COMMIT|REF|REVISION|HASH|BRANCH|TAG|DATE|TIME|TIMESTAMP|NUMBER|NUM|ID|VERSION)|COMMIT(?:_?(?:SHA|HASH|ID|DATE|REF))?|SHORT_SHA|REVISION|TIMESTAMP|CACHE_?BUST(?:ER)?|CACHE_?DATE)$/i;
/** Versions of the app itself: volatile unless the file says which. */
const OWN_VERSION = /^(?:APP_|IMAGE_|RELEASE_|PROJECT_)?VERSION$|^RELEASE$/i;

/** Compilers may read the environment without naming it; those that only fetch packages do not. */
function onlyFetches({ manager, command }: Install): boolean {
  if (!/^(go|cargo|maven|gradle|nuget|mix)$/.test(manager)) return true;
  return command.words
    .slice(1, 4)
    .some(({ text }) => /^(mod|fetch|chef|restore|deps\.get|dependencies|dependency:.*)$/.test(text));
}

export default defineRule({
  id: "layer-caching/volatile-late",
  claim: "values that change with every build come after the layers that take long",
  why: "A commit id or a date in ARG or ENV is part of the key of every RUN below it: with a new value all of them are built again, though none of them uses it.",
  todo: "Move `ARG GIT_SHA`, `ARG BUILD_DATE` and their like below the instructions that install, right above the first that needs them.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    if (!writtenOf(dockerfile, "ARG").some(isVolatile) && !writtenOf(dockerfile, "ENV").some(isVolatile))
      return notApplicable("no ARG or ENV changes with every build");
    const file = dockerfile.path;
    const findings = new Map<number, Finding>();
    let volatile = 0;
    for (const each of buildStages(dockerfile, stage)) {
      const runs = lazy(() => new Map(each.facts.runs.map((run) => [run.instruction, run] as const)));
      const order = each.effectiveInstructions;
      let index = -1;
      for (const instruction of order) {
        index++;
        if ((instruction.keyword !== "ARG" && instruction.keyword !== "ENV") || !isVolatile(instruction)) continue;
        for (const pair of instruction.pairs) {
          if (!changes(pair, instruction)) continue;
          volatile += 1;
          const used = new RegExp(`\\b${pair.name.replace(/\W/g, "")}\\b`);
          const later = order.slice(index + 1).find((other) => {
            const run = other.keyword === "RUN" ? runs().get(other) : undefined;
            if (!run?.installs.some(onlyFetches)) return false;
            return !used.test(run.instruction.text) && !run.instruction.heredocs.some(({ body }) => used.test(body));
          });
          const run = later?.keyword === "RUN" ? runs().get(later) : undefined;
          const name = run?.installs
            .find(onlyFetches)
            ?.command.words.slice(0, 2)
            .map(({ text }) => text);
          if (name)
            findings.set(
              pair.range[0],
              finding(`a new ${pair.name} runs \`${name.join(" ")}\` below it again`, { file, range: pair.nameRange }),
            );
        }
      }
    }
    return noOr([...findings.values()].slice(0, 20), () =>
      volatile > 0
        ? yes("what changes with every build stands below what installs")
        : notApplicable("no ARG or ENV changes with every build"),
    );
  },
  examples: [
    {
      title: "below the installation",
      says: "yes",
      files: "FROM node:22-slim\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\n",
    },
    {
      title: "above it",
      says: "no",
      files: "FROM node:22-slim\nARG «GIT_SHA»\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n",
    },
  ],
});

function isVolatile(instruction: PairsInstruction): boolean {
  return instruction.pairs.some((pair) => changes(pair, instruction));
}

/** Whether a value is another with every build. */
function changes({ name, value }: Pair, { keyword }: PairsInstruction): boolean {
  // A value that is written here changes with an edit of this line alone.
  if (keyword === "ENV" && !value?.includes("$")) return false;
  return ((keyword === "ENV" || !value) && OWN_VERSION.test(name)) || VOLATILE.test(name);
}
