import { baseName, folderOf } from "./paths.js";

/** Folders that hold what a service is made of and do not name it. */
const NAMELESS = new Set([
  "docker",
  ".docker",
  "build",
  "deploy",
  "deployment",
  "container",
  "containers",
  "containerfiles",
  "dockerfiles",
  "ci",
  "ops",
  "infra",
  "src",
  "app",
]);

/** The name that a Dockerfile alone gives its service: its own suffix or prefix, else its folder, else the project. */
export function nameOfDockerfile(path: string, project: string): string {
  const base = baseName(path);
  const own = /^(?:docker|container)file[._-](.+)$/i.exec(base)?.[1] ?? /^(.+)[._-](?:docker|container)file$/i.exec(base)?.[1];
  const aside = own && !/^(?:prod|production|release|final|alpine|debian|ubuntu|slim|multi|multistage|v?\d[\w.]*)$/i.test(own);
  if (aside) return own;
  return folderName(folderOf(path)) ?? project;
}

/** The folder's name, or that of the nearest above it that says something; null at the root. */
export function folderName(folder: string): string | null {
  for (let at = folder; at !== "."; at = folderOf(at)) if (!NAMELESS.has(baseName(at).toLowerCase())) return baseName(at);
  return folder === "." ? null : baseName(folder);
}

/** Makes names unique, first by the folder, then by a number. */
export function uniqueName(wanted: string, folder: string, taken: Set<string>): string {
  const within = folderName(folder);
  const candidates = [
    wanted,
    ...(within && within !== wanted ? [`${within}/${wanted}`] : []),
    ...(folder === "." ? [] : [`${folder}/${wanted}`]),
  ];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let number = 2; name === undefined; number++) if (!taken.has(`${wanted}-${number}`)) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
