/**
 * The stanzas of a text in the form of Debian's control files and of e-mail headers (`Name: value`, further lines begin with a blank,
 * an empty line ends a stanza), the asked-for fields alone. Names are case-insensitive, as both forms have it, and given back as asked for.
 * The first of a repeated field counts, as it does for who reads those files; the text of further lines is left out.
 */
export function* stanzas(text: string, wanted: readonly string[]): Generator<ReadonlyMap<string, string>> {
  const names = new Map(wanted.map((name) => [name.toLowerCase(), name]));
  let fields = new Map<string, string>();
  let any = false;
  for (let at = 0; at <= text.length; ) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const line = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    at = end + 1;
    if (line.trim() === "") {
      if (any) yield fields;
      fields = new Map();
      any = false;
      continue;
    }
    any = true;
    if (line[0] === " " || line[0] === "\t" || line[0] === "#") continue;
    const colon = line.indexOf(":");
    const name = colon > 0 && colon < 60 ? names.get(line.slice(0, colon).trimEnd().toLowerCase()) : undefined;
    if (name !== undefined && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  if (any) yield fields;
}
