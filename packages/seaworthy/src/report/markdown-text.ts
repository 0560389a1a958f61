import { printable } from "../core/printable.js";

/** Stands behind a sign that a forge would make a link or a mention of; a reader does not see it. */
const BREAK = "\u200b";

/** Signs that a step before or after the Markdown parser may look for, which knows nothing of backslashes: HTML, math. */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "&#36;" };

/**
 * A text of unknown origin as words of Markdown, in one line that does not begin with them; what stands between backticks becomes
 * code. Nothing in it is markup, HTML, an address that becomes a link, a mention, or a reference to an issue, neither on GitHub nor
 * on GitLab. Escaping alone is not enough: forges look for mentions and addresses in what is left when the escapes are gone.
 */
export function words(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : plain(part)))
    .join("");
}

function plain(text: string): string {
  return printable(text)
    .replaceAll("@", `${BREAK}@${BREAK}`)
    .replace(/([#!~%$^&+])(?=[\p{L}\p{N}_"'{[(])/gu, `$1${BREAK}`)
    .replace(/(GH|www|xmpp|mailto)([-.:])/gi, `$1${BREAK}$2`)
    .replace(/\/(?=\/)/g, `/${BREAK}`)
    .replace(/[\\`*_[\]#|~!^&<>$]/g, (sign) => ENTITIES[sign] ?? `\\${sign}`);
}

/** A text of unknown origin as a code span. In a cell of a table a bar needs a backslash, which the table takes away again. */
export function code(text: string, inTable = false): string {
  const line = printable(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  // One blank at each end is taken away again where both are there.
  const pad = line === "" || /^[ `]|[ `]$/.test(line) ? " " : "";
  const span = `${fence}${pad}${line}${pad}${fence}`;
  return inTable ? span.replaceAll("|", "\\|") : span;
}
