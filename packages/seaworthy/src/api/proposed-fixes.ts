import type { Report, ReportedFinding, Ruling } from "../core/report.js";
import { type Inspection, inspect } from "../engine/inspect.js";
import { withServices } from "../engine/mend/chosen.js";
import { type Proposal, proposals } from "../engine/mend/proposals.js";
import type { Inspect } from "../engine/mend/trial-run.js";
import type { OpenTree } from "../io/read-project.js";
import type { Trial } from "../models/trial/trial.js";

/** The project as it would be with other texts, judged: all of it, or some of its services. */
export function inspector(inspection: Omit<Inspection, "depths">, tree: OpenTree): Inspect {
  const { onService: _, ...quiet } = inspection;
  return (texts, services) => {
    const read = texts.size === 0 ? inspection.project : tree.project(texts);
    const chosen = withServices(read, services, inspection.project.services);
    const report = inspect({
      ...quiet,
      project: chosen,
      depths: ["source"],
      partial: inspection.partial === true || services !== null,
    });
    return { project: chosen, report };
  };
}

/** The report with what would mend each finding, each fix tried. */
export function withFixes(
  report: Report,
  inspection: Omit<Inspection, "depths">,
  tree: OpenTree,
  trials?: ReadonlyMap<string, Trial>,
): Report {
  const again = inspector(inspection, tree);
  // What is mended is in the sources: a report of images and trials is none that tries could be compared with.
  const first = report.inspected.depths.length > 1 ? again(new Map(), null) : { project: inspection.project, report };
  const { found, tried, untried } = proposals({
    first,
    rules: inspection.rules,
    settings: inspection.settings,
    asks: () => true,
    review: true,
    read: (path) => tree.read(path),
    inspect: again,
    trials,
  });
  const byRule = new Map<string, Proposal[]>();
  for (const one of found) {
    const list = byRule.get(one.rule);
    if (list) list.push(one);
    else byRule.set(one.rule, [one]);
  }
  const done = new Map<Ruling, Ruling>();
  const mendable = (ruling: Ruling, service: string): Ruling => {
    const own = byRule.get(ruling.rule)?.filter((one) => ruling.scope !== "service" || one.services.includes(service)) ?? [];
    if (own.length === 0 || ruling.findings.length === 0) return ruling;
    const known = done.get(ruling);
    if (known) return known;
    const findings = ruling.findings.map((finding): ReportedFinding => {
      if (finding.waived) return finding;
      const fixes = own.filter(({ fix }) => !fix.finding || isSame(fix.finding, finding));
      return { ...finding, fixes: fixes.map(({ fix: { title, safety, edits } }) => ({ title, safety, edits })) };
    });
    const told = { ...ruling, findings };
    done.set(ruling, told);
    return told;
  };
  const services = report.services.map((service) => ({
    ...service,
    items: service.items.map((item) => ({ ...item, rulings: item.rulings.map((one) => mendable(one, service.id)) })),
    advice: service.advice.map((one) => mendable(one, service.id)),
  }));
  return { ...report, inspected: { ...report.inspected, fixes: { tried, untried } }, services };
}

function isSame(one: NonNullable<Proposal["fix"]["finding"]>, { message, place, deployment }: ReportedFinding): boolean {
  if (one.message !== message || (one.deployment ?? null) !== deployment) return false;
  if (!("file" in one.place) || !("file" in place)) return true;
  return one.place.file === place.file && one.place.range[0] === place.start.offset && one.place.range[1] === place.end.offset;
}
