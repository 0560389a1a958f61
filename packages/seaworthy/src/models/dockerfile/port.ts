import type { Word } from "./ast.js";
import { type Dockerfile, ofDockerfile } from "./dockerfile.js";
import { substitute } from "./substitute.js";
import { writtenOf } from "./written.js";

/** One argument of an EXPOSE. */
export interface ExposedPort {
  readonly word: Word;
  /** With its variables substituted where their values are known. */
  readonly text: string;
  /** What stands in front of the container's port, with the colon between its parts; "" for none. */
  readonly host: string;
  /** As written, "" when it is left out. */
  readonly protocol: string;
}

/** The arguments of every EXPOSE of the file, also of those behind ONBUILD; without those that hold a variable nobody knows. */
export const exposedPorts = ofDockerfile((dockerfile: Dockerfile): readonly ExposedPort[] => {
  const found: ExposedPort[] = [];
  for (const each of writtenOf(dockerfile, "EXPOSE")) {
    for (const word of each.words) {
      for (const text of textsOf(dockerfile, word, each.stage, each.onbuild)) found.push(read(word, text));
    }
  }
  return found;
});

function textsOf(dockerfile: Dockerfile, word: Word, stage: number, onbuild: boolean): readonly string[] {
  if (!word.text.includes("$")) return [substitute(word.text, () => undefined, { escape: dockerfile.escape }).value ?? word.text];
  if (onbuild) return [];
  const known = dockerfile.stages[stage]?.facts.exposed ?? [];
  return known.filter(({ place, port }) => place.range[0] === word.range[0] && !port.includes("$")).map(({ port }) => port);
}

function read(word: Word, text: string): ExposedPort {
  const colon = text.lastIndexOf(":");
  const port = text.slice(colon + 1);
  const slash = port.indexOf("/");
  return {
    word,
    text,
    host: text.slice(0, Math.max(colon, 0)).replace(/^:+$/, ""),
    protocol: slash < 0 ? "" : port.slice(slash + 1),
  };
}
