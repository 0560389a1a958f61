import { EXCEPTION_IDS, LICENSE_IDS } from "./spdx-names.js";

let known: { readonly licenses: ReadonlySet<string>; readonly exceptions: ReadonlySet<string> } | null = null;

function names(): NonNullable<typeof known> {
  const set = (text: string) => new Set(text.toLowerCase().trim().split(/\s+/));
  known ??= { licenses: set(LICENSE_IDS), exceptions: set(EXCEPTION_IDS) };
  return known;
}

/**
 * Whether a text is an SPDX licence expression: `MIT`, `Apache-2.0 OR MIT`, `(GPL-2.0-only WITH Classpath-exception-2.0)`,
 * by the grammar of annex D of the specification, its parentheses balanced.
 */
export function isLicenseExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const { licenses, exceptions } = names();
  let open = 0;
  let wantsName = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (wantsName) {
      if (token === "(") open++;
      else if (
        /^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/i.test(token) ||
        licenses.has(token.replace(/\+$/, "").toLowerCase())
      )
        wantsName = false;
      else return false;
    } else if (token === ")") {
      if (--open < 0) return false;
    } else if (/^with$/i.test(token)) {
      if (!exceptions.has((tokens[++at] ?? "").toLowerCase())) return false;
    } else if (/^(?:and|or)$/i.test(token)) wantsName = true;
    else return false;
  }
  return !wantsName && open === 0;
}
