/** What a language adds to the two stages. */
export interface Parts {
  /** The base of the shipped stage. */
  readonly base: string;
  /** Lines behind FROM, in the stage that builds. */
  readonly first: readonly string[];
  /** Lines at the end of the stage that builds. */
  readonly last: readonly string[];
  /** Settings at the head of the shipped stage. */
  readonly head: readonly string[];
  /** What is copied into it, behind its WORKDIR. */
  readonly copies: readonly string[];
  /** Whether what COPY brings out of the context is copied into it as well. */
  readonly takesContext: boolean;
}
