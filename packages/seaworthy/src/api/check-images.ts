import { inspect } from "../engine/inspect.js";
import { type Ship, shipOf } from "../engine/one-ship.js";
import { reportImage } from "../engine/report-image.js";
import { today } from "../io/clock.js";
import { environment } from "../io/environment.js";
import { pathAt } from "../io/given-paths.js";
import { treeState } from "../io/tree-state.js";
import { UsageError } from "../io/usage-error.js";
import { parseReference } from "../models/dockerfile/reference.js";
import type { Image } from "../models/image/image.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import { type Checked, type CheckOptions, prepareCheck } from "./check.js";
import { asked, policyOf, projectOf, readAndAsk, type ScanOptions, withPolicy } from "./scan.js";

export interface ImageOptions
  extends Pick<ScanOptions, "platform" | "database" | "vex" | "with" | "report" | "noCache" | "env" | "onProgress"> {
  /** Images that were built from the project: `REF`, or `SERVICE=REF` where there are several services. */
  readonly images: readonly string[];
}

/** Judges a project by its sources and by images; an image that is not shown to be one ship with its source is judged beside it. */
export async function checkImages(
  options: CheckOptions & ImageOptions,
): Promise<Checked & { readonly notes: readonly string[] }> {
  if (options.stdin) throw new UsageError("an image is of files that are there: it does not go with a text from stdin");
  const { inspection, loaded, root, checked } = await prepareCheck(options);
  const { project, rules } = inspection;
  const wanted = options.images.map((written) => imageFor(project, written));
  const cwd = pathAt(options.cwd ?? ".");
  const around = { loaded, cwd, env: options.env ?? environment(), day: options.today ?? today() };
  const tree = wanted.some(({ service }) => !service.foreign) ? treeState(root) : { commit: null, clean: null };
  const policy = policyOf(checked.config);
  const evidence = new Map<
    string,
    { readonly image: { readonly seen: Image; readonly oneShip: boolean; readonly because: string } }
  >();
  const beside: Service[] = [];
  const images: Image[] = [];
  const notes: string[] = [];
  for (const { service, reference } of wanted) {
    if (evidence.has(service.id)) throw new UsageError(`--image names two images of ${service.name}: one build has one`);
    const { image, notes: told } = await readAndAsk(reference, options, around);
    notes.push(...told);
    images.push(image);
    const { shown, because } = service.foreign ? ofDeployment(service, image) : shipOf(image, tree);
    evidence.set(service.id, { image: { seen: image, oneShip: shown, because } });
    if (shown) continue;
    const [alone] = projectOf(image, around.day).services;
    if (!alone || evidence.has(alone.id)) continue;
    beside.push({ ...alone, project: project.facts });
    evidence.set(alone.id, { image: { seen: image, oneShip: true, because: "" } });
  }
  const report = inspect({
    ...inspection,
    project: { ...project, services: [...project.services, ...beside], letGo: (service) => project.letGo(service) },
    settings: withPolicy(inspection.settings, rules, policy),
    depths: ["source", "image"],
    evidence,
    images: images.map((image) => reportImage(image, policy)),
  });
  return { ...checked, report: asked(report), notes };
}

/** The service that an image is of: the one that is named, the only one that is built, or the one whose image is so called. */
function imageFor(project: Project, written: string): { readonly service: Service; readonly reference: string } {
  const { services } = project;
  const [, name, named] = /^([^=\s]+)=(.+)$/.exec(written) ?? [];
  const byName = name === undefined ? undefined : services.find((one) => one.name === name);
  if (byName && named !== undefined) return { service: byName, reference: named };
  const known = services.map((one) => one.name).join(", ") || "none";
  if (name !== undefined && !/[/:.]/.test(name))
    throw new UsageError(`--image ${written}: no service is named ${name}; there are: ${known}`);
  const built = services.filter((one) => !one.foreign);
  const called = services.filter((one) => isSame(one.image?.written ?? null, written));
  const service = called.length === 1 ? called[0] : built.length === 1 ? built[0] : undefined;
  if (service) return { service, reference: written };
  if (services.length === 0)
    throw new UsageError(
      `--image ${written}: there is no service that it could be of; \`seaworthy scan\` judges an image by itself`,
    );
  throw new UsageError(`--image ${written}: of which service? Write --image SERVICE=${written}; there are: ${known}`);
}

/** An image that is not built here is that of the deployment where it goes by the same name. */
function ofDeployment({ image, name }: Service, { reference }: Image): Ship {
  return isSame(image?.written ?? null, reference)
    ? { shown: true, because: `is what ${name} runs, by its name` }
    : { shown: false, because: `is not what ${name} runs, which is ${image?.written ?? "not known"}` };
}

function isSame(one: string | null, other: string): boolean {
  const [left, right] = [
    one === null ? null : parseReference(one),
    parseReference(other.replace(/^(?:docker|podman|registry):/, "")),
  ];
  if (!left || !right || left.name !== right.name) return false;
  if (left.digest && right.digest) return left.digest === right.digest;
  return (left.tag ?? "latest") === (right.tag ?? "latest");
}
