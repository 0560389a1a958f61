import type { Report } from "../core/report.js";
import type { Evidence } from "../engine/ask.js";
import { inspect } from "../engine/inspect.js";
import type { Ship } from "../engine/one-ship.js";
import { reportImage } from "../engine/report-image.js";
import { readProjectFrom } from "../io/memory.js";
import { parseReference } from "../models/dockerfile/reference.js";
import type { Image } from "../models/image/image.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import type { Trial } from "../models/trial/trial.js";
import type { Prepared } from "./check.js";
import { policyOf, withPolicy } from "./policy.js";

/** What was seen of one service besides its source. */
export interface Looked {
  readonly service: Service;
  readonly image: Image | null;
  readonly trial: Trial | null;
  /** Whether image and trial are shown to be of this source. */
  readonly ship: Ship;
}

/** Judges a project by its sources, its images and its trials; what is not shown to be one ship with its source is judged beside it. */
export function judgeLooked({ inspection, checked }: Prepared, all: readonly Looked[], day: string): Report {
  const { project, rules } = inspection;
  const evidence = new Map<string, Evidence>();
  const beside: Service[] = [];
  for (const { service, image, trial, ship } of all) {
    const { shown, because } = ship;
    evidence.set(service.id, evidenceOf(image, trial, shown, because));
    if (!project.services.includes(service)) beside.push({ ...service, project: project.facts });
    if (shown || (!image && !trial)) continue;
    const [alone] = aloneProject(image?.reference ?? trial?.image ?? "", day).services;
    if (!alone || evidence.has(alone.id)) continue;
    beside.push({ ...alone, project: project.facts });
    evidence.set(alone.id, evidenceOf(image, trial, true, ""));
  }
  const images = all.flatMap(({ image }) => image ?? []);
  const trials = all.flatMap(({ trial }) => trial ?? []);
  const policy = policyOf(checked.config);
  const report = inspect({
    ...inspection,
    project: { ...project, services: [...project.services, ...beside], letGo: (service) => project.letGo(service) },
    settings: withPolicy(inspection.settings, rules, policy),
    depths: ["source", ...(images.length > 0 ? (["image"] as const) : []), ...(trials.length > 0 ? (["trial"] as const) : [])],
    evidence,
    images: images.map((image) => reportImage(image, policy)),
    trials,
  });
  return withoutUnseen(report);
}

function evidenceOf(image: Image | null, trial: Trial | null, oneShip: boolean, because: string): Evidence {
  return {
    ...(image ? { image: { seen: image, oneShip, because } } : {}),
    ...(trial ? { trial: { seen: trial, oneShip, because } } : {}),
  };
}

/** Items of which nothing can be seen in an image, or was tried of it, are none of such a look. */
export function withoutUnseen(report: Report): Report {
  const services = report.services.map((service) =>
    service.id.startsWith("image:") && service.deployments.length === 0
      ? { ...service, items: service.items.filter(({ rulings }) => rulings.some(({ ruling }) => ruling !== "not asked")) }
      : service,
  );
  const items = { met: 0, unmet: 0, unproven: 0, notApplicable: 0, waived: 0 };
  for (const { verdict } of services.flatMap((service) => service.items))
    items[verdict === "not applicable" ? "notApplicable" : verdict]++;
  return { ...report, services, summary: { ...report.summary, items } };
}

/** A project that is one image alone. */
export function aloneProject(reference: string, day: string): Project {
  const empty = readProjectFrom({}, { today: day });
  const service: Service = {
    id: `image:${reference}`,
    name: reference,
    dockerfile: null,
    stage: null,
    context: null,
    buildArgs: new Map(),
    image: parseReference(reference),
    foreign: true,
    app: null,
    entryScripts: [],
    deployments: [],
    project: empty.facts,
    problems: [],
  };
  return { ...empty, root: reference, services: [service], problems: [] };
}
