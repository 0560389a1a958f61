/** A file whose content is to be kept, by pattern; with a limit of its own where the usual one (1 MB) does not serve. */
export type WantedFile =
  | string
  | {
      readonly pattern: string;
      readonly largest: number;
      /** Nobody misses a larger one: what is looked for is a script, and a program of that name may be of any size. */
      readonly ifSmall?: true;
    };

/** Bytes of the largest wanted file that is kept where its pattern has no limit of its own. */
export const LARGEST_WANTED = 1024 * 1024;

interface Compiled {
  readonly matches: (path: string) => boolean;
  readonly largest: number;
}

/**
 * Patterns of absolute paths, compiled so that a path costs two look-ups however many there are. In a pattern, `*` stands for any part
 * of one name and `**` for any folders:
 *
 *     /etc/passwd                    this path
 *     ** /package.json               this name anywhere (without the blank)
 *     ** /*.dist-info/METADATA       this name in such folders
 *     /var/lib/dpkg/status.d/*       all files of a folder
 *     ** /*.jar                      this ending anywhere
 */
export class Wanted {
  /** Differs where the patterns do. */
  readonly key: string;
  private readonly exact = new Map<string, number>();
  private readonly byName = new Map<string, Compiled[]>();
  private readonly byEnding = new Map<string, Compiled[]>();
  private readonly others: Compiled[] = [];
  /** Those of which a larger one is missed. */
  private readonly missed: Wanted;

  constructor(files: readonly WantedFile[]) {
    const missed = files.filter((file) => typeof file === "string" || !file.ifSmall);
    this.missed = missed.length === files.length ? this : new Wanted(missed);
    const unique = new Map<string, number>();
    for (const file of files) {
      const { pattern, largest } = typeof file === "string" ? { pattern: file, largest: LARGEST_WANTED } : file;
      unique.set(pattern, Math.max(largest, unique.get(pattern) ?? 0));
    }
    const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1));
    this.key = JSON.stringify(this.missed === this ? sorted : [sorted, this.missed.key]);
    for (const [pattern, largest] of sorted) this.add(pattern, largest);
  }

  /** The limit in bytes for a path that is wanted, 0 for one that is not. */
  limit(path: string): number {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    return Math.max(
      this.exact.get(path) ?? 0,
      limitOf(this.byName.get(name), path),
      dot < 0 ? 0 : limitOf(this.byEnding.get(name.slice(dot)), path),
      limitOf(this.others, path),
    );
  }

  /** Whether a file is missed that is wanted and larger than its limit. */
  misses(path: string): boolean {
    return this.missed.limit(path) > 0;
  }

  private add(pattern: string, largest: number): void {
    if (!pattern.startsWith("/") && !pattern.startsWith("**/")) throw new RangeError(`"${pattern}" does not begin with / or **/`);
    if (!pattern.includes("*")) {
      this.exact.set(pattern, largest);
      return;
    }
    const name = pattern.slice(pattern.lastIndexOf("/") + 1);
    const anywhere = pattern === `**/${name}`;
    const compiled = { matches: anywhere && !name.includes("*") ? () => true : matcher(pattern), largest };
    const ending = /(?:^|[^.*])?(\.[^.*]+)$/.exec(name)?.[1];
    if (!name.includes("*")) push(this.byName, name, compiled);
    else if (ending) push(this.byEnding, ending, compiled);
    else this.others.push(compiled);
  }
}

function limitOf(candidates: readonly Compiled[] | undefined, path: string): number {
  if (!candidates) return 0;
  let limit = 0;
  for (const { matches, largest } of candidates) if (largest > limit && matches(path)) limit = largest;
  return limit;
}

function push(map: Map<string, Compiled[]>, key: string, compiled: Compiled): void {
  const list = map.get(key);
  if (list) list.push(compiled);
  else map.set(key, [compiled]);
}

function matcher(pattern: string): (path: string) => boolean {
  const source = pattern.replace(/\*\*\/|\*\*|\*|[\\^$.|?+()[\]{}]/g, (found) => {
    if (found === "**/") return "(?:[^/]*/)*";
    if (found === "**") return ".*";
    return found === "*" ? "[^/]*" : `\\${found}`;
  });
  const expression = new RegExp(`^${pattern.startsWith("**/") ? "/" : ""}${source}$`, "s");
  return (path) => expression.test(path);
}
