import { startOf } from "../core/place.js";
import { assembleProject } from "../models/project/assemble.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import type { ProjectSource } from "../models/project/source.js";
import { memorySource } from "./memory.js";
import { decode, LARGEST_TEXT } from "./text.js";
import { UsageError } from "./usage-error.js";

/** A text that stands for the file at a path, whatever is there. */
export interface GivenText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The name of a text that came alone, as other tools that read from stdin have it. */
export const ALONE = "-";

/** As much of stdin as a file may have; one byte more is too much. */
export const MOST_BYTES = LARGEST_TEXT;

/** The text that came on stdin. Throws UsageError where it is none. */
export function textFromStdin(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new UsageError(`stdin is larger than ${Math.round(MOST_BYTES / 1024 / 1024)} MB`);
  const read = decode(bytes, (kind, message) => ({ problem: { kind, message, place: startOf(ALONE) } }));
  if ("problem" in read) throw new UsageError(`stdin ${read.problem.message}`);
  if (read.text.trim() === "")
    throw new UsageError(
      "stdin is empty: `seaworthy check - < Dockerfile` judges one Dockerfile, without `-` a folder is judged",
    );
  return read.text;
}

/** A tree in which one file has another text, or is there at all. */
export function withText(source: ProjectSource, path: string, text: string): ProjectSource {
  return withTexts(source, new Map([[path, text]]));
}

/** A tree in which files have other texts, or are there at all. */
export function withTexts(source: ProjectSource, texts: ReadonlyMap<string, string>): ProjectSource {
  let changed = source;
  const there = new Set([...source.working, ...source.ignored]);
  const made = [...texts.keys()].filter((path) => !there.has(path));
  if (made.length > 0)
    changed = { ...source, tracked: [...source.tracked, ...made].sort(), working: [...source.working, ...made].sort() };
  return {
    ...changed,
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? source.read(path) : { text };
    },
  };
}

/**
 * A project of one Dockerfile of which nothing else is known: what its context, its app, its deployments and its pipeline say is
 * unknown, not absent.
 */
export function readLoneDockerfile(text: string, today: string): Project {
  const source = memorySource({ [ALONE]: text }, { gitRoot: null });
  const project = assembleProject(source, { today, named: [ALONE] });
  const facts = { ...project.facts, ci: { ...project.facts.ci, unread: ["the pipeline"] } };
  const services = project.services.map(
    ({ id, name, dockerfile, stage, buildArgs, image, foreign, deployments, problems }): Service => ({
      ...{ id, name, dockerfile, stage, buildArgs, image, foreign, deployments, problems },
      context: null,
      app: null,
      entryScripts: [],
      project: facts,
    }),
  );
  return { ...project, services, facts };
}
