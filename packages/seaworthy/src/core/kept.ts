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
