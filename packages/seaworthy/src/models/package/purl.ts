/** What a package URL is made of, nothing encoded. */
export interface PurlParts {
  readonly type: string;
  /** Its segments with slashes between. */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** Types whose namespace and name are written in lower case, by the definitions of their types. */
const LOWER_CASE = new Set(["deb", "apk", "npm", "golang", "composer", "pypi", "bitbucket", "github"]);

/** Unreserved characters and the colon stay, all else is percent-encoded, `+` and `@` too (ECMA-427, "Character encoding"). */
function encoded(text: string): string {
  if (/^[\w.~:-]*$/.test(text)) return text;
  // By way of bytes: a lone surrogate, which no URL can hold, becomes U+FFFD there.
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"))
    .replace(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");
}

function encodedSegments(text: string): string {
  return text
    .split("/")
    .filter((segment) => segment !== "")
    .map(encoded)
    .join("/");
}

/** The canonical form of a package URL: the type's own normal form, qualifiers sorted, empty ones left out, all encoded. */
export function purlOf(parts: Pick<PurlParts, "type" | "name"> & Partial<PurlParts>): string {
  const type = parts.type.toLowerCase();
  const lower = (text: string) => (LOWER_CASE.has(type) ? text.toLowerCase() : text);
  // PEP 503: runs of the three separators are one dash.
  const name = type === "pypi" ? lower(parts.name).replace(/[-_.]+/g, "-") : lower(parts.name);
  const namespace = encodedSegments(type === "rpm" ? (parts.namespace ?? "").toLowerCase() : lower(parts.namespace ?? ""));
  const qualifiers = Object.entries(parts.qualifiers ?? {})
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key.toLowerCase()}=${encoded(value).replaceAll("%2F", "/")}`)
    .sort();
  const subpath = (parts.subpath ?? "")
    .split("/")
    .filter((segment) => segment !== "" && segment !== "." && segment !== "..")
    .map(encoded)
    .join("/");
  return [
    `pkg:${type}/${namespace === "" ? "" : `${namespace}/`}${encoded(name)}`,
    parts.version ? `@${encoded(parts.version)}` : "",
    qualifiers.length > 0 ? `?${qualifiers.join("&")}` : "",
    subpath === "" ? "" : `#${subpath}`,
  ].join("");
}

/** The parts of a package URL as others write it, encoded more or less than need be; null: it is none. */
export function purlParts(text: string): PurlParts | null {
  const match = /^pkg:\/{0,3}([a-z][a-z0-9.+-]{0,60})\/+([^?#]{1,2000})(?:\?([^#]{0,4000}))?(?:#([\s\S]{0,2000}))?$/i.exec(text);
  if (!match) return null;
  const [, type = "", path = "", query = "", fragment = ""] = match;
  const trimmed = path.replace(/\/+$/, "");
  // A version is what follows the last "@", unless that begins an npm scope that is not encoded.
  const at = trimmed.lastIndexOf("@");
  const scope = /^\/?@[^@]*\//.test(trimmed.slice(Math.max(at - 1, 0)));
  const named = at >= 0 && !scope ? trimmed.slice(0, at) : trimmed;
  const version = named === trimmed ? null : decoded(trimmed.slice(at + 1));
  const segments = named.split("/").filter((segment) => segment !== "");
  const name = decoded(segments.pop() ?? "");
  if (name === "") return null;
  const qualifiers: Record<string, string> = Object.create(null);
  for (const pair of query.split("&").slice(0, 100)) {
    const equals = pair.indexOf("=");
    if (equals > 0 && equals < pair.length - 1) qualifiers[pair.slice(0, equals).toLowerCase()] = decoded(pair.slice(equals + 1));
  }
  const subpath = fragment
    .split("/")
    .filter((segment) => segment !== "" && segment !== "." && segment !== "..")
    .map(decoded)
    .join("/");
  return {
    type: type.toLowerCase(),
    namespace: segments.length > 0 ? segments.map(decoded).join("/") : null,
    name,
    version,
    qualifiers,
    subpath: subpath === "" ? null : subpath,
  };
}

/** Broken escapes stay as they are written. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
