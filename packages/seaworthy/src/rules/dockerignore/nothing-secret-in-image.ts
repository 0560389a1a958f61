import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { HISTORY_FOLDERS, isPackaged } from "../../knowledge/clutter.js";
import { unreadPart } from "../../models/image/build-tools.js";
import type { Image } from "../../models/image/image.js";
import { broughtBy, instructionOf } from "../../models/image/instruction.js";
import { filePlace, layerPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const ENV_FILE = /^\.env(?:\.(?!(?:example|sample|template|dist|tmpl|tpl|defaults?|test|schema)$)[\w-]{1,40})?$/;
/** Names that are looked up: a walk over all files of an image would cost more than it finds. */
const ENV_FILES: readonly string[] = [
  ".env",
  ...[
    "local",
    "production",
    "prod",
    "live",
    "staging",
    "stage",
    "development",
    "dev",
    "docker",
    "qa",
    "uat",
    "preview",
    "ci",
  ].flatMap((name) => [`.env.${name}`, `.env.${name}.local`]),
];
const MOST = 10;

export default defineRule({
  id: "dockerignore/nothing-secret-in-image",
  claim: "neither the repository's history nor an environment file came into the image with its context",
  why: ".git holds every version of every file, also of those that were deleted because they held a password; .env holds the passwords of today. Everyone who can pull the image can read both, also where a later layer deletes them.",
  todo: "Write `.git` and `.env*` into .dockerignore, build anew, and change what was in them; where only some files are needed, name them in COPY.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const findings = [...histories(image), ...environments(image), ...deleted(image)];
    return noOr(findings.slice(0, MOST), () => {
      const unread = unreadPart(image);
      return unread ? unknown(unread) : yes("no history of a repository and no environment file is in the image");
    });
  },
  examples: [
    { title: "the app alone", says: "yes", image: { files: { "/app/server.js": "" } } },
    {
      title: "the whole repository",
      says: "no",
      image: { files: { "/app/.git/HEAD": "ref: refs/heads/main\n", "/app/.env": "A=b\n" } },
    },
  ],
});

function* histories(image: Image): Generator<Finding> {
  for (const folder of image.files.named(HISTORY_FOLDERS)) {
    if (folder.type !== "directory" || isPackaged(`${folder.path}/`)) continue;
    const inside = image.files.children(folder.path);
    // A repository has a HEAD; a folder of that name with a hook or a placeholder in it has no history.
    const mark = inside.find(({ path }) => /\/(?:HEAD|wc\.db|entries|requires|branch-format)$/.test(path));
    if (!mark || broughtBy(image, mark.layer) === "run" || broughtBy(image, mark.layer) === "base") continue;
    yield finding(
      `${folder.path} is in the image${source(image, mark.layer)}: the history of the whole repository`,
      filePlace(image, folder),
    );
  }
}

function* environments(image: Image): Generator<Finding> {
  for (const entry of image.files.named(ENV_FILES)) {
    if (entry.type !== "file" || entry.size === 0 || isPackaged(entry.path)) continue;
    if (broughtBy(image, entry.layer) === "run" || broughtBy(image, entry.layer) === "base") continue;
    yield finding(`${entry.path} is in the image${source(image, entry.layer)}`, filePlace(image, entry));
  }
}

/** What a later layer hides, as far as the largest of it are told. */
function* deleted(image: Image): Generator<Finding> {
  const seen = new Set<string>();
  for (const { path, layer, hiddenBy, how } of image.waste.paths) {
    const folder = /^(.*\/\.(?:git|svn|hg))\//.exec(path)?.[1];
    const what = folder ?? (ENV_FILE.test(path.slice(path.lastIndexOf("/") + 1)) ? path : null);
    if (what === null || how !== "deleted" || seen.has(what) || isPackaged(path) || image.layers[layer]?.fromBase === true)
      continue;
    seen.add(what);
    const by = instructionOf(image, hiddenBy);
    yield finding(
      `${what} is in a layer${source(image, layer)}; that ${by ?? `layer ${hiddenBy + 1}`} deletes it hides it only`,
      layerPlace(image, layer, what),
    );
  }
}

function source(image: Image, layer: number): string {
  const by = instructionOf(image, layer);
  return by ? `, brought by ${by}` : "";
}
