/** Something that the person asked for cannot be done as asked: one line that says what, where and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
