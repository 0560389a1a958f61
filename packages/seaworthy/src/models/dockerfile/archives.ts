/** What ADD unpacks: tar archives, plain or compressed. */
export function isTarArchive(path: string): boolean {
  return /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lz|lzma|z)|t(?:gz|bz|bz2|b2|xz|lz|lzma|zst|z|pz|b))$/i.test(path);
}

/** A file name that says "compressed"; ADD looks into the file itself, so that one that holds a tar archive is unpacked. */
export function isCompressed(path: string): boolean {
  return /\.(?:gz|bz2|xz|lz|lzma|z|zst)$/i.test(path);
}

/** What ADD downloads or clones rather than copies. */
export function isRemoteSource(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\//i.test(source) || /^[\w.-]+@[\w.-]+:/.test(source) || /\.git(?:#.*)?$/.test(source);
}
