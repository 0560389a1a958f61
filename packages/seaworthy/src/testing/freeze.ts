/**
 * Freezes data to its leaves, so that a probe that changes what it was shown throws. What a getter reads on demand and what a
 * class keeps to itself is left alone.
 */
export function deepFreeze<T>(root: T): T {
  const seen = new Set<object>();
  const queue: unknown[] = [root];
  while (queue.length > 0) {
    const value = queue.pop();
    if (value === null || typeof value !== "object" || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) {
      for (const entry of value) queue.push(...(Array.isArray(entry) ? entry : [entry]));
      continue;
    }
    if (ArrayBuffer.isView(value)) continue;
    for (const { value: child } of Object.values(Object.getOwnPropertyDescriptors(value))) queue.push(child);
    const accessors = Object.values(Object.getOwnPropertyDescriptors(value)).some((property) => property.get !== undefined);
    if (!accessors) Object.freeze(value);
  }
  return root;
}
