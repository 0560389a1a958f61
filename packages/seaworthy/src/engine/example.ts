import type { Answer } from "../core/answer.js";
import { LineIndex } from "../core/lines.js";
import { isSourcePlace } from "../core/place.js";
import { type ImageSketch, imageOf } from "../models/image/sketch.js";
import type { Project } from "../models/project/project.js";
import { addRemarks } from "../models/shellcheck/checks.js";
import { type TrialSketch, trialOf } from "../models/trial/sketch.js";
import type { AnyRule, Example, RecordedRemark } from "../rule.js";
import { defaultOptions } from "../rule.js";
import { ask } from "./ask.js";
import { type Marked, unmark } from "./marks.js";

/**
 * Asks a rule's probe of an example; places as `file:line`, those of an image as their paths, those of a trial as its moments. A project is
 * read by the caller.
 */
export function runExample(
  rule: AnyRule,
  example: Pick<Example, "files" | "image" | "trial" | "options" | "shellcheck">,
  read: (files: Readonly<Record<string, string>>) => Project,
): { readonly answer: Answer; readonly places: readonly string[] } {
  if (example.image) return ofImage(rule, example.image, example.options);
  if (example.trial) return ofTrial(rule, example.trial, example.options);
  const marked = unmark(example.files ?? "");
  const project = read(marked.files);
  addRecorded(project, marked, example.shellcheck);
  const service = project.services.find((one) => !one.foreign) ?? project.services[0];
  if (!service) throw new Error(`an example of ${rule.id} has no service`);
  const [asked] = ask(rule, service, ["source"], { ...defaultOptions(rule), ...example.options });
  if (!asked) throw new Error(`${rule.id} has no source probe`);
  const findings = asked.answer.says === "no" ? asked.answer.findings : [];
  const places = findings.flatMap(({ place }) =>
    isSourcePlace(place)
      ? [`${place.file}:${new LineIndex(project.texts.get(place.file) ?? "").position(place.range[0]).line}`]
      : [],
  );
  return { answer: asked.answer, places: [...new Set(places)] };
}

function ofImage(rule: AnyRule, sketch: ImageSketch, options: Example["options"]): ReturnType<typeof runExample> {
  if (!rule.image) throw new Error(`${rule.id} has no image probe`);
  const answer = rule.image(imageOf(sketch), { ...defaultOptions(rule), ...options }, null);
  const findings = answer.says === "no" ? answer.findings : [];
  const places = findings.flatMap(({ place }) => ("image" in place ? (place.image.path ?? []) : []));
  return { answer, places: [...new Set(places)] };
}

function ofTrial(rule: AnyRule, sketch: TrialSketch, options: Example["options"]): ReturnType<typeof runExample> {
  if (!rule.trial) throw new Error(`${rule.id} has no trial probe`);
  const answer = rule.trial(trialOf(sketch), { ...defaultOptions(rule), ...options });
  const findings = answer.says === "no" ? answer.findings : [];
  const places = findings.flatMap(({ place }) => ("trial" in place ? [`${place.trial.drill}: ${place.trial.moment}`] : []));
  return { answer, places: [...new Set(places)] };
}

/** Adds the remarks that were recorded for an example's marks, one for each in turn. */
export function addRecorded(project: Project, { marks }: Marked, recorded: readonly RecordedRemark[] | undefined): void {
  if (!recorded) return;
  const remarks = recorded.flatMap((remark, index) => {
    const place = marks[index];
    return place ? [{ ...remark, place }] : [];
  });
  addRemarks(project, remarks);
}
