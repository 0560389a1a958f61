/**
 * A pure question about an object that never changes, answered once for each object: several rules ask the same of one service.
 * The answer is let go of with the object.
 */
export function kept<K extends object, V>(answer: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    let found = known.get(of);
    if (!found) {
      found = { value: answer(of) };
      known.set(of, found);
    }
    return found.value;
  };
}

/** What stands for an answer that is undefined. */
const NOTHING = Symbol("nothing");

/** An object that keeps the answers of its `questions` itself: a WeakMap costs the garbage collector more than most answers cost. */
export abstract class Keeper {
  #answers: unknown[] | null = null;

  /** Lets go of the answers: what they were read from is let go of. */
  protected forget(): void {
    this.#answers = null;
  }

  /** A question that an object of this kind keeps the answer of, by its number; `ofOther` answers for any other object. */
  static question<K extends object, V>(number: number, answer: (of: K) => V, ofOther: (of: K) => V): (of: K) => V {
    return (of) => {
      if (!(#answers in of)) return ofOther(of);
      const known = of.#answers?.[number];
      if (known !== undefined) return (known === NOTHING ? undefined : known) as V;
      const value = answer(of);
      // The answer may have asked others.
      of.#answers ??= [];
      of.#answers[number] = value === undefined ? NOTHING : value;
      return value;
    };
  }
}

/** Questions about one kind of object, each as `kept`, for a kind that is a Keeper outside of tests. */
export function questions<K extends object>(): <V>(answer: (of: K) => V) => (of: K) => V {
  let count = 0;
  return <V>(answer: (of: K) => V) => {
    return Keeper.question(count++, answer, kept(answer));
  };
}

/** Longer texts are seldom met again, and their answers not kept unless it is said otherwise. */
const LONGEST = 200;

/**
 * A pure question about a short text such as a name, its last answers kept: files of one project, and lines of one file, name the same
 * things again and again.
 * @param most how many answers are kept before all are let go of.
 */
export function remembered<V>(answer: (text: string) => V, most = 500, longest = LONGEST): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = answer(text);
    if (text.length > longest) return value;
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}
