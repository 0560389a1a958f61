/** A 64-bit little-endian ELF program of these sections, each at a multiple of 16; all of the file is loaded at `address`. */
export function elfOf(sections: Readonly<Record<string, string | Uint8Array>>, address = 0x400000): Uint8Array {
  const names = ["", ...Object.keys(sections), ".shstrtab"];
  const contents = [
    Buffer.alloc(0),
    ...Object.values(sections).map((one) => Buffer.from(one as string)),
    Buffer.from(names.map((name) => `${name}\0`).join("")),
  ];
  const header = Buffer.alloc(64);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  const segment = Buffer.alloc(56);
  const parts: Buffer[] = [header, segment];
  let at = 120;
  const offsets = contents.map((content) => {
    const gap = (16 - (at % 16)) % 16;
    parts.push(Buffer.alloc(gap), content);
    at += gap + content.length;
    return at - content.length;
  });
  let name = 0;
  const headers = contents.map((content, i) => {
    const section = Buffer.alloc(64);
    section.writeUInt32LE(name, 0);
    section.writeBigUInt64LE(BigInt(offsets[i] ?? 0), 24);
    section.writeBigUInt64LE(BigInt(content.length), 32);
    name += (names[i] ?? "").length + 1;
    return section;
  });
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeBigUInt64LE(BigInt(at), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(headers.length, 60);
  header.writeUInt16LE(headers.length - 1, 62);
  segment.writeBigUInt64LE(BigInt(address), 16);
  segment.writeBigUInt64LE(BigInt(at), 32);
  return new Uint8Array(Buffer.concat([...parts, ...headers]));
}
