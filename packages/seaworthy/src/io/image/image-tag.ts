/** Whether an image of an archive is the one that a person asked for: with or without the registry of Docker's own images, or by its tag alone. */
export function isNamed(name: string, which: string): boolean {
  return familiar(name) === familiar(which) || name.slice(name.lastIndexOf(":") + 1) === which;
}

function familiar(name: string): string {
  return name.replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
}
