import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { type Fix, replaced, type Unfixed } from "../../core/edit.js";
import { isSourcePlace } from "../../core/place.js";
import type { Dockerignore, IgnorePattern } from "../../models/dockerignore/dockerignore.js";
import { parseDockerignore } from "../../models/dockerignore/parse.js";
import type { BuildContext } from "../../models/project/context.js";
import { defineRule } from "../../rule.js";

const MOST = 20;

/** What is wrong with one pattern; null when nothing is. */
function faultOf(
  pattern: IgnorePattern,
  index: number,
  ignore: Dockerignore,
  context: BuildContext,
  names: Names,
): string | null {
  const { written, negated } = pattern;
  if (isForeignComment(written)) return "is a pattern, not a comment: only a # at the start of a line makes one";
  if (/\s#/.test(written)) return "holds what was meant as a comment: a # counts only at the start of a line";
  if (/^!?\.\.(?:\/|$)/.test(written)) return "leads out of the context: nothing matches it";
  if (/^!?[A-Za-z]:\\|\\[A-Za-z]/.test(written) && !written.includes("/"))
    return "separates folders with a backslash, which Docker takes as an escape";
  if (negated) {
    const before = ignore.patterns.slice(0, index);
    if (!before.some((one) => !one.negated)) return "lets in what nothing above it keeps out";
    return null;
  }
  return rootOnly(pattern, context, names);
}

/** `/*` and `/*.md` are patterns of the root's own files. */
function isForeignComment(written: string): boolean {
  return written.startsWith("//") || /^\/\*+(?:\s|.*\*\/$)/.test(written);
}

/** The names in a tree: those at its root, and for each name below it one path that ends or goes on there. */
interface Names {
  readonly root: ReadonlySet<string>;
  readonly deep: ReadonlyMap<string, string>;
}

function namesIn(files: readonly string[]): Names {
  const root = new Set<string>();
  const deep = new Map<string, string>();
  for (const path of files) {
    const [first = "", ...below] = path.split("/");
    root.add(first);
    for (const name of below) if (!deep.has(name)) deep.set(name, path);
  }
  return { root, deep };
}

/** Folders that no build needs, wherever they lie and whoever tracks them. */
const NEEDLESS =
  /^(?:node_modules|__pycache__|venv|coverage|logs?|te?mp|tests?|__tests__|specs?|docs?|examples?|fixtures?|\..+|.+\.egg-info)$/;

/** git takes a bare name at any depth, Docker at the root alone: told only where the tree shows the difference. */
function rootOnly({ pattern, written }: IgnorePattern, context: BuildContext, names: Names): string | null {
  // Git, too, takes a name with a slash in front at the root alone: who writes one means it.
  if (/^\.?\//.test(written)) return null;
  if (pattern.includes("/") || pattern.includes("**") || /[[\\]/.test(pattern)) return null;
  const { decide } = parseDockerignore("", pattern);
  for (const name of names.root) if (decide(name).ignored) return null;
  for (const [name, path] of names.deep) {
    if (!decide(name).ignored || context.ignore?.decide(path).ignored) continue;
    // Source in a folder that has the name of a build's output is meant to be sent.
    if (!path.endsWith(`/${name}`) && !NEEDLESS.test(name)) continue;
    return `matches at the root of the context alone, so ${path} is sent: write **/${pattern}`;
  }
  return null;
}

export default defineRule({
  id: "dockerignore/valid-patterns",
  claim: "every line of the ignore file does what it looks like",
  why: "The file looks like a .gitignore and is read by other rules: a bare name matches at the root alone, `//` is no comment, a `#` behind a pattern is part of it. What such a line was meant to keep out is sent.",
  todo: "Write comments on lines of their own with `#`, put `**/` in front of names that may lie deeper, and put negations behind the patterns that they soften.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  scope: "context",
  subject: "written",
  source({ context }) {
    if (!context) return unknown("the build context is not in this project");
    const { ignore } = context;
    if (!ignore) return notApplicable("there is no ignore file");
    const file = ignore.path;
    const names = namesIn(context.files);
    const findings: Finding[] = ignore.problems.map(({ message, place }) => finding(message, place, { level: "error" }));
    for (const [index, pattern] of ignore.patterns.entries()) {
      const fault = findings.length < MOST ? faultOf(pattern, index, ignore, context, names) : null;
      if (fault) findings.push(finding(`\`${pattern.written.slice(0, 60)}\` ${fault}`, { file, range: pattern.range }));
    }
    return noOr(findings, () =>
      ignore.patterns.length === 0
        ? notApplicable("the ignore file has no pattern")
        : yes(`${ignore.patterns.length} patterns, each as meant`),
    );
  },
  fix({ context }, _options, { findings }) {
    const ignore = context?.ignore;
    return findings.flatMap((found): readonly (Fix | Unfixed)[] => {
      const pattern = isSourcePlace(found.place)
        ? ignore?.patterns.find(({ range }) => isSourcePlace(found.place) && range[0] === found.place.range[0])
        : undefined;
      return ignore && pattern ? [mended(ignore.path, pattern, found)] : [];
    });
  },
  examples: [
    {
      title: "Docker's syntax",
      says: "yes",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": "# editors\n.idea\n**/*.log\n" },
    },
    {
      title: "comments of another language",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": "«// editors»\n.idea\n" },
    },
  ],
});

/** What the line was meant to say. */
function mended(file: string, { written, range }: IgnorePattern, found: Finding): Fix | Unfixed {
  const how = { order: "line", finding: found } as const;
  const put = (text: string, title: string, safety: Fix["safety"]): Fix => ({
    ...how,
    title,
    safety,
    edits: [replaced(file, range, text)],
  });
  if (isForeignComment(written)) {
    const text = written.replace(/^\/[/*]+\s*/, "").replace(/\s*\*+\/$/, "");
    return put(`# ${text}`.trimEnd(), "make a comment of what was meant as one", "safe");
  }
  const comment = /^(\S+)\s+#\s*(.*)$/.exec(written);
  if (comment)
    return put(`# ${comment[2]}\n${comment[1]}`, `put the comment on its own line, so that ${comment[1]} counts`, "review");
  const deeper = /write (\*\*\/\S+)$/.exec(found.message)?.[1];
  if (deeper) return put(deeper, `keep ${written} out at any depth`, "review");
  if (written.includes("\\") && !written.includes("/"))
    return put(written.replaceAll("\\", "/"), "separate folders with a slash", "review");
  return { because: "what it was meant to do is not known", finding: found };
}
