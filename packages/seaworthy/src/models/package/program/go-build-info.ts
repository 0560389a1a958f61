import type { Found } from "../evidence.js";
import { type Elf, offsetOf } from "./elf.js";

/** What the linker of Go writes into every program since Go 1.13. */
export interface GoBuildInfo {
  /** `go1.22.1`, with what a distribution adds. */
  readonly go: string;
  /** Tab-separated lines: path, mod, dep, =>, build. "" where the program was built without modules. */
  readonly modules: string;
}

const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");
/** A note of the linker's, in the first page of nearly every program of Go's and of no other's. */
const NOTE = Buffer.from("\x04\0\0\0Go\0\0", "latin1");
const HEADER = 32;
const MOST = 4 * 1024 * 1024;

/** Whether a program's first bytes show that Go linked it. */
export function hasGoNote(start: Uint8Array): boolean {
  return Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, 4096)).includes(NOTE);
}

/**
 * The build information at or after an offset. Since Go 1.18 the texts follow the header, before it held the addresses of them
 * (debug/buildinfo in Go's library); those are found in ELF files alone. null: none, or broken.
 */
export function readGoBuildInfo(bytes: Uint8Array, from: number, elf: Elf | null): GoBuildInfo | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Programs that read build information hold the magic as a text too, but not at a multiple of 16.
  for (let at = buffer.indexOf(MAGIC, from); at >= 0 && at + HEADER <= buffer.length; at = buffer.indexOf(MAGIC, at + 1)) {
    if (at % 16 !== 0) continue;
    const info = (buffer[at + 15] ?? 0) & 2 ? inline(buffer, at + HEADER) : elf && pointed(buffer, at, elf);
    if (info) return info;
  }
  return null;
}

function inline(buffer: Buffer, at: number): GoBuildInfo | null {
  const go = counted(buffer, at);
  const version = go?.part.toString("utf8") ?? "";
  const modules = go && counted(buffer, go.end);
  return /^(?:go\d|devel)/.test(version) ? { go: version, modules: unwrapped(modules?.part) } : null;
}

/** A part that begins with its length, seven bits a byte. */
function counted(buffer: Buffer, at: number): { part: Buffer; end: number } | null {
  let length = 0;
  for (let shift = 0, i = at; shift < 28; shift += 7, i++) {
    const byte = buffer[i] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    const end = i + 1 + length;
    return length > MOST || end > buffer.length ? null : { part: buffer.subarray(i + 1, end), end };
  }
  return null;
}

function pointed(buffer: Buffer, at: number, elf: Elf): GoBuildInfo | null {
  const size = buffer[at + 14] ?? 0;
  const little = ((buffer[at + 15] ?? 0) & 1) === 0;
  const word = (offset: number): number => {
    if (offset < 0 || offset + 8 > buffer.length) return -1;
    if (size === 8) return Number(little ? buffer.readBigUInt64LE(offset) : buffer.readBigUInt64BE(offset));
    return little ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
  };
  const text = (pointer: number): Buffer | undefined => {
    const header = offsetOf(elf, word(pointer));
    const start = offsetOf(elf, word(header));
    const length = header < 0 ? -1 : word(header + size);
    return start < 0 || length < 0 || length > MOST ? undefined : buffer.subarray(start, start + length);
  };
  if (size !== 4 && size !== 8) return null;
  const go = text(at + 16)?.toString("utf8") ?? "";
  return /^go\d/.test(go) ? { go, modules: unwrapped(text(at + 16 + size)) } : null;
}

/** The modules stand between two marks of 16 bytes. */
function unwrapped(part: Buffer | undefined): string {
  return part && part.length >= 33 && part.at(-17) === 0x0a ? part.toString("utf8", 16, part.length - 16) : "";
}

/** The variables by which programs are told their own version at link time. */
const VERSION_FLAG = /-X[= ]\\?["']?([^\s"'\\=]{1,300})=v?(\d[^\s"'\\]{0,100})/g;
const VERSION_NAME = /\.(?:app|build|git|program|release|tag)?_?version$/i;

/** The packages that build information names: the modules, replaced ones by what replaced them, and Go's own library. */
export function goPackages(info: GoBuildInfo): readonly Found[] {
  const found: Found[] = [];
  const library = /^go(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)/.exec(info.go)?.[1];
  if (library) found.push({ kind: "golang", name: "stdlib", version: library });
  let settings = "";
  let main = -1;
  for (const line of info.modules.split("\n").slice(0, 20_000)) {
    const [sort, path = "", version = ""] = line.split("\t");
    if (sort === "build" && path.startsWith("-ldflags=")) settings = path.slice(0, 20_000);
    if (path === "" || path.length > 500 || version.length > 200) continue;
    if (sort === "mod") main = found.length;
    if (sort === "mod" || sort === "dep") found.push({ kind: "golang", name: path, version });
    // A folder of the builder's that stands for a module has no version of its own: the one it stands for is the nearest truth.
    if (sort === "=>" && version !== "" && found.length > 0) found[found.length - 1] = { kind: "golang", name: path, version };
  }
  const own = found[main];
  if (own?.version === "(devel)") found[main] = { ...own, version: versionFlag(settings, own.name) ?? own.version };
  return found.filter(({ version }) => version !== "");
}

/** The version that the linker was told to write into the program itself; null: none, or several that differ. */
function versionFlag(settings: string, module: string): string | null {
  const said = [...settings.matchAll(VERSION_FLAG)]
    .filter(([, name = ""]) => (name.startsWith("main.") || name.startsWith(`${module}/`)) && VERSION_NAME.test(name))
    .map(([, , version = ""]) => version);
  return said.length > 0 && said.every((version) => version === said[0]) ? `v${said[0]}` : null;
}
