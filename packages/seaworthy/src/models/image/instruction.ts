import type { HistoryEntry } from "./config.js";
import type { Image } from "./image.js";

/** A line of the history as the instruction that made it. */
export interface BuiltBy {
  /** Upper case; null where the line is no instruction that is known: another builder's comment, or nothing. */
  readonly keyword: string | null;
  /** What follows the keyword, as far as the builder wrote it down. */
  readonly text: string;
  /** The old builder names the sources of ADD and COPY by their checksums. */
  readonly sourcesHidden: boolean;
}

const INSTRUCTIONS = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/**
 * Reads one line as BuildKit (`RUN /bin/sh -c make # buildkit`), the old builder and Buildah (`/bin/sh -c #(nop)  USER app`,
 * `/bin/sh -c make`), or Kaniko (`RUN make`) write it. A `|2 A=1 B=2 /bin/sh -c make` has the build arguments in front.
 */
export function builtBy(entry: Pick<HistoryEntry, "createdBy" | "comment">): BuiltBy {
  const written = entry.createdBy.trim();
  const nop = /^(?:\S+(?: -\S+)*|\S+ \S+) #\(nop\)\s+/.exec(written);
  const text = (nop ? written.slice(nop[0].length) : written).replace(/\s+# buildkit\s*$/, "");
  const [, word = "", rest = ""] = /^([A-Za-z]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  if (INSTRUCTIONS.has(keyword) && (word === keyword || nop !== null)) {
    const hidden = /^(?:file|dir|multi):[0-9a-f]{8,64}\b/.test(rest);
    return { keyword, text: rest.trim(), sourcesHidden: hidden };
  }
  if (/^\|\d+ /.test(written)) return { keyword: "RUN", text: written, sourcesHidden: false };
  if (/^(?:\/\S+|cmd|powershell)\s+-?\/?[A-Za-z]+/.test(written)) return { keyword: "RUN", text: written, sourcesHidden: false };
  return { keyword: null, text: written, sourcesHidden: false };
}

/** The command of a RUN without the shell, the mounts and the build arguments in front of it. */
export function commandOf({ text }: BuiltBy): string {
  return text
    .replace(/^(?:--\S+\s+)+/, "")
    .replace(/^\|\d+ (?:[A-Za-z_]\w*=[^\n]*?\s)*?(?=\/\S+ -\S*c )/, "")
    .replace(/^\/\S*\/(?:sh|bash|ash|dash) (?:-o \S+ |-\S+ )*?-\S*c /, "");
}

const LONGEST = 72;

/** The instruction that made a layer, short enough for a message; null where the history does not say. */
export function instructionOf(image: Image, layer: number): string | null {
  const createdBy = image.layers[layer]?.createdBy;
  if (!createdBy) return null;
  const built = builtBy({ createdBy, comment: "" });
  const text =
    built.keyword === null ? built.text : `${built.keyword} ${built.keyword === "RUN" ? commandOf(built) : built.text}`;
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** Whether a path was brought by a COPY or ADD, by a RUN, or came with the base; null where the history does not say. */
export function broughtBy(image: Image, layer: number): "copy" | "run" | "base" | null {
  const one = image.layers[layer];
  if (one?.fromBase === true) return "base";
  if (!one?.createdBy) return null;
  const { keyword } = builtBy({ createdBy: one.createdBy, comment: "" });
  if (keyword === "COPY" || keyword === "ADD") return "copy";
  return keyword === "RUN" ? "run" : null;
}
