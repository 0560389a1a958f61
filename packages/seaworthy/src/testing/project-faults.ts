import type { Answer } from "../core/answer.js";
import { isSourcePlace, type Place } from "../core/place.js";
import { ask } from "../engine/ask.js";
import type { Project } from "../models/project/project.js";
import { type AnyRule, defaultOptions } from "../rule.js";

/**
 * What no input may bring about: a rule that crashes, and a place that is not inside the file that it names. `files`: their texts by path;
 * of one that is not there the start is the only place. A Dockerfile inside a Compose file has a path and a text of its own.
 */
export function projectFaults(
  project: Project,
  rules: readonly AnyRule[],
  files: Readonly<Record<string, string>>,
): readonly string[] {
  const faults: string[] = [];
  const lengthOf = (file: string): number => (files[file] ?? project.texts.get(file) ?? "").length;
  for (const service of project.services) {
    for (const rule of rules) {
      for (const { crashed, answer } of ask(rule, service, ["source"], defaultOptions(rule))) {
        if (crashed !== null) faults.push(`${rule.id} crashed: ${crashed}`);
        faults.push(...placesOf(answer).flatMap((place) => placeFault(place, lengthOf, rule.id)));
      }
    }
  }
  faults.push(...project.problems.flatMap(({ place, message }) => placeFault(place, lengthOf, message)));
  return faults;
}

function placesOf(answer: Answer): readonly Place[] {
  if (answer.says === "no") return answer.findings.map(({ place }) => place);
  return answer.says === "unknown" && answer.place ? [answer.place] : [];
}

function placeFault(place: Place, lengthOf: (file: string) => number, what: string): readonly string[] {
  if (!isSourcePlace(place)) return [];
  const { file, range } = place;
  const length = lengthOf(file);
  const [start, end] = range;
  return start >= 0 && start <= end && end <= length
    ? []
    : [`${what}: ${start} to ${end} is not in ${file}, which has ${length}`];
}
