/** A named part of a program's file. */
export interface Section {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** Where a part of the file stands in memory when the program runs. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

export interface Elf {
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
  readonly littleEndian: boolean;
  readonly wide: boolean;
}

const MOST = 4096;

/** The tables of an ELF file (System V ABI, "Object Files"), as far as they lie in the file; null: it is none. */
export function readElf(bytes: Uint8Array): Elf | null {
  if (bytes.length < 64 || bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[4] === 2;
  const little = bytes[5] !== 2;
  const half = (at: number) => view.getUint16(at, little);
  const word = (at: number) => view.getUint32(at, little);
  /** An address or offset; those that no file reaches become infinite. */
  const long = (at: number) => (wide ? Number(view.getBigUint64(at, little)) : word(at));
  const table = (offset: number, size: number, count: number, least: number) =>
    size >= least && offset + size * Math.min(count, MOST) <= bytes.length
      ? Array.from({ length: Math.min(count, MOST) }, (_, i) => offset + i * size)
      : [];

  const segments = table(long(wide ? 32 : 28), half(wide ? 54 : 42), half(wide ? 56 : 44), wide ? 56 : 32).map((at) => ({
    offset: long(at + (wide ? 8 : 4)),
    address: long(at + (wide ? 16 : 8)),
    size: long(at + (wide ? 32 : 16)),
  }));
  const headers = table(long(wide ? 40 : 32), half(wide ? 58 : 46), half(wide ? 60 : 48), wide ? 64 : 40).map((at) => ({
    name: word(at),
    offset: long(at + (wide ? 24 : 16)),
    size: long(at + (wide ? 32 : 20)),
  }));
  const names = headers[half(wide ? 62 : 50)];
  const sections = headers.flatMap(({ name, offset, size }) => {
    const start = (names?.offset ?? bytes.length) + name;
    return [{ name: nameAt(bytes, start), offset, size }];
  });
  return { sections, segments, littleEndian: little, wide };
}

function nameAt(bytes: Uint8Array, start: number): string {
  let text = "";
  for (let at = start; at < bytes.length && bytes[at] !== 0 && text.length < 64; at++)
    text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** The bytes of a section; null: there is none of this name, or it is not in the file. */
export function sectionOf(elf: Elf, bytes: Uint8Array, name: string): Uint8Array | null {
  const section = elf.sections.find((one) => one.name === name);
  return section && section.offset + section.size <= bytes.length
    ? bytes.subarray(section.offset, section.offset + section.size)
    : null;
}

/** Where an address lies in the file; -1: in no part of it. */
export function offsetOf(elf: Elf, address: number): number {
  const segment = elf.segments.find((one) => address >= one.address && address < one.address + one.size);
  return segment ? segment.offset + (address - segment.address) : -1;
}
