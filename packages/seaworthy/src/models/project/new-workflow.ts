import type { Service } from "./service.js";

/** Whether the project's pipelines are GitHub's, or nothing says otherwise. */
export function isOnGithub({ project }: Service): boolean {
  const { files, unread, silent } = project.ci;
  if (files.some(({ kind }) => kind === "github-actions")) return true;
  return files.length === 0 && unread.length === 0 && silent.length === 0;
}

/** The path of a workflow that is not there yet. */
export function freeWorkflow(name: string, read: (path: string) => string | null): string {
  for (let number = 1; ; number++) {
    const path = `.github/workflows/${name}${number === 1 ? "" : `-${number}`}.yml`;
    if (read(path) === null) return path;
  }
}
