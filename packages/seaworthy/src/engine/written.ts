import { kept } from "../core/kept.js";
import type { ImagePlace, Place } from "../core/place.js";
import type { Instruction } from "../models/dockerfile/ast.js";
import { linesOfHistory } from "../models/image/dockerfile-lines.js";
import type { Image } from "../models/image/image.js";
import type { Service } from "../models/project/service.js";

/** The settings of an image's configuration, and the instructions that set them. */
const SETTINGS: Readonly<Record<string, Instruction["keyword"]>> = {
  User: "USER",
  Entrypoint: "ENTRYPOINT",
  Cmd: "CMD",
  Healthcheck: "HEALTHCHECK",
  StopSignal: "STOPSIGNAL",
  Volumes: "VOLUME",
};

/** The place of a finding in an image, with the line of the service's Dockerfile that made it where that is known. */
export function writtenPlace(place: Place, image: Image, { dockerfile, stage }: Service): Place {
  if (!("image" in place) || !dockerfile || !stage) return place;
  const line = lineOf(
    place,
    image,
    stage.lineage.flatMap((one) => one.instructions),
    linesIn(image, stage),
  );
  return line === null ? place : { image: { ...place.image, written: { file: dockerfile.path, line } } };
}

type Stage = NonNullable<Service["stage"]>;
const KNOWN = kept((_image: Image) => new WeakMap<Stage, ReadonlyMap<number, Instruction>>());

/** Each image is of one service, or of few. */
function linesIn(image: Image, stage: Stage): ReadonlyMap<number, Instruction> {
  const known = KNOWN(image);
  let lines = known.get(stage);
  if (!lines) {
    lines = linesOfHistory(image, stage);
    known.set(stage, lines);
  }
  return lines;
}

function lineOf(
  { image: { part, layer, path = "" } }: ImagePlace,
  image: Image,
  instructions: readonly Instruction[],
  lines: ReadonlyMap<number, Instruction>,
): number | null {
  if (part === "history") return lines.get(Number(path) - 1)?.startLine ?? null;
  if (part === "config") {
    const [setting = "", name] = path.split(" ");
    const keyword = SETTINGS[setting] ?? (setting === "Env" ? "ENV" : setting === "Label" ? "LABEL" : null);
    const found = instructions.findLast(
      (one) =>
        one.keyword === keyword && (name === undefined || ("pairs" in one && one.pairs?.some((pair) => pair.name === name))),
    );
    return found?.startLine ?? null;
  }
  if (layer === undefined) return null;
  const index = image.layers.findIndex(({ diffId }) => diffId === layer);
  const line = index < 0 ? -1 : image.history.findIndex((entry) => entry.layer === index);
  return lines.get(line)?.startLine ?? null;
}
