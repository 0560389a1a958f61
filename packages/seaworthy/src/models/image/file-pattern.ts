/**
 * Whether absolute paths match any of these patterns: `*` stands for a part of a name, `**` for any folders (none too).
 * A path that no pattern's last name could mean is refused by one look-up.
 */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const exact = new Set<string>();
  const byName = new Map<string, RegExp[]>();
  const others: RegExp[] = [];
  for (const pattern of patterns) {
    if (!pattern.includes("*")) {
      exact.add(pattern);
      continue;
    }
    const name = lastName(pattern);
    const expression = expressionOf(pattern);
    if (name.includes("*")) others.push(expression);
    else byName.set(name, [...(byName.get(name) ?? []), expression]);
  }
  const any = others.length > 0 ? new RegExp(others.map((one) => one.source).join("|"), "s") : null;
  return (path) =>
    exact.has(path) || byName.get(lastName(path))?.some((one) => one.test(path)) === true || any?.test(path) === true;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .split("/")
    .filter((part, index) => index > 0 || part !== "")
    .map((part) => (part === "**" ? "(?:/[^/]+)*" : `/${part.split("*").map(literal).join("[^/]*")}`))
    .join("");
  return new RegExp(`^${source}$`, "s");
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&");
}
