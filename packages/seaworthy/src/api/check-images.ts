import { type Ship, shipOf } from "../engine/one-ship.js";
import { today } from "../io/clock.js";
import { environment } from "../io/environment.js";
import { pathAt } from "../io/given-paths.js";
import { treeState } from "../io/tree-state.js";
import { UsageError } from "../io/usage-error.js";
import type { Image } from "../models/image/image.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import { type Checked, type CheckOptions, prepareCheck } from "./check.js";
import { judgeLooked, type Looked } from "./looked.js";
import { readAndAsk, type ScanOptions } from "./scan.js";
import { isSameImage, recordFor, trialsOf, twoTrials } from "./trial-records.js";

export interface ImageOptions
  extends Pick<ScanOptions, "platform" | "database" | "vex" | "with" | "report" | "noCache" | "env" | "onProgress"> {
  /** Images that were built from the project: `REF`, or `SERVICE=REF` where there are several services. */
  readonly images: readonly string[];
  /** Records of trials of its images, as `trial --record` writes them: `FILE`, or `SERVICE=FILE`. */
  readonly trialRecords?: readonly string[];
}

/** Judges a project by its sources, by images and by trials; an image that is not shown to be one ship with its source is judged beside it. */
export async function checkImages(
  options: CheckOptions & ImageOptions,
): Promise<Checked & { readonly notes: readonly string[] }> {
  if (options.stdin) throw new UsageError("an image is of files that are there: it does not go with a text from stdin");
  const prepared = await prepareCheck(options);
  const { inspection, loaded, root, checked, tree } = prepared;
  const { project } = inspection;
  const cwd = pathAt(options.cwd ?? ".");
  const wanted = options.images.map((written) => imageFor(project, written));
  const records = (options.trialRecords ?? []).map((written) => recordFor(project, written, cwd));
  const around = { loaded, cwd, env: options.env ?? environment(), day: options.today ?? today() };
  const state = wanted.some(({ service }) => !service.foreign) ? treeState(root) : { commit: null, clean: null };
  const looked = new Map<string, Looked>();
  const notes: string[] = [];
  for (const { service, reference } of wanted) {
    if (looked.has(service.id)) throw new UsageError(`--image names two images of ${service.name}: one build has one`);
    const { image, notes: told } = await readAndAsk(reference, options, around);
    notes.push(...told);
    const ship = service.foreign ? ofDeployment(service, image) : shipOf(image, state);
    looked.set(service.id, { service, image, trial: null, ship });
  }
  for (const { service, trial, file } of records) {
    const known = looked.get(service.id);
    if (known?.trial) throw twoTrials(service);
    if (known?.image && trial.digest !== known.image.digest)
      throw new UsageError(`${file} is of another image (${trial.digest}) than --image (${known.image.digest})`);
    const alone = project.services.includes(service)
      ? { shown: false, because: "was tried; that it was built from this tree is not shown: --image names it" }
      : { shown: true, because: "" };
    looked.set(service.id, known ? { ...known, trial } : { service, image: null, trial, ship: alone });
  }
  const report = judgeLooked(prepared, [...looked.values()], around.day);
  if (!options.fixes || !tree) return { ...checked, report, notes };
  const { withFixes } = await import("./proposed-fixes.js");
  return { ...checked, report: withFixes(report, inspection, tree, trialsOf(records)), notes };
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
  const called = services.filter((one) => isSameImage(one.image?.written ?? null, written));
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
  return isSameImage(image?.written ?? null, reference)
    ? { shown: true, because: `is what ${name} runs, by its name` }
    : { shown: false, because: `is not what ${name} runs, which is ${image?.written ?? "not known"}` };
}
