import { substitute } from "./substitution.js";

const LINE = /^[ \t]*(?:export[ \t]+)?([\w.[\]-]+)[ \t]*(?:[=:][ \t]*(.*))?$/;

/**
 * Reads an env file as Compose does: comments, `export`, single quotes literal, double quotes with escapes and variables,
 * quoted values over several lines. Lines that are none of this are skipped. A bare name takes the caller's value.
 */
export function parseDotEnv(text: string, env: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const known = new Map(env);
  const set = (name: string, value: string): void => {
    values.set(name, value);
    if (!env.has(name)) known.set(name, value);
  };
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.trimStart().startsWith("#")) continue;
    const [, name, rest] = LINE.exec(line) ?? [];
    if (!name) continue;
    if (rest === undefined) {
      const inherited = env.get(name);
      if (inherited !== undefined) set(name, inherited);
      continue;
    }
    const quote = rest[0];
    if (quote !== '"' && quote !== "'") {
      set(name, expanded((rest.startsWith("#") ? "" : (rest.split(" #")[0] ?? "")).trimEnd(), known));
      continue;
    }
    let body = rest.slice(1);
    while (closingQuote(body, quote) < 0 && i + 1 < lines.length) body += `\n${lines[++i]}`;
    const end = closingQuote(body, quote);
    const inside = end < 0 ? body : body.slice(0, end);
    set(name, quote === "'" ? inside.replaceAll("\\'", "'") : expanded(unescaped(inside), known));
  }
  return values;
}

function expanded(text: string, env: ReadonlyMap<string, string>): string {
  return text.includes("$") ? substitute(text, env).text : text;
}

function closingQuote(text: string, quote: string): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", $: "$$", '"': '"', "\\": "\\" };

function unescaped(text: string): string {
  return text.replace(/\\([nrt$"\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}
