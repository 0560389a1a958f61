/** Whether a keyword is written in lower case: what is added beside it is written alike. */
export function isLower(keyword: string): boolean {
  return keyword === keyword.toLowerCase();
}

/** A value of LABEL or ENV in quotes, as it is meant: nothing in it is a variable, a quote or an escape. */
export function quotedValue(value: string): string {
  const bare = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  return `"${bare.replace(/[\\"$]/g, "\\$&")}"`;
}
