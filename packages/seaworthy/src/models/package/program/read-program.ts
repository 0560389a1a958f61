import type { Evidence, Found, Tools } from "../evidence.js";
import { asList, asObject, asWord, jsonObject } from "../json.js";
import { isKnownProgram, ProgramSearch } from "./classify.js";
import { type Elf, readElf, sectionOf } from "./elf.js";
import { goPackages, readGoBuildInfo } from "./go-build-info.js";

const MOST_JSON = 16 * 1024 * 1024;
const PACKER = "UPX!";

/** What a program tells of itself: the modules of Go, the crates of Rust where it was built to say them, a product that is known by name. */
export function readProgram(path: string, bytes: Uint8Array, tools: Tools): Evidence | null {
  const elf = readElf(bytes);
  const go = goOf(bytes, elf);
  const packed = isPacked(elf, bytes) ? "is packed with UPX: what is in it cannot be told" : undefined;
  const gap = go.gap ?? packed;
  const crates = elf && cratesOf(elf, bytes, tools);
  const known = go.packages.length === 0 ? knownIn(path.slice(path.lastIndexOf("/") + 1), bytes) : null;
  const packages = [...go.packages, ...(crates ?? []), ...(known ? [known] : [])];
  return packages.length > 0 || gap !== undefined ? { from: "program", packages, ...(gap !== undefined && { gap }) } : null;
}

function knownIn(name: string, bytes: Uint8Array): Found | null {
  if (!isKnownProgram(name)) return null;
  const search = new ProgramSearch(name);
  search.feed(bytes);
  return search.end();
}

interface Told {
  readonly packages: readonly Found[];
  readonly gap?: string;
}

/** The packages of a Go program, none for another's. */
function goOf(bytes: Uint8Array, elf: Elf | null): Told {
  const section = elf?.sections.find((one) => one.name === ".go.buildinfo");
  // Only ELF names the place in a table that is cheap to read; a Go program in another form is found by its mark.
  if (elf && !section) {
    return elf.sections.some((one) => one.name === ".gopclntab")
      ? { packages: [], gap: "is a Go program without build information" }
      : { packages: [] };
  }
  const info = readGoBuildInfo(bytes, section?.offset ?? 0, elf);
  if (!info) return { packages: [], ...(section && { gap: "is a Go program whose build information cannot be read" }) };
  const packages = goPackages(info);
  // `go build` outside of modules notes the main package alone; the toolchain's own programs are of the library.
  const unnamed = /^path\t[^\t\n/]*\.[^\t\n]*\//m.test(info.modules) && !/^(?:mod|dep)\t/m.test(info.modules);
  return { packages, ...(unnamed && { gap: "is a Go program that was built without modules: what is in it cannot be told" }) };
}

/** What cargo-auditable writes into a program: a compressed list. Crates of the project itself and of build scripts are not in it to be attacked. */
function cratesOf(elf: Elf, bytes: Uint8Array, tools: Tools): readonly Found[] | null {
  const section = sectionOf(elf, bytes, ".dep-v0");
  const json = section && tools.inflate(section, "zlib", MOST_JSON);
  if (!json) return null;
  return asList(jsonObject(json)?.packages).flatMap((entry): Found[] => {
    const said = asObject(entry);
    const [name, version] = [asWord(said?.name), asWord(said?.version)];
    if (name === "" || version === "" || said?.source === "local" || said?.kind === "build") return [];
    return [{ kind: "cargo", name, version }];
  });
}

function isPacked(elf: Elf | null, bytes: Uint8Array): boolean {
  if (!elf || elf.sections.length > 0) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).includes(PACKER);
}
