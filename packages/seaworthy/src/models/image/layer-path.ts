const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * The path of an archive's entry as a path below the root, without a slash at either end; empty for the root itself. What climbs out of
 * the root begins there again: engines unpack it so, and what a container has must not be missing here.
 */
export function cleanPath(path: Uint8Array): Uint8Array {
  let start = 0;
  let end = path.length;
  while (start < end && path[start] === SLASH) start++;
  while (end > start && path[end - 1] === SLASH) end--;
  if (isClean(path, start, end)) return path.subarray(start, end);
  const parts: Uint8Array[] = [];
  for (let at = start; at < end; ) {
    let next = path.indexOf(SLASH, at);
    if (next < 0 || next > end) next = end;
    const part = path.subarray(at, next);
    at = next + 1;
    if (part.length === 0 || isDots(part, 1)) continue;
    if (isDots(part, 2)) parts.pop();
    else parts.push(part);
  }
  return joined(parts);
}

/** No part is empty, `.` or `..`. */
function isClean(path: Uint8Array, start: number, end: number): boolean {
  for (let i = start, part = start; i <= end; i++) {
    if (i < end && path[i] !== SLASH) continue;
    const length = i - part;
    if (end > start && length === 0) return false;
    if (path[part] === DOT && (length === 1 || (length === 2 && path[part + 1] === DOT))) return false;
    part = i + 1;
  }
  return true;
}

export function isDots(part: Uint8Array, count: number): boolean {
  return part.length === count && part.every((byte) => byte === DOT);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const path = new Uint8Array(
    Math.max(
      0,
      parts.reduce((sum, part) => sum + part.length + 1, -1),
    ),
  );
  let at = 0;
  for (const part of parts) {
    path.set(part, at);
    at += part.length;
    if (at < path.length) path[at++] = SLASH;
  }
  return path;
}
