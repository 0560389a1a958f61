import type { ComposeBuild } from "../compose/compose.js";
import type { Service } from "./service.js";

/** How a service is built, as its Dockerfile and its deployment say. */
export interface BuildOrder {
  /** Relative to the project, "." for its root. */
  readonly context: string;
  /** Relative to the project; null: its text stands in a Compose file. */
  readonly dockerfile: string | null;
  readonly text: string;
  readonly target: string | null;
  readonly args: ReadonlyMap<string, string>;
  /** What the image is called: as `docker compose build` would. */
  readonly tag: string;
  /** A source file of the app, relative to the context; null: none was found. */
  readonly source: string | null;
}

const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|ex|exs|scala|c|cc|cpp|h)$/;
const ASIDE = /(?:^|\/)(?:node_modules|vendor|tests?|__tests__|spec|docs?|migrations|\.[^/]+)\/|\.(?:test|spec|config|d)\.[^/]+$/;

/** The build of a service; null where what is built is not known. `build`: what Compose says of it, with the caller's variables. */
export function buildOrder(
  service: Service,
  build: ComposeBuild | null,
  env: ReadonlyMap<string, string>,
  folder: string,
): BuildOrder | null {
  const { dockerfile, stage, context } = service;
  if (!dockerfile || !stage || !context) return null;
  const written: ReadonlyMap<string, string | null> = build
    ? new Map([...build.args].map(([name, { value }]) => [name, value]))
    : service.buildArgs;
  const args = new Map<string, string>();
  for (const [name, value] of written) {
    const given = value ?? env.get(name);
    if (given !== undefined) args.set(name, given);
  }
  const isLast = dockerfile.stages.at(-1) === stage;
  return {
    context: context.root,
    dockerfile: dockerfile.path.includes("#") ? null : dockerfile.path,
    text: dockerfile.text,
    target: isLast ? null : (stage.name ?? String(stage.index)),
    args,
    tag: tagOf(service, folder),
    source: sourceOf(service, context.root),
  };
}

function tagOf({ image, name }: Service, folder: string): string {
  if (image && image.digest === null && !/[$]/.test(image.written)) return image.written;
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "app";
  return `${plain(folder)}-${plain(name)}:latest`;
}

/** The file that starts the app, else the first one of its code that the build is sent. */
function sourceOf({ app, context }: Service, root: string): string | null {
  const files = context?.files ?? [];
  const below = (path: string) => (root === "." ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : null);
  const entry = app?.entry ? below(app.entry) : null;
  if (entry !== null && files.includes(entry)) return entry;
  const folder = app ? below(app.root) : null;
  const code = files.filter((path) => SOURCE.test(path) && !ASIDE.test(path));
  return code.find((path) => folder !== null && path.startsWith(`${folder}/`)) ?? code[0] ?? null;
}
