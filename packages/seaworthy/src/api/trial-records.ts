import { pathAt } from "../io/given-paths.js";
import { readRecordFile } from "../io/trial/record-file.js";
import { UsageError } from "../io/usage-error.js";
import { parseReference } from "../models/dockerfile/reference.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import type { Trial } from "../models/trial/trial.js";
import { aloneProject } from "./looked.js";

/** A record of a trial, and the service that it is of. */
export interface GivenRecord {
  readonly service: Service;
  readonly trial: Trial;
  /** As it was named. */
  readonly file: string;
}

/** The record, and the service that it is of: the one that is named, the one that the record names, or the only one that is built. */
export function recordFor(project: Project, written: string, cwd: string): GivenRecord {
  const { services } = project;
  const [, name, named] = /^([^=/\\]+)=(.+)$/.exec(written) ?? [];
  const asked = name === undefined ? undefined : services.find((one) => one.name === name);
  const file = asked && named !== undefined ? named : written;
  const trial = readRecordFile(pathAt(file, cwd), file);
  const told = trial.conditions.service;
  const built = services.filter((one) => !one.foreign);
  const service =
    asked ??
    services.find((one) => one.name === told || one.deployments.some((deployment) => deployment.name === told)) ??
    (built.length === 1 ? built[0] : undefined);
  if (service) return { service, trial, file };
  const [alone] = services.length === 0 ? aloneProject(trial.image, project.facts.today).services : [];
  if (alone) return { service: alone, trial, file };
  const known = services.map((one) => one.name).join(", ") || "none";
  throw new UsageError(`--trial-record ${written}: of which service? Write SERVICE=${file}; there are: ${known}`);
}

/** What fixes are told of trials, by the name of the service. A trial of another image than a deployment runs tells nothing of it. */
export function trialsOf(records: readonly GivenRecord[]): ReadonlyMap<string, Trial> {
  const found = new Map<string, Trial>();
  for (const { service, trial } of records) {
    if (found.has(service.name)) throw twoTrials(service);
    if (service.foreign && !isSameImage(service.image?.written ?? null, trial.image)) continue;
    found.set(service.name, trial);
  }
  return found;
}

export function twoTrials({ name }: Service): UsageError {
  return new UsageError(`--trial-record names two trials of ${name}: one of them speaks for it`);
}

export function isSameImage(one: string | null, other: string): boolean {
  const [left, right] = [
    one === null ? null : parseReference(one),
    parseReference(other.replace(/^(?:docker|podman|registry):/, "")),
  ];
  if (!left || !right || left.name !== right.name) return false;
  if (left.digest && right.digest) return left.digest === right.digest;
  return (left.tag ?? "latest") === (right.tag ?? "latest");
}
