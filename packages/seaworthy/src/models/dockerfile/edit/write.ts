/** Whether a keyword is written in lower case: what is added beside it is written alike. */
export function isLower(keyword: string): boolean {
  return keyword === keyword.toLowerCase();
}

/** A value of LABEL or ENV in quotes, as it is meant: nothing in it is a variable, a quote or an escape. */
export function quotedValue(value: string): string {
  const bare = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  return `"${bare.replace(/[\\"$]/g, "\\$&")}"`;
}

/**
 * The value of `ENV name value` as one of `ENV name=value`: as it is where it is one word, in quotes where blanks part it; null where quotes or escapes in the middle of
 * it mean something else then.
 */
export function asPairValue(written: string, sign: string): string | null {
  if (/^"[^"]*"$/.test(written) || /^'[^']*'$/.test(written)) return written;
  if (/["']/.test(written)) return null;
  const unescaped = written.replaceAll(`${sign}${sign}`, "").replaceAll(`${sign} `, "");
  if (!/\s/.test(unescaped)) return written;
  return written.includes(sign) ? null : `"${written}"`;
}
