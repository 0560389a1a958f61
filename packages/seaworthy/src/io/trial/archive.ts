/** A file for an archive: an engine makes the folders above it. */
export interface ArchivedFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

const BLOCK = 512;
/** What the name's field of a header holds. */
const LONGEST_NAME = 100;

/** A tar archive (ustar, long names as GNU writes them) of files, in the order given, with no time of its own: the same files give the same bytes. */
export function archiveOf(files: readonly ArchivedFile[]): Uint8Array {
  const parts = files.flatMap(({ path, content, mode, uid = 0, gid = 0 }) => {
    const name = Buffer.from(path);
    const long = name.length > LONGEST_NAME ? entry("././@LongLink", "L", Buffer.concat([name, Buffer.alloc(1)]), 0, 0, 0) : [];
    return [...long, ...entry(name.subarray(0, LONGEST_NAME).toString("latin1"), "0", content, mode, uid, gid)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function entry(name: string, type: string, content: Uint8Array, mode: number, uid: number, gid: number): readonly Uint8Array[] {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, "0"), at, "latin1");
  header.write(name, 0, "latin1");
  octal(mode, 100, 7);
  octal(uid, 108, 7);
  octal(gid, 116, 7);
  octal(content.length, 124, 11);
  octal(0, 136, 11);
  header.write(type, 156, "latin1");
  header.write("ustar  \0", 257, "latin1");
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}
