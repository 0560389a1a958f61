import type { App } from "../app/app.js";

/** What was read for an app: the files of the tree, and the texts. */
interface KeptApp {
  readonly app: App;
  readonly listing: string;
  readonly texts: ReadonlyMap<string, string | null>;
}

/** Apps of a tree that is looked at again with other texts: those whose files have not changed are not read again. */
export type KeptApps = Map<string, KeptApp>;
