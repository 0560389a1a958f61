import { caseless } from "../../core/caseless.js";
import { kept } from "../../core/kept.js";
import type { SourcePlace } from "../../core/place.js";
import { isProgramSource } from "../app/candidates.js";
import { manifestLanguage } from "../app/manifests/read.js";
import type { Mount } from "../dockerfile/ast.js";
import type { Copied, RunFacts } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import { type BuildContext, ofContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, belowFolder, folderOf, isWithin } from "./paths.js";
import { copyFinder, isSent } from "./sent-paths.js";

/** Code of the app that an instruction brings into a stage. */
export interface SourceCopy {
  /** As written: ".", "./src". */
  readonly written: string;
  readonly place: SourcePlace;
  /** The files of code that it brings; null when they are not known. */
  readonly files: ReadonlySet<string> | null;
  /** `all`: the context whole. `some`: code, by its files or its name. `maybe`: a folder that is not in the tree, or a variable. */
  readonly extent: "all" | "some" | "maybe";
}

const LANGUAGES = ["node", "python", "go", "java", "ruby", "php", "dotnet", "rust"] as const;
/** Folders that hold the app's code, by name, where the tree does not tell. */
const CODE =
  /^(?:src|source|sources|apps?|lib|libs|cmd|internal|pkg|server|client|api|web|www|html|public|site|frontend|backend|packages|services?|crates|modules|code|project|[\w.-]*(?:app|api|server|service|backend|frontend))$/i;
/** Files of code that change as rarely as a manifest does. */
const STILL = caseless(
  /^(?:.*\.config\.[cm]?[jt]s|.*\.conf\.[cm]?js|\.[\w.-]+|(?:pre|post)?install.*|setup\.py|_?version(?:__)?\.\w+|__(?:init|about|version)__\.py|build\.rs|gulpfile.*|gruntfile.*|noxfile\.py|next-env\.d\.ts|env\.[jt]s|settings\.gradle.*)$/,
);
/** Files and folders without code, by name. */
const NO_CODE =
  /^(?:gradlew?|mvnw|\.?docker|conf(?:ig)?s?|etc|nginx|certs?|ssl|prisma|patches|scripts?|bin|vendor|requirements|deps|dependencies|assets|images|static|fonts|rootfs|root|files|run|.*entry-?point.*|data|db|sql|migrations|locales?|i18n|proto|protos|templates|hooks|tools|resources|rel|priv)$/i;
const FILE = /^(?:[A-Z][A-Za-z]*file|[A-Z_]+)$/;
/** Where tools of the image itself are put. */
const TOOL_FOLDER = /^\/(?:tmp|etc|bin|sbin|usr\/(?:local\/)?s?bin|usr\/local\/etc|docker-entrypoint[\w.-]*)(?:\/|$)/;
const EXTENTS = ["all", "some", "maybe"] as const;
const MOST_DEEP = 10;
const NO_SOURCES: readonly SourceCopy[] = Object.freeze([]);

const foundIn = ofContext(() => new Map<Copied, readonly SourceCopy[]>());

/** The code of the app among what a COPY or ADD brings, also through other stages. */
export function sourceCopies(file: string, copy: Copied, context: BuildContext | null, depth = 0): readonly SourceCopy[] {
  if (!context) return readCopy(file, copy, null, depth);
  const found = foundIn(context);
  let sources = found.get(copy);
  if (!sources) {
    sources = readCopy(file, copy, context, depth);
    found.set(copy, sources);
  }
  return sources;
}

function readCopy(file: string, copy: Copied, context: BuildContext | null, depth = 0): readonly SourceCopy[] {
  if (copy.from.kind === "stage")
    return depth > MOST_DEEP ? [] : throughStage(file, copy, copy.from.stage.facts.copies, context, depth);
  if (copy.from.kind !== "context") return NO_SOURCES;
  const found: SourceCopy[] = [];
  for (let index = 0; index < copy.sources.length; index++) {
    const source = copy.sources[index] as string;
    const word = copy.instruction.sources[index];
    if (word) found.push(...classify(source, word.text, { file, range: word.range }, copy, context));
  }
  return found;
}

/** What a RUN mounts out of the context: it stands in its way as a COPY would. */
export function mountedSources(file: string, run: RunFacts, context: BuildContext | null): readonly SourceCopy[] {
  if (run.instruction.mounts.length === 0) return NO_SOURCES;
  return run.instruction.mounts.flatMap((mount: Mount) => {
    const source = mount.options.get("source") ?? ".";
    if (mount.type !== "bind" || mount.options.has("from") || typeof source !== "string") return [];
    return classify(source, source, { file, range: mount.range }, null, context);
  });
}

/** A folder of another stage brings the code that was copied into it; a file or a folder made there does not. */
function throughStage(
  file: string,
  copy: Copied,
  earlier: readonly Copied[],
  context: BuildContext | null,
  depth: number,
): readonly SourceCopy[] {
  const [word] = copy.instruction.sources;
  if (!word) return [];
  const taken = copy.sources.map((source) => cleanPath(`/${source}`));
  const brought = earlier.flatMap((one) => {
    const target = one.destination === null ? null : cleanPath(one.destination);
    if (target === null || !taken.some((path) => path !== "/" && isWithin(path, target))) return [];
    return sourceCopies(file, one, context, depth + 1);
  });
  const place = { file, range: word.range };
  return EXTENTS.flatMap((extent) => {
    const same = brought.filter((one) => one.extent === extent);
    if (same.length === 0) return [];
    const files = same.some((one) => one.files === null) ? null : new Set(same.flatMap((one) => [...(one.files ?? [])]));
    return [{ written: word.text, place, files, extent }];
  });
}

function classify(
  source: string,
  written: string,
  place: SourcePlace,
  copy: Copied | null,
  context: BuildContext | null,
): readonly SourceCopy[] {
  const path = sourceInContext(source);
  const name = baseName(path);
  if (source.includes("$")) {
    if (/\.[A-Za-z]\w*$/.test(name) || manifestLanguage(name) !== null) return [];
    return [{ written, place, files: null, extent: "maybe" }];
  }
  const all = path === "." || /^\*+$/.test(path);
  const listed = context !== null && context.files.length > 1;
  const files = listed && context ? filesTaken(path, copy, context) : null;
  if (all) return [{ written, place, files, extent: "all" }];
  if (files && files.size > 0 && !(files.has(path) && isTool(copy))) return [{ written, place, files, extent: "some" }];
  if (STILL.test(name)) return [];
  const wild = /[*?[]/.test(path);
  if (listed && context && (wild || context.files.includes(path) || belowFolder(context.files, path).length > 0)) return [];
  const some: readonly SourceCopy[] = [{ written, place, files: null, extent: "some" }];
  if (isCode(name)) return isTool(copy) ? [] : some;
  if (/\/\*+$/.test(path)) return CODE.test(baseName(folderOf(path))) ? some : [];
  if (/[.*?[]/.test(name)) return [];
  if (NO_CODE.test(name) || FILE.test(name)) return [];
  return path.split("/").some((part) => CODE.test(part)) ? some : [{ written, place, files: null, extent: "maybe" }];
}

/** Whether a COPY of single files puts them where programs of the image lie, not the app. */
function isTool(copy: Copied | null): boolean {
  return copy?.destination != null && TOOL_FOLDER.test(copy.destination);
}

/** The code that a source takes; a manifest or a file that changes as rarely is none. */
function filesTaken(path: string, copy: Copied | null, context: BuildContext): ReadonlySet<string> {
  const code = codeIn(context);
  if (/[*?[]/.test(path)) {
    const find = copy ? copyFinder([copy]) : null;
    return new Set(find ? code.filter((one) => find(one) !== null) : []);
  }
  return new Set(
    path === "." ? code : context.files.includes(path) ? code.filter((one) => one === path) : belowFolder(code, path),
  );
}

/** The code of a context that is sent, sorted: its files are many, and each COPY asks. */
const codeIn = ofContext((context: BuildContext): readonly string[] =>
  codeAmong(context.files).filter((path) => isSent(context, path)),
);

/** Contexts of one root share their list of files. */
const codeAmong = kept((files: readonly string[]): readonly string[] =>
  files.filter((path) => isCode(path) && !STILL.test(baseName(path)) && manifestLanguage(path) === null),
);

function isCode(path: string): boolean {
  return LANGUAGES.some((language) => isProgramSource(path, language));
}
