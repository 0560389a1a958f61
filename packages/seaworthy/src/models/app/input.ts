/** What `readApp` needs to know of the world. Paths are relative to the project root, with forward slashes. */
export interface AppInput {
  /** The folder of the app; "." or "" for the project root. */
  readonly root: string;
  /** Every path below the root; vendored, generated and test files among them. */
  readonly files: readonly string[];
  /** Every path of the project: lets the packages of a workspace be followed when the root is one app of a monorepo. */
  readonly workspace?: readonly string[];
  read(path: string): string | null;
  /** The words of the effective start command, when it is known. */
  readonly start: readonly string[] | null;
  /** The paths that are copied into the image, when they are known. */
  readonly shipped: readonly string[] | null;
  /** The variables that the image sets; null: set to what is not known. */
  readonly env?: ReadonlyMap<string, string | null>;
  /** URL paths that a health check asks: their routes count as health endpoints whatever their name. */
  readonly probePaths?: readonly string[];
}
