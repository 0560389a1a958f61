import type { Finding } from "../../core/answer.js";
import { type Edit, type Fix, replaced, type Unfixed } from "../../core/edit.js";
import { secretFile } from "../../knowledge/secret-files.js";
import { parseDockerignore } from "../dockerignore/parse.js";
import type { BuildContext } from "./context.js";
import { type KeptGroup, keptPatterns, needsReadme, newPatterns } from "./ignore-patterns.js";
import { joinPath } from "./paths.js";
import { standIn } from "./sent-paths.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

const WORDS: Readonly<Record<KeptGroup, string>> = {
  vcs: "the repository's history",
  secrets: "files with credentials",
  dependencies: "what is installed or built on a developer's machine",
  clutter: "what serves people and tools alone",
};
const MOST_NAMED = 4;

/** Extends the ignore file by what keeps a group out, or makes one of what the tree holds where there is none. */
export function keepOut(
  { context }: Service,
  group: KeptGroup,
  { findings, read }: { readonly findings: readonly Finding[]; readonly read: Read },
): readonly (Fix | Unfixed)[] {
  if (!context || findings.length === 0) return [];
  if (!context.ignore) return [newIgnore(context, newPatterns(context), read)];
  const { ignore } = context;
  if (ignore.problems.length > 0) return [{ because: `${ignore.path} stops the build: mend that first` }];
  const wanted = keptPatterns(context, group);
  if (group === "clutter" && wanted.includes("*.md") && needsReadme(context))
    return [{ because: "a package of this tree is built with its README: choose what stays out by hand" }];
  const there = new Set(ignore.patterns.map(({ written }) => written));
  // What stands in the file may be undone by a line below it.
  const last = lastNegation(ignore.patterns);
  const fresh = wanted.filter(
    (pattern) => !there.has(pattern) || ignore.patterns.findLastIndex((one) => one.written === pattern) < last,
  );
  const added = onlyNeeded([...fresh, ...reincluded(context, fresh)]);
  if (added.length === 0) return [{ because: `${ignore.path} names them already, and something else lets them in` }];
  const text = read(ignore.path);
  if (text === null) return [{ because: `${ignore.path} cannot be read` }];
  const open = text !== "" && !/\r?\n$/.test(text);
  const edit = replaced(ignore.path, [text.length, text.length], open ? `\n${added.join("\n")}` : `${added.join("\n")}\n`);
  return [fixOf(`keep ${WORDS[group]} out of the build`, context, `${text}\n${added.join("\n")}\n`, [edit])];
}

function newIgnore(context: BuildContext, patterns: readonly string[], read: Read): Fix | Unfixed {
  const path = joinPath(context.root, ".dockerignore");
  const [dead] = context.deadIgnores;
  // Somebody meant these to be kept out; Docker has never read them.
  const meant = dead ? (read(dead.path) ?? "").replaceAll("\r\n", "\n").trimEnd() : "";
  const known = new Set(meant.split("\n").map((line) => line.trim()));
  const lines = [...(meant === "" ? [] : [meant]), ...patterns.filter((pattern) => !known.has(pattern))];
  const text = `${lines.join("\n")}\n`;
  if (patterns.length === 0 && meant === "") return { because: "nothing is known that has to be kept out" };
  const from = meant === "" ? "" : `, with what ${dead?.path} says`;
  return fixOf(`make a .dockerignore of what this tree holds and what turns up in it${from}`, context, text, [
    { create: path, text },
  ]);
}

/** Safe where nothing that is there now is kept out of the build. */
function fixOf(title: string, context: BuildContext, text: string, edits: readonly Edit[]): Fix {
  const then = parseDockerignore("", text);
  const lost = [...context.files, ...context.untracked].filter((path) => {
    const one = standIn(path);
    return !context.ignore?.decide(one).ignored && then.decide(one).ignored;
  });
  const gone = [...new Set(lost.map(topOf))];
  const named = gone.slice(0, MOST_NAMED).join(", ");
  const more = gone.length > MOST_NAMED ? ` and ${gone.length - MOST_NAMED} more` : "";
  const history = context.holdsGit && !context.ignore?.decide(".git/config").ignored && then.decide(".git/config").ignored;
  if (gone.length === 0 && !history) return { title, safety: "safe", order: "line", edits };
  const what = history ? [".git", named].filter((one) => one !== "").join(", ") : named;
  return {
    title: `${title}: ${what}${more} no longer ${gone.length + (history ? 1 : 0) > 1 ? "go" : "goes"} into it`,
    safety: "review",
    order: "line",
    edits,
  };
}

/** A folder stands for what is in it. */
function topOf(path: string): string {
  const parts = path.split("/");
  return parts.length > 2 ? `${parts.slice(0, 2).join("/")}/` : path;
}

/** Lets in again what the file lets in on purpose and a new pattern would keep out; credentials stay out. */
function reincluded({ ignore }: BuildContext, added: readonly string[]): readonly string[] {
  const then = parseDockerignore("", added.join("\n"));
  return (ignore?.patterns ?? [])
    .filter(({ negated, pattern }) => {
      if (!negated) return false;
      const sample = pattern
        .replace(/^!/, "")
        .replace(/\*\*\//g, "")
        .replaceAll("*", "x");
      return then.decide(sample).ignored && secretFile(sample) !== "secret" && !/^\.git(?:\/|$)/.test(sample);
    })
    .map(({ written }) => written);
}

function lastNegation(patterns: readonly { readonly negated: boolean }[]): number {
  return patterns.findLastIndex(({ negated }) => negated);
}

function onlyNeeded(patterns: readonly string[]): readonly string[] {
  // A negation alone lets in what nothing keeps out.
  return patterns.some((one) => !one.startsWith("!")) ? [...new Set(patterns)] : [];
}
