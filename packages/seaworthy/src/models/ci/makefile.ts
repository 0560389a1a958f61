/** A target's recipe as shell. */
export interface Recipe {
  readonly target: string;
  readonly needs: readonly string[];
  /** Where its first line begins in the file. */
  readonly start: number;
  readonly text: string;
  /** The offset in the file of each unit of `text`, and of its end. */
  readonly positions: readonly number[];
}

const MAX_TARGETS = 2000;

/**
 * The recipes of a Makefile as shell texts: without the tab and make's own `@`, `-` and `+`,
 * `$(NAME)` as `${NAME}`, and `$$` as the `$` that the shell sees.
 */
export function recipesOf(text: string): readonly Recipe[] {
  const recipes: { target: string; needs: string[]; lines: [number, number][] }[] = [];
  let current: (typeof recipes)[number] | null = null;
  let continued = false;
  let at = 0;
  while (at < text.length) {
    const found = text.indexOf("\n", at);
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, end);
    const goesOn = line.replace(/\r$/, "").endsWith("\\");
    if (current && (line.startsWith("\t") || continued)) {
      current.lines.push([at, end]);
      continued = goesOn;
    } else {
      const rule = /^(?![\t#])([^:=#\s][^:=#]{0,500}?)[ \t]*::?(?!=)([^=;#]*)$/.exec(line.slice(0, 2000).replace(/#.*|\r$/, ""));
      if (rule && recipes.length < MAX_TARGETS) {
        current = {
          target: rule[1] ?? "",
          needs: (rule[2] ?? "")
            .trim()
            .split(/\s+/)
            .filter((one) => one !== "" && one !== "|"),
          lines: [],
        };
        recipes.push(current);
      } else if (line.trim() !== "" && !line.startsWith("#") && !/^(?:ifn?(?:eq|def)|else|endif)\b/.test(line)) current = null;
      continued = false;
    }
    at = end + 1;
  }
  return recipes.flatMap(({ target, needs, lines }) => {
    const start = lines[0]?.[0] ?? 0;
    const shell = shellOf(text, start, lines);
    return target.split(/\s+/, 20).map((name) => ({ target: name, needs, start, ...shell }));
  });
}

function shellOf(text: string, base: number, lines: readonly (readonly [number, number])[]): Pick<Recipe, "text" | "positions"> {
  const parts: string[] = [];
  let at = base;
  let continued = false;
  for (const [start, end] of lines) {
    // Between the lines of a recipe there are only line breaks, comments and conditionals.
    parts.push(text.slice(at, start).replace(/[^\n]/g, " "));
    const line = text.slice(start, end);
    const prefix = continued ? 0 : (/^\t[ \t]*[@+-]*/.exec(line)?.[0].length ?? 0);
    parts.push(" ".repeat(prefix), expansions(line.slice(prefix)));
    continued = line.replace(/\r$/, "").endsWith("\\");
    at = end;
  }
  const padded = parts.join("");
  let shell = "";
  const positions: number[] = [];
  for (let index = 0; index < padded.length; index++) {
    if (padded[index] === DROPPED) continue;
    shell += padded[index];
    positions.push(base + index);
  }
  positions.push(base + padded.length);
  return { text: shell, positions };
}

/** Stands for a unit that make takes away. */
const DROPPED = "\0";

/** Make's own expansions in the shell's spelling, at the same length. */
function expansions(line: string): string {
  return line
    .replace(/\$\$/g, `${DROPPED}$$`)
    .replace(/\$\(([\w.-]+)\)/g, (_, name: string) => `\${${name.replace(/[.-]/g, "_")}}`);
}

/** Whether a path is that of a Makefile. */
export function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:GNUm|m|M)akefile(?:\.[\w-]+)?$|\.mk$/.test(path);
}
