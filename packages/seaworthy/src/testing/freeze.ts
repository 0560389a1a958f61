/** Freezes plain data to its leaves, so that a probe that changes what it was shown throws. Getters and class internals are left alone. */
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
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) continue;
    for (const { value: child } of Object.values(Object.getOwnPropertyDescriptors(value))) queue.push(child);
    const accessors = Object.values(Object.getOwnPropertyDescriptors(value)).some((property) => property.get !== undefined);
    if (!accessors) Object.freeze(value);
  }
  return root;
}
