import { type Answer, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, placeOf } from "../../core/place.js";
import { isCompressed, isRemoteSource, isTarArchive } from "../../models/dockerfile/archives.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import type { HistoryEntry } from "../../models/image/config.js";
import { askHistory } from "../../models/image/history-file.js";
import type { Image } from "../../models/image/image.js";
import { builtBy } from "../../models/image/instruction.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copied-files",
  claim: "plain files and folders are copied with COPY, not with ADD",
  why: "ADD downloads, clones and unpacks by what its source looks like: a file that is renamed or replaced may suddenly arrive unpacked.",
  todo: "Write COPY; keep ADD for addresses and for tar archives that are meant to be unpacked.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3020", "DS-0005", "CIS-DI-0009"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    return judge(dockerfile);
  },
  image(image) {
    const hidden = image.history.find((entry) => isOwn(image, entry) && isHiddenAdd(entry));
    const answer = askHistory(image, judge);
    if (answer?.says === "no" || !hidden) return answer ?? notApplicable("there is no ADD");
    return unknown("the builder wrote down the checksum of what an ADD brought, not its name");
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "copy with COPY", safety: "safe", order: "line", changes: ["copies"] } as const;
    const done = new Set<Instruction>();
    return fixEach(findings, how, ({ file, range }) => {
      const each = dockerfile && writtenOf(dockerfile, "ADD").find((one) => isInside(range, one));
      if (!dockerfile || !each || done.has(each)) return null;
      done.add(each);
      if (each.sources.some(({ text }) => !isPlain(unquoted(text))))
        return "it copies other things, too, which ADD unpacks or fetches";
      if (each.flags.some(({ name }) => /^(?:keep-git-dir|checksum|unpack)$/.test(name)))
        return "it has a flag that COPY has not";
      const isSmall = dockerfile.text.slice(...each.keywordRange) === "add";
      return [replaced(file, each.keywordRange, isSmall ? "copy" : "COPY")];
    });
  },
  examples: [
    { title: "an archive", says: "yes", files: "FROM alpine:3.23\nADD rootfs.tar.gz /\nCOPY app /srv/app\n" },
    { title: "a folder", says: "no", files: "FROM alpine:3.23\nADD «app» /srv/app\n" },
  ],
});

/** The root file system that a base is made of, and what a known base brings, are no one's ADD. */
function isOwn(image: Image, { layer, createdBy }: HistoryEntry): boolean {
  const isRoot = layer === 0 && / in \/ *$/.test(createdBy);
  return !isRoot && !(layer !== null && image.layers[layer]?.fromBase === true);
}

function isHiddenAdd(entry: HistoryEntry): boolean {
  const built = builtBy(entry);
  return built.keyword === "ADD" && built.sourcesHidden && !built.text.startsWith("dir:");
}

function isPlain(source: string): boolean {
  return !source.includes("$") && !isRemoteSource(source) && !isTarArchive(source) && !isCompressed(source);
}

function judge(dockerfile: Dockerfile): Answer {
  const adds = writtenOf(dockerfile, "ADD");
  if (adds.length === 0) return notApplicable("there is no ADD");
  const sources = adds.flatMap((each) => each.sources);
  const plain = sources.filter(({ text }) => isPlain(unquoted(text)));
  const findings = plain.map((word) =>
    finding(`ADD of ${word.text}: COPY does this, and nothing else`, placeOf(dockerfile, word)),
  );
  return noOr(findings, () => {
    const open = sources.find(
      ({ text }) => text.includes("$") && !isRemoteSource(unquoted(text)) && !isTarArchive(unquoted(text)),
    );
    return open
      ? unknown(`what ${open.text} stands for is not known`, placeOf(dockerfile, open))
      : yes("ADD is used for addresses and archives alone");
  });
}
