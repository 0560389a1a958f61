import type { FileWatch, Json, LayerWatcher, PassingFile } from "../image/layer-watcher.js";
import type { Evidence, EvidenceFrom, Tools } from "./evidence.js";
import { isProgram, LARGEST, sourceIn } from "./interest.js";
import { isKnownProgram, ProgramSearch } from "./program/classify.js";
import { hasGoNote } from "./program/go-build-info.js";
import { readEvidence, unreadEvidence } from "./read-evidence.js";
import { Rooms } from "./rooms.js";

/** The name under which a layer's evidence is found. */
export const PACKAGES = "packages";
/** Changed with every change of what is read out of the same bytes. */
const VERSION = "1";

/** Reads what the files of layers tell of packages, as they pass: `Evidence`, one for each file that tells. */
export function packageWatcher(tools: Tools): LayerWatcher {
  const rooms = new Rooms();
  return {
    id: PACKAGES,
    version: VERSION,
    file(file) {
      const from = sourceIn(file.path, file.mode);
      if (from === null || file.size === 0) return null;
      // Nothing tells whether so large a file is a program at all, and most of them are data.
      if (file.size > LARGEST && from === "program") return null;
      if (file.size <= LARGEST) return new EvidenceWatch(from, file, tools, rooms);
      return { chunk: () => false, end: () => json(unreadEvidence(from, `is larger than ${LARGEST / 1024 / 1024} MB`)) };
    },
  };
}

/** Bytes that show whether a file is a program. */
const HEAD = 8;

/**
 * Reads a file when all of it has passed: out of the very piece where it is in one, else out of a room that files share in turn. Programs
 * that are known by name are looked through as they pass.
 */
class EvidenceWatch implements FileWatch {
  private readonly from: EvidenceFrom;
  private readonly file: PassingFile;
  private readonly tools: Tools;
  private readonly rooms: Rooms;
  private room: Uint8Array | null = null;
  private search: ProgramSearch | null = null;
  private length = 0;
  private evidence: Json = null;

  constructor(from: EvidenceFrom, file: PassingFile, tools: Tools, rooms: Rooms) {
    this.from = from;
    this.file = file;
    this.tools = tools;
    this.rooms = rooms;
  }

  chunk(piece: Uint8Array): boolean {
    if (this.search) return this.search.feed(piece);
    if (this.length === 0 && this.from === "program" && piece.length >= HEAD) {
      if (!isProgram(piece)) return false;
      const { path } = this.file;
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (isKnownProgram(name) && !hasGoNote(piece)) {
        this.search = new ProgramSearch(name);
        return this.search.feed(piece);
      }
    }
    if (this.length === 0 && piece.length >= this.file.size) {
      this.read(piece);
      return false;
    }
    this.room ??= this.rooms.take(this.file.size);
    this.room.set(piece, this.length);
    this.length += piece.length;
    return true;
  }

  end(): Json {
    const found = this.search?.end();
    if (found) return json({ from: "program", packages: [found] });
    if (this.room) {
      this.read(this.room.subarray(0, this.length));
      this.rooms.give(this.room);
      this.room = null;
    }
    return this.evidence;
  }

  private read(bytes: Uint8Array): void {
    if (this.from === "program" && !isProgram(bytes)) return;
    const evidence = readEvidence(this.from, this.file.path, bytes, this.tools);
    this.evidence = evidence && json(evidence);
  }
}

/** Evidence is plain data by its definition; a type with optional fields does not say so. */
function json(evidence: Evidence): Json {
  return evidence as unknown as Json;
}
