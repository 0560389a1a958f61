import type { Image } from "../models/image/image.js";

/** Whether an image is shown to have been built from a tree, and why. */
export interface Ship {
  readonly shown: boolean;
  /** A sentence without its subject, which is the image. */
  readonly because: string;
}

const REVISION = "org.opencontainers.image.revision";

/**
 * Law 3: an image is one ship with its source where the builder's provenance names the commit that the tree is at, and both were clean. A
 * label only claims it: anyone can write one.
 */
export function shipOf(
  { provenance, config }: Pick<Image, "provenance" | "config">,
  { commit, clean }: { readonly commit: string | null; readonly clean: boolean | null },
): Ship {
  const no = (because: string): Ship => ({ shown: false, because });
  if (commit === null) return no("cannot be shown to be built from this tree: it is at no commit of a repository");
  const built = provenance?.revision ?? null;
  if (built === null) {
    const label = config.labels[REVISION];
    if (!label) return no("names no commit that it was built from: neither provenance nor a label");
    const same = sameCommit(label, commit) ? "this commit" : "another commit";
    return no(`claims by its label to be built from ${same} (${short(label)}); no provenance shows it`);
  }
  if (!sameCommit(built, commit)) return no(`was built from commit ${short(built)}; this tree is at ${short(commit)}`);
  if (provenance?.dirty) return no(`was built from commit ${short(built)} with changes that are not committed`);
  if (clean === false) return no(`was built from this commit (${short(built)}), but the tree has changes that are not committed`);
  if (clean === null)
    return no(`was built from this commit (${short(built)}), but whether the tree is unchanged could not be told`);
  return { shown: true, because: `was built from this commit (${short(built)}), by its provenance, and the tree is clean` };
}

function sameCommit(named: string, commit: string): boolean {
  return named.length >= 7 && commit.startsWith(named.toLowerCase());
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
