/** What an archive is made of, for tests: one entry, its header fields as numbers and bytes. */
export interface TarItem {
  readonly path: string | Uint8Array;
  /** The letter of the header: `0` file, `1` hard link, `2` symlink, `5` directory… Default: a file, or a directory where the path ends in a slash. */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  /** The size that the header says; default: that of the content. */
  readonly size?: number;
  readonly link?: string | Uint8Array;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** `ustar` (default), `gnu` or `v7`. */
  readonly form?: "ustar" | "gnu" | "v7";
  /** Bytes put into the finished header at an offset, before its checksum is taken. */
  readonly raw?: Readonly<Record<number, Uint8Array>>;
}

const BLOCK = 512;

/** A tar archive with its end mark, in the order given. Paths over 100 bytes need `longName` or `paxHeader` before their entry. */
export function tarOf(items: readonly (TarItem | Uint8Array)[], end = true): Uint8Array {
  const pieces = items.map((item) => (item instanceof Uint8Array ? item : tarItem(item)));
  return Buffer.concat(end ? [...pieces, Buffer.alloc(2 * BLOCK)] : pieces);
}

/** One header and its content, padded. */
export function tarItem(item: TarItem): Uint8Array {
  const content = bytesOf(item.content ?? "");
  const path = bytesOf(item.path);
  const header = Buffer.alloc(BLOCK);
  header.set(path.subarray(0, 100), 0);
  octal(header, 100, 8, item.mode ?? (item.type === "5" || path.at(-1) === 0x2f ? 0o755 : 0o644));
  octal(header, 108, 8, item.uid ?? 0);
  octal(header, 116, 8, item.gid ?? 0);
  octal(header, 124, 12, item.size ?? content.length);
  octal(header, 136, 12, 0);
  const form = item.form ?? "ustar";
  if (form !== "v7") header.write(item.type ?? (path.at(-1) === 0x2f ? "5" : "0"), 156, "latin1");
  else if (item.type) header.write(item.type, 156, "latin1");
  header.set(bytesOf(item.link ?? "").subarray(0, 100), 157);
  if (form === "ustar") header.write("ustar\x0000", 257, "latin1");
  if (form === "gnu") header.write("ustar  \0", 257, "latin1");
  for (const [at, bytes] of Object.entries(item.raw ?? {})) header.set(bytes, Number(at));
  header.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([header, padded(content)]);
}

/** The GNU entry that holds the path (`L`) or the link target (`K`) of the next one. */
export function longName(kind: "L" | "K", name: string | Uint8Array): Uint8Array {
  return tarItem({ path: "././@LongLink", type: kind, content: Buffer.concat([bytesOf(name), Buffer.alloc(1)]), form: "gnu" });
}

/** The extended header for the next entry. */
export function paxHeader(records: readonly (readonly [key: string, value: string | Uint8Array])[], type = "x"): Uint8Array {
  return tarItem({ path: "PaxHeaders/0", type, content: Buffer.concat(records.map(paxRecord)) });
}

function paxRecord([key, value]: readonly [string, string | Uint8Array]): Uint8Array {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), bytesOf(value), Buffer.from("\n")]);
  // The length counts its own digits.
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function padded(content: Uint8Array): Uint8Array {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** Digits with leading zeros and a zero byte; base-256 where they do not fit. */
function octal(header: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (digits.length < length) header.write(digits.padStart(length - 1, "0"), at, "latin1");
  else {
    header[at] = 0x80;
    header.writeUIntBE(value, at + length - 6, 6);
  }
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? Buffer.from(text) : text;
}
