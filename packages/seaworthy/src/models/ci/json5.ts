/**
 * Makes JSON5 readable as YAML flow: comments and tabs become spaces, so that every offset stays what it was.
 * What stands in strings is left alone.
 */
export function json5AsYaml(text: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char === '"' || char === "'") {
      const end = stringEnd(text, at);
      out.push(text.slice(at, end));
      at = end;
    } else if (char === "/" && text[at + 1] === "/") {
      const end = lineEnd(text, at);
      out.push(" ".repeat(end - at));
      at = end;
    } else if (char === "/" && text[at + 1] === "*") {
      const close = text.indexOf("*/", at + 2);
      const end = close < 0 ? text.length : close + 2;
      out.push(text.slice(at, end).replace(/[^\n\r]/g, " "));
      at = end;
    } else {
      out.push(char === "\t" || char === "\u{feff}" ? " " : char);
      at++;
    }
  }
  return out.join("");
}

function stringEnd(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === "\n") return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
