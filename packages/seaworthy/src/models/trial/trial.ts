/** The record of one trial: which drill saw what. */
export interface Trial {
  readonly image: string;
}
