/** The last part of a path, `.exe` removed. */
export function basename(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return (name.endsWith("e") || name.endsWith("E")) && /\.exe$/i.test(name) ? name.slice(0, -4) : name;
}

/** A part that is empty, `.` or `..`, also at the end. */
const UNCLEAN = /\/\.{0,2}(?:\/|$)/;

/** Whether a path says itself where it begins; what climbs up from a folder below the root does, too. */
export function isAbsolute(path: string, windows: boolean): boolean {
  if (!windows && path.startsWith("/")) return true;
  if (!windows && !path.includes("..")) return false;
  return joinPath("/a", path, windows) === joinPath("/b", path, windows);
}

/**
 * Joins a path of the image with the working directory and removes `.` and `..`. A trailing `/` stays: it says that a directory is
 * meant, and so do `.` and `..`. For Windows, backslashes become slashes and a drive letter makes a path absolute.
 */
export function joinPath(base: string, path: string, windows: boolean): string {
  if (!windows) {
    const whole = path.startsWith("/") ? path : base === "/" ? `/${path}` : `${base}/${path}`;
    if (whole.startsWith("/") && !UNCLEAN.test(whole)) return whole;
  }
  const written = windows ? path.replaceAll("\\", "/") : path;
  const absolute = written.startsWith("/") || (windows && /^[A-Za-z]:/.test(written));
  const parts: string[] = [];
  for (const part of (absolute ? written : `${base}/${written}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const drive = windows && /^[A-Za-z]:$/.test(parts[0] ?? "");
  const joined = `${drive ? "" : "/"}${parts.join("/")}`;
  return parts.length > 0 && /(?:^|\/)\.{0,2}$/.test(written) ? `${joined}/` : joined;
}
