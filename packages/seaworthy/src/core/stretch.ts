/**
 * Where the stretch of a text ends that a sticky expression takes from an index on; the index itself where it takes nothing. An expression
 * passes a word sooner than a loop does that is not compiled yet.
 */
export function stretchEnd(taken: RegExp, text: string, from: number): number {
  taken.lastIndex = from;
  return taken.test(text) ? taken.lastIndex : from;
}
