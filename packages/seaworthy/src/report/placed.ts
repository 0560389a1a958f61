import type { Edit } from "../core/edit.js";
import type { Report, ReportedFinding, ReportedPlace, ReportedSource, Ruling } from "../core/report.js";
import { isSource } from "./findings.js";

/**
 * The report with its files named from a folder above the project's root: a forge knows the files of a repository by their paths in
 * it, whichever part of it was judged. `below` is the root's path in that folder, with forward slashes.
 */
export function placedBelow(report: Report, below: string): Report {
  const moved = (file: string) => joined(below, file);
  const source = (place: ReportedSource): ReportedSource => ({ ...place, file: moved(place.file) });
  const place = (one: ReportedPlace): ReportedPlace => (isSource(one) ? source(one) : one);
  const edit = (one: Edit): Edit => ("create" in one ? { ...one, create: moved(one.create) } : { ...one, file: moved(one.file) });
  const finding = (one: ReportedFinding): ReportedFinding => ({
    ...one,
    place: place(one.place),
    fixes: one.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(edit) })),
  });
  // Services share rulings, and each is changed once.
  const changed = new Map<Ruling, Ruling>();
  const ruling = (one: Ruling): Ruling => {
    if (one.findings.length === 0) return one;
    const known = changed.get(one) ?? { ...one, findings: one.findings.map(finding) };
    changed.set(one, known);
    return known;
  };
  return {
    ...report,
    services: report.services.map((service) => ({
      ...service,
      dockerfile: service.dockerfile === null ? null : moved(service.dockerfile),
      deployments: service.deployments.map((one) => ({ ...one, file: moved(one.file) })),
      items: service.items.map((item) => ({ ...item, rulings: item.rulings.map(ruling) })),
      advice: service.advice.map(ruling),
    })),
    notJudged: report.notJudged.map((one) => ({ ...one, file: moved(one.file) })),
    problems: report.problems.map((problem) => ({ ...problem, place: source(problem.place) })),
  };
}

function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/") || ".";
}
