import { type ImageReference, parseReference } from "../dockerfile/reference.js";
import { sameImage } from "./match-image.js";
import { baseName, folderOf, joinPath } from "./paths.js";

/** A build as a pipeline, a script or a bake file spells it out; only what is literal. Paths are relative to the project root. */
export interface BuildHint {
  readonly dockerfile: string;
  readonly context: string;
  readonly target: string | null;
  /** The images it is tagged with. */
  readonly references: readonly ImageReference[];
  /** Images with a tag that is not literal: only the name counts. */
  readonly loose: readonly ImageReference[];
}

export interface HintSource {
  readonly path: string;
  readonly text: string;
}

const MOST_HINTS = 500;

/** All builds that the given files spell out. A build with a variable where its folder or file should stand is none. */
export function buildHints(files: readonly HintSource[]): readonly BuildHint[] {
  const hints: BuildHint[] = [];
  for (const { path, text } of files) {
    if (hints.length >= MOST_HINTS || !/build|bake|target/.test(text)) continue;
    if (/(?:^|\/)docker-bake[^/]*\.hcl$/.test(path)) hints.push(...bakeHints(path, text));
    else if (path.endsWith("package.json")) hints.push(...commandHints(scriptsOf(text), "."));
    else if (/\.ya?ml$/.test(path)) hints.push(...actionHints(text), ...commandHints(text, "."));
    else hints.push(...commandHints(text, "."));
  }
  return hints;
}

/** The scripts of a package.json, one to a line. */
function scriptsOf(text: string): string {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: unknown };
    return typeof scripts === "object" && scripts !== null ? Object.values(scripts).map(String).join("\n") : "";
  } catch {
    return "";
  }
}

/** What the builds of one Dockerfile have in common; null where they differ. */
export interface AgreedHint {
  readonly context: string | null;
  readonly target: string | null;
  readonly references: readonly ImageReference[];
  readonly loose: readonly ImageReference[];
}

const PRODUCT = /^(?:release|prod|production|final|runtime|runner)$/i;

/**
 * The hints of one Dockerfile made one: of those that make an image that production runs, if there are such, else of all. Where
 * several targets are built, the one whose name says that it is the product; where none of them is, and none is the last stage, the
 * stage of such a name on which they stand. null when nothing builds the file.
 */
export function agreedHint(
  { path, text }: HintSource,
  hints: readonly BuildHint[],
  deployed: readonly ImageReference[],
): AgreedHint | null {
  if (hints.length === 0) return null;
  const own = hints.filter((hint) => hint.dockerfile === path);
  if (own.length === 0) return null;
  const shipped = own.filter(({ references }) => references.some((made) => deployed.some((run) => sameImage(made, run))));
  const counted = shipped.length > 0 ? shipped : own;
  const targets = [...new Set(counted.map((hint) => hint.target))];
  const products = targets.filter((target) => target !== null && PRODUCT.test(target));
  return {
    context: single(counted.map((hint) => hint.context)),
    target: targets.length > 1 ? single(products.length > 0 ? products : productsBelow(targets, text)) : single(targets),
    references: own.flatMap((hint) => hint.references),
    loose: own.flatMap((hint) => hint.loose),
  };
}

/** The stages whose names say that they are the product, where each build names another target and none makes the last stage. */
function productsBelow(targets: readonly (string | null)[], text: string): readonly string[] {
  const stages = [...text.matchAll(/^[ \t]*FROM[ \t][^\n]*[ \t]AS[ \t]+(\S+)/gim)].map((match) => match[1] as string);
  const last = stages.at(-1)?.toLowerCase();
  const aside = targets.every((target) => target !== null && target.toLowerCase() !== last);
  return aside ? stages.filter((stage) => PRODUCT.test(stage)) : [];
}

function single<T>(values: readonly T[]): T | null {
  const [only, ...more] = new Set(values);
  return only !== undefined && more.length === 0 ? only : null;
}

interface Written {
  readonly context: string | null;
  readonly file: string | null;
  readonly target: string | null;
  readonly tags: readonly string[];
}

function hintOf({ context, file, target, tags }: Written, folder: string, fileFrom: "folder" | "context"): readonly BuildHint[] {
  const root = literalPath(context ?? ".");
  const named = file === null ? null : literalPath(file);
  if (root === null || (file !== null && named === null) || (target !== null && /[$]/.test(target))) return [];
  const where = joinPath(folder, root);
  const dockerfile = named === null ? joinPath(where, "Dockerfile") : joinPath(fileFrom === "context" ? where : folder, named);
  if (where.startsWith("..") || dockerfile.startsWith("..")) return [];
  const references = tags.filter((tag) => !VARIABLE.test(tag)).flatMap(referenceOf);
  const loose = tags.filter((tag) => VARIABLE.test(tag)).flatMap((tag) => referenceOf(untagged(tag)));
  return [{ dockerfile, context: where, target: target || null, references, loose }];
}

const HERE =
  /^(?:\$\(pwd\)|\$\{?PWD\}?|\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|ROOT_DIR|PROJECT_ROOT)\}?|\$\{\{\s*github\.workspace\s*\}\}|\{\{defaultContext\}\})(?=$|[/:])[/:]?/;

function literalPath(written: string): string | null {
  const path = written.replace(HERE, "./");
  if (/[$`]|\{\{|^[/~-]|^[a-z+]+:\/\/|^git@/.test(path)) return null;
  return path === "" ? "." : path;
}

const VARIABLE = /[$]|\{\{/;

/** What stands before a tag that is made of variables; "" when the name itself is. */
function untagged(written: string): string {
  const literal = written.slice(0, written.search(VARIABLE));
  const colon = literal.lastIndexOf(":");
  return colon > literal.lastIndexOf("/") ? literal.slice(0, colon) : "";
}

function referenceOf(written: string): readonly ImageReference[] {
  const reference = written === "" ? null : parseReference(written);
  return reference ? [reference] : [];
}

/** Steps that use docker/build-push-action: the lines of their `with:`. Read by lines, since only one shape of them is literal anyway. */
function actionHints(written: string): readonly BuildHint[] {
  const hints: BuildHint[] = [];
  const lines = withValues(written).split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    if (!/^\s*(?:-\s+)?uses:\s*["']?(?:docker|depot|useblacksmith)\/build-push-action@/.test(lines[at] ?? "")) continue;
    const values = withOf(lines, at);
    const get = (name: string): string | null => values.get(name) ?? null;
    const tags = (get("tags") ?? "")
      .replace(/\$\{\{[^}]*\}\}/g, "$")
      .split(/[\s,]+/)
      .filter((tag) => tag !== "");
    hints.push(...hintOf({ context: get("context"), file: get("file"), target: get("target"), tags }, ".", "folder"));
  }
  return hints;
}

const MOST_VARIABLES = 50;

/** The text with the variables of its own `env:` filled in, those that have one literal value in all of it. */
function withValues(text: string): string {
  if (!text.includes("env.")) return text;
  const known = new Map<string, string | null>();
  return text.replace(/\$\{\{\s*env\.(\w{1,80})\s*\}\}/g, (whole, name: string) => {
    if (!known.has(name)) known.set(name, known.size < MOST_VARIABLES ? literalOf(name, text) : null);
    return known.get(name) ?? whole;
  });
}

function literalOf(name: string, text: string): string | null {
  const [only, ...more] = text.matchAll(
    new RegExp(`^[ \\t]+${name}:[ \\t]*(["']?)([\\w./:@-]+)\\1[ \\t]*\\r?$|^[ \\t]+${name}:`, "gm"),
  );
  return only && more.length === 0 ? (only[2] ?? null) : null;
}

const MOST_LINES = 200;

/** The `with:` of the step that line `at` belongs to, whether it stands above or below `uses:`. */
function withOf(lines: readonly string[], at: number): ReadonlyMap<string, string> {
  const keyIndent = (lines[at] ?? "").search(/uses:/);
  let start = at;
  while (start > 0 && at - start < MOST_LINES && !startsStep(lines[start] ?? "", keyIndent)) start--;
  const values = new Map<string, string>();
  let inside = false;
  let block: string | null = null;
  for (let line = start; line < lines.length && line - start < MOST_LINES; line++) {
    const text = lines[line] ?? "";
    if (text.trim() === "" || /^\s*#/.test(text)) continue;
    const indent = text.search(/[^\s-]/);
    if (line > start && (startsStep(text, keyIndent) || indent < keyIndent)) break;
    if (indent === keyIndent) {
      inside = /^\s*(?:-\s+)?with:\s*$/.test(text);
      block = null;
      continue;
    }
    if (!inside) continue;
    const pair = /^\s+([\w-]+):\s*(.*)$/.exec(text);
    if (pair?.[1] && (block === null || indent === keyIndent + 2)) {
      const value = (pair[2] ?? "").replace(/^(["'])(.*)\1\s*(?:#.*)?$/, "$2").replace(/\s+#.*$/, "");
      block = /^[|>][+-]?$/.test(value) ? pair[1] : null;
      if (block === null) values.set(pair[1], value.trim());
    } else if (block !== null) values.set(block, `${values.get(block) ?? ""} ${text.trim()}`.trim());
  }
  return values;
}

function startsStep(line: string, keyIndent: number): boolean {
  return /^\s*-\s/.test(line) && line.search(/[^\s-]/) === keyIndent;
}

const COMMAND = /\b(?:docker|podman|buildah|nerdctl|finch)\s+(?:(?:buildx|image|builder)\s+)?(?:build|bud)\b([^\n;|&]{0,2000})/g;
/** Flags of `docker build` whose value is the next word. */
const WITH_VALUE =
  /^(?:-[tfmcoq]|--(?:tag|file|target|build-arg|build-context|label|platform|network|cache-from|cache-to|output|progress|secret|ssh|builder|iidfile|metadata-file|memory|add-host|shm-size|ulimit|annotation|attest|allow|cgroup-parent|isolation|sbom|provenance))$/;

function commandHints(text: string, folder: string): readonly BuildHint[] {
  const hints: BuildHint[] = [];
  const joined = text.replace(/\\\r?\n[ \t]*/g, " ");
  for (const match of joined.matchAll(COMMAND)) {
    const words = (match[1] ?? "").match(/"[^"]*"|'[^']*'|\$\([^)]*\)|\$\{\{[^}]*\}\}|[^\s"']+/g) ?? [];
    let context: string | null = null;
    let file: string | null = null;
    let target: string | null = null;
    const tags: string[] = [];
    for (let at = 0; at < words.length; at++) {
      const word = (words[at] ?? "").replace(/^["']|["']$/g, "");
      if (/^[<>]/.test(word)) break;
      if (!word.startsWith("-") || word === "-") {
        context ??= word;
        continue;
      }
      const equals = word.indexOf("=");
      const name = equals < 0 ? word : word.slice(0, equals);
      let value = equals < 0 ? "" : word.slice(equals + 1);
      if (equals < 0 && WITH_VALUE.test(word)) value = (words[++at] ?? "").replace(/^["']|["']$/g, "");
      if (name === "-f" || name === "--file") file = value;
      else if (name === "--target") target = value;
      else if (name === "-t" || name === "--tag") tags.push(value);
    }
    if (context !== null) hints.push(...hintOf({ context, file, target, tags }, folder, "folder"));
  }
  return hints;
}

/** The targets of a bake file that have literal settings; `inherits` and functions are not followed. */
function bakeHints(path: string, text: string): readonly BuildHint[] {
  const hints: BuildHint[] = [];
  for (const match of text.matchAll(/^target\s+"([^"]+)"\s*\{([^}]{0,4000})\}/gm)) {
    const body = match[2] ?? "";
    const get = (name: string): string | null => new RegExp(`^\\s*${name}\\s*=\\s*"([^"\\n]*)"`, "m").exec(body)?.[1] ?? null;
    if (get("context") === null && get("dockerfile") === null) continue;
    const list = /^\s*tags\s*=\s*\[([^\]]{0,2000})\]/m.exec(body)?.[1] ?? "";
    const tags = [...list.matchAll(/"([^"\n]*)"/g)].map((tag) => tag[1] ?? "");
    hints.push(
      ...hintOf({ context: get("context"), file: get("dockerfile"), target: get("target"), tags }, folderOf(path), "context"),
    );
  }
  return hints;
}

export function isBakeFile(path: string): boolean {
  return /^docker-bake[^/]*\.hcl$/.test(baseName(path));
}
