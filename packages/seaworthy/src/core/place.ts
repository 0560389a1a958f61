/** UTF-16 offsets into one file, end exclusive. */
export type Range = readonly [start: number, end: number];

/** A stretch of a source file. `file` is relative to the project root, with forward slashes. */
export interface SourcePlace {
  readonly file: string;
  readonly range: Range;
}

/** A part of a built image. */
export interface ImagePlace {
  readonly image: {
    readonly part: "config" | "history" | "layer" | "file" | "package";
    readonly layer?: string;
    readonly path?: string;
    /** The line of the Dockerfile that made it, where the image is shown to be built from it and its history tells. */
    readonly written?: { readonly file: string; readonly line: number };
  };
}

/** A moment of a trial. */
export interface TrialPlace {
  readonly trial: { readonly drill: string; readonly moment: string };
}

export type Place = SourcePlace | ImagePlace | TrialPlace;

/** A value and where it stands. */
export interface Sited<T> {
  readonly value: T;
  readonly place: SourcePlace;
}

/** Anything a parser made out of a stretch of text. */
export interface Node {
  readonly range: Range;
}

/** The place of a node in a file. */
export function placeOf(file: { readonly path: string }, node: Node): SourcePlace {
  return { file: file.path, range: node.range };
}

export function isSourcePlace(place: Place): place is SourcePlace {
  return "file" in place;
}

/** The very start of a file, for what is about the file as a whole. */
export function startOf(path: string): SourcePlace {
  return { file: path, range: [0, 0] };
}

export function isInside(range: Range, outer: Node): boolean {
  return range[0] >= outer.range[0] && range[1] <= outer.range[1];
}
