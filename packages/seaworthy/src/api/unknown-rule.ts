/** A name that means no rule or item. */
export class UnknownRuleError extends Error {
  override readonly name = "UnknownRuleError";
}
