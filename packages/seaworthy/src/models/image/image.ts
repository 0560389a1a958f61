/** What a rule may look at of a built image. */
export interface Image {
  readonly reference: string;
  readonly digest: string;
}
