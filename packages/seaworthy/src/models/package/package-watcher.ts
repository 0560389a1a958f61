import { type Json, type LayerWatcher, wholeFiles } from "../image/layer-watcher.js";
import type { Evidence, EvidenceFrom, Tools } from "./evidence.js";
import { isProgram, LARGEST, sourceIn } from "./interest.js";
import { readEvidence, unreadEvidence } from "./read-evidence.js";

/** The name under which a layer's evidence is found. */
export const PACKAGES = "packages";
/** Changed with every change of what is read out of the same bytes. */
const VERSION = "1";

/** Reads what the files of layers tell of packages, as they pass: `Evidence`, one for each file that tells. */
export function packageWatcher(tools: Tools): LayerWatcher {
  const readers = new Map<EvidenceFrom, LayerWatcher>();
  const readerOf = (from: EvidenceFrom) => {
    const reader = readers.get(from) ?? readerFor(from, tools);
    readers.set(from, reader);
    return reader;
  };
  return {
    id: PACKAGES,
    version: VERSION,
    file(file) {
      const from = sourceIn(file.path, file.mode);
      if (from === null || file.size === 0) return null;
      // Nothing tells whether so large a file is a program at all, and most of them are data.
      if (file.size > LARGEST && from === "program") return null;
      if (file.size <= LARGEST) return readerOf(from).file(file);
      return { chunk: () => false, end: () => json(unreadEvidence(from, `is larger than ${LARGEST / 1024 / 1024} MB`)) };
    },
  };
}

function readerFor(from: EvidenceFrom, tools: Tools): LayerWatcher {
  return wholeFiles({
    id: PACKAGES,
    version: VERSION,
    largest: LARGEST,
    wants: () => true,
    ...(from === "program" && { begins: isProgram }),
    read(bytes, { path }) {
      const evidence = readEvidence(from, path, bytes, tools);
      return evidence && json(evidence);
    },
  });
}

/** Evidence is plain data by its definition; a type with optional fields does not say so. */
function json(evidence: Evidence): Json {
  return evidence as unknown as Json;
}
