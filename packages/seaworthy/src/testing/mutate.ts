/** One change to a text: where (0 to 1 of its length), how much is cut there, what is put in its place, or which of its own lines. */
export interface Mutation {
  readonly kind: "cut" | "put" | "repeat line" | "drop line" | "move line" | "end here";
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

export const MUTATION_KINDS: readonly Mutation["kind"][] = [
  "cut",
  "put",
  "put",
  "put",
  "repeat line",
  "drop line",
  "move line",
  "end here",
];

/** Pieces that readers of Dockerfiles, YAML, patterns and shell trip over. */
export const PIECES: readonly string[] = [
  ..."\\ ` # $ ${ } ${A:- $( ) \" ' [ ] { } , : ; - ? ! & * | > >- % @ = == / .. ~ ../ // ** <<EOF EOF <<-'X' -- --from= --mount= --platform=$X".split(
    " ",
  ),
  ..."FROM RUN COPY ADD ENV ARG CMD ENTRYPOINT ONBUILD HEALTHCHECK NONE SHELL USER AS scratch services: image: build: x-a: <<: *a &a null true 0 -1".split(
    " ",
  ),
  ..."1e999 0x1F 08 .inf .nan 2026-13-45 ${A} ${A:?b} ${{ a }} 'on': jobs: steps: uses: run: cron: apiVersion: kind: containers:".split(
    " ",
  ),
  ..."&& || | ; & > 2>&1 sudo apt-get install pip npm -y *.md !a [a-z [! \\[ foo/**/bar".split(" "),
  ...["\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", " \\\n", " `\n", "\u0000", "\uFEFF", "\u00A0", "\u2028", "é", "😀", "\uD800"],
];

/** The text with the changes made one after the other. */
export function mutated(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce(mutate, text);
}

function mutate(text: string, { kind, at, length, piece }: Mutation): string {
  const offset = Math.floor(at * text.length);
  if (kind === "cut") return text.slice(0, offset) + text.slice(offset + length);
  if (kind === "put") return text.slice(0, offset) + piece + text.slice(offset);
  if (kind === "end here") return text.slice(0, offset);
  const lines = text.split("\n");
  const index = Math.min(Math.floor(at * lines.length), lines.length - 1);
  const line = lines[index] ?? "";
  if (kind === "repeat line") lines.splice(index, 0, line);
  else {
    lines.splice(index, 1);
    if (kind === "move line") lines.splice(Math.min(length, lines.length), 0, line);
  }
  return lines.join("\n");
}
