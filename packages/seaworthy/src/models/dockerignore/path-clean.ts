/** A part that is empty, `.` or `..`. */
const UNCLEAN = /\/\.{0,2}(?:\/|$)|^\.{1,2}(?:\/|$)/;

/** Whether a relative path is as short as can be. */
export function isClean(path: string): boolean {
  return path !== "" && path.charCodeAt(0) !== 47 && !UNCLEAN.test(path);
}

/**
 * The shortest path that is lexically the same, as Go's `filepath.Clean` on a slash system computes it:
 * doubled slashes, `.` and inner `..` go, a leading `..` stays, an empty path is ".".
 */
export function cleanPath(path: string): string {
  if (path === "") return ".";
  if (path === "/" || !UNCLEAN.test(path)) return path;
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push("..");
  }
  if (rooted) return `/${kept.join("/")}`;
  return kept.length > 0 ? kept.join("/") : ".";
}

// Go's unicode.IsSpace: unlike String.prototype.trim it holds U+0085 and not U+FEFF.
const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${SPACE}]+`, "u");
const SPACES = new RegExp(`[${SPACE}]`, "u");

/** Takes the white space off both ends, as Go's `strings.TrimSpace` understands white space. */
export function trimSpace(text: string): string {
  const start = text.replace(LEADING, "");
  let end = start.length;
  while (end > 0 && SPACES.test(start.charAt(end - 1))) end--;
  return start.slice(0, end);
}
