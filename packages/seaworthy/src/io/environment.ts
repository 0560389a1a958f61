/** The variables of the process, for callers that give none of their own. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
