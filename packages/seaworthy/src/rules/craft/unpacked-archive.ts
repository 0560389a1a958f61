import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { lazy } from "../../core/lazy.js";
import { placeOf } from "../../core/place.js";
import { isCompressed, isTarArchive } from "../../models/dockerfile/archives.js";
import type { Instruction, Word } from "../../models/dockerfile/ast.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { type WrittenRun, writtenInstructions, writtenOf, writtenRuns } from "../../models/dockerfile/written.js";
import type { Command } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

const DECOMPRESSORS: ReadonlySet<string> = new Set(
  "gunzip bunzip2 unxz unlzma unlz4 unzstd uncompress zcat gzcat bzcat xzcat".split(" "),
);

export default defineRule({
  id: "craft/unpacked-archive",
  claim: "no archive is copied only to be unpacked",
  why: "COPY puts the archive into a layer and RUN its content into another: both ship, even if the archive is deleted.",
  todo: "Let ADD unpack it (`ADD app.tar.gz /srv/`), or mount it: `RUN --mount=type=bind,source=app.tar.gz,target=/app.tar.gz tar -xzf /app.tar.gz`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3010"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!writtenOf(dockerfile, "COPY").some(({ sources }) => sources.some(isArchive)))
      return notApplicable("no archive is copied");
    const runs = lazy(() => new Map<Instruction, WrittenRun>(writtenRuns(dockerfile).map((run) => [run.instruction, run])));
    const findings: Finding[] = [];
    let pending = new Map<string, Word>();
    let copied = false;
    for (const each of writtenInstructions(dockerfile)) {
      if (each.keyword === "FROM") pending = new Map();
      else if (each.keyword === "COPY" && each.from === null) {
        for (const source of each.sources) {
          if (!isArchive(source)) continue;
          const name = lastPart(source.text);
          copied = true;
          const target = each.destination ? lastPart(each.destination.text) : "";
          pending.set(isTarArchive(target) || isCompressed(target) ? target : name, source);
        }
      } else if (each.keyword === "RUN" && pending.size > 0) {
        const unpacking = runs().get(each)?.script?.commands.filter(unpacks) ?? [];
        for (const name of unpacking.flatMap((one) => one.words.map((word) => lastPart(word.text)))) {
          const source = pending.get(name);
          if (source) findings.push(finding(`ADD would unpack ${name} itself`, placeOf(dockerfile, source)));
          pending.delete(name);
        }
      }
    }
    return noOr(findings, () => (copied ? yes("no copied archive is unpacked") : notApplicable("no archive is copied")));
  },
  examples: [
    { title: "ADD unpacks", says: "yes", files: "FROM alpine:3.23\nADD app.tar.gz /srv/\nCOPY data.tar.gz /srv/\n" },
    {
      title: "COPY, then tar",
      says: "no",
      files: "FROM alpine:3.23\nCOPY «app.tar.gz» /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /srv && rm /tmp/app.tar.gz\n",
    },
  ],
});

function lastPart(path: string): string {
  const plain = unquoted(path);
  return plain.slice(Math.max(plain.lastIndexOf("/"), plain.lastIndexOf("\\")) + 1);
}

function isArchive({ text }: Word): boolean {
  const name = lastPart(text);
  return isTarArchive(name) || isCompressed(name);
}

function unpacks({ name, words }: Command): boolean {
  if (name === null) return false;
  if (DECOMPRESSORS.has(name)) return true;
  if (name !== "tar" && name !== "bsdtar") return false;
  return words.some(
    ({ text }, index) =>
      text === "--extract" ||
      text === "--get" ||
      /^-[A-Za-z]*x/.test(text) ||
      (index === 1 && /^[A-Za-z]*x[A-Za-z]*$/.test(text)),
  );
}
