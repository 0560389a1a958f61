/** A reader of one value out of JSON that nobody vouches for. Throws ShapeError. */
export type Shape<T> = (value: unknown, at: string) => T;

/** What does not fit, and where: `drills.stop.runs[0].stops` must be a list. */
export class ShapeError extends Error {
  constructor(at: string, wanted: string) {
    super(`\`${at}\` must be ${wanted}`);
    this.name = "ShapeError";
  }
}

const LONGEST_TEXT = 20_000;
const LONGEST_LIST = 100_000;

export const text: Shape<string> = (value, at) => {
  if (typeof value !== "string" || value.length > LONGEST_TEXT) throw new ShapeError(at, "a text");
  return value;
};

export const number: Shape<number> = (value, at) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ShapeError(at, "a number");
  return value;
};

export const flag: Shape<boolean> = (value, at) => {
  if (typeof value !== "boolean") throw new ShapeError(at, "true or false");
  return value;
};

export function word<const T extends string | number>(...words: readonly T[]): Shape<T> {
  return (value, at) => {
    const found = words.find((one) => one === value);
    if (found === undefined) throw new ShapeError(at, words.length === 1 ? `${words[0]}` : `one of ${words.join(", ")}`);
    return found;
  };
}

export function matching(form: RegExp, wanted: string): Shape<string> {
  return (value, at) => {
    if (typeof value !== "string" || !form.test(value)) throw new ShapeError(at, wanted);
    return value;
  };
}

export function orNull<T>(of: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : of(value, at));
}

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > LONGEST_LIST) throw new ShapeError(at, "a list");
    return value.map((one, index) => of(one, `${at}[${index}]`));
  };
}

export function tuple<T, N extends number>(of: Shape<T>, length: N): Shape<readonly T[] & { readonly length: N }> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== length) throw new ShapeError(at, `a list of ${length}`);
    return value.map((one, index) => of(one, `${at}[${index}]`)) as unknown as readonly T[] & { readonly length: N };
  };
}

/** The keys that are named, all of them; what else is there is left behind. */
export function keyed<T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const entries = Object.entries(shapes) as [string, Shape<unknown>][];
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ShapeError(at, "an object");
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      entries.map(([name, shape]) => {
        const below = at === "" ? name : `${at}.${name}`;
        if (!Object.hasOwn(given, name)) throw new ShapeError(below, "there");
        return [name, shape(given[name], below)];
      }),
    ) as T;
  };
}
