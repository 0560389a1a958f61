/** How an image is built. */
export interface BuildPlan {
  /** Absolute. */
  readonly context: string;
  /** Absolute, or below the context; or the text itself, which has no file. */
  readonly dockerfile: string | { readonly text: string };
  readonly target: string | null;
  /** Values may be secrets. */
  readonly args: ReadonlyMap<string, string>;
  readonly inputs: BuildInputs;
}

/** What a build is given besides. */
export interface BuildInputs {
  /** `value`: so that it is shown nowhere; `file`: where it is read, absolute; null: it stands in no file. */
  readonly secrets: readonly { readonly id: string; readonly value: string; readonly file: string | null }[];
  /** Further contexts: absolute paths, images, addresses. */
  readonly contexts: ReadonlyMap<string, string>;
  /** `file`: a key, absolute; null: the caller's agent. */
  readonly ssh: readonly { readonly id: string; readonly file: string | null }[];
  readonly network: "none" | "default" | null;
  readonly shmBytes: number | null;
  /** `name:address`. */
  readonly hosts: readonly string[];
  readonly platform: string | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly ulimits: readonly string[];
  /** Without what earlier builds left. */
  readonly noCache: boolean;
  readonly pull: boolean;
}

export const NO_INPUTS: BuildInputs = {
  secrets: [],
  contexts: new Map(),
  ssh: [],
  network: null,
  shmBytes: null,
  hosts: [],
  platform: null,
  labels: new Map(),
  ulimits: [],
  noCache: false,
  pull: false,
};
