import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { lazy } from "../../core/lazy.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { secretFile } from "../../knowledge/secret-files.js";
import type { Copied, Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { withoutSource } from "../../models/dockerfile/edit/sources.js";
import { callsAny } from "../../models/dockerfile/written.js";
import { cleanPath } from "../../models/dockerignore/path-clean.js";
import { copiesInto, sourceInContext } from "../../models/project/copied-paths.js";
import { credentialFileAt, isAsideFile } from "../../models/project/credential-files.js";
import { baseName, folderOf, isWithin, joinPath, relativeTo } from "../../models/project/paths.js";
import { relayedFrom } from "../../models/project/relayed-files.js";
import { isSent, sentAndCopied } from "../../models/project/sent-paths.js";
import type { Service } from "../../models/project/service.js";
import { type Shipped, shippedFinder } from "../../models/project/shipped-files.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/no-secret-files",
  claim: "no file with credentials is copied into the image",
  why: "A layer keeps what was copied into it, also when a later instruction deletes it; everyone who can pull the image can read it.",
  todo: "Take the file out of the COPY and name it in .dockerignore; give it at run time as a mounted secret, or to a build step with `--mount=type=secret`.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DS-0031", "CIS-DI-0010"],
  source(service) {
    const { dockerfile, stage, context } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (!context) return unknown("the build context is not in this project");
    const copies = copiesInto(stage);
    const made = madeEnvFiles(stage, dockerfile);
    if (made.length === 0 && copies.every((copy) => copy.from.kind !== "context"))
      return notApplicable("nothing is copied out of the context");
    const finder = lazy(() => shippedFinder(stage, context));
    const shippedBy = (path: string): Shipped | null => finder()(path);
    const found = new Map<string, Finding>();
    const open: { path: string; place: SourcePlace }[] = [];
    const add = (one: Finding): void => void found.set(JSON.stringify(one.place), one);
    for (const copy of copies) named(service, copy, shippedBy, dockerfile, add, open);
    for (const copy of stage.facts.copies) relayed(service, copy, dockerfile, add);
    for (const { path, credentials } of service.project.credentialFiles) {
      if (!isWithin(context.root, path) || isAsideFile(path) || !credentials || credentials.length === 0) continue;
      const inside = relativeTo(context.root, path);
      const [sent] = isBuiltIn(path) ? sentAndCopied(context, copies, [inside]) : [];
      const shipped = sent ?? shippedBy(inside);
      if (!shipped) continue;
      const word = shipped.copy.instruction.sources.find((one) => isWithin(sourceInContext(one.text), inside));
      const place = placeOf(dockerfile, word ?? shipped.copy.instruction);
      if (!found.has(JSON.stringify(place)))
        add(finding(`takes ${path} along, which has ${credentials[0]?.what ?? "credentials"}`, place));
    }
    for (const one of made) add(one);
    const first = open[0];
    return noOr([...found.values()], () =>
      first
        ? unknown(`whether ${first.path} holds a credential cannot be seen: it is not in the repository`, first.place)
        : yes("no file that holds credentials is copied"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "do not copy the file: mount it at run time", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, ({ range }, { message }) => {
      if (!dockerfile) return null;
      if (!message.startsWith("copies ")) return "it comes along with others: the ignore file has to name it";
      return withoutSource(dockerfile, range);
    });
  },
  examples: [
    { title: "named files", says: "yes", files: { Dockerfile: "FROM node:22-slim\nCOPY src ./src\n", "src/main.js": "" } },
    { title: "the env file", says: "no", files: "FROM node:22-slim\nCOPY «.env» /app/.env\n" },
  ],
});

/** Files that a COPY names itself. */
function named(
  service: Service,
  copy: Copied,
  shippedBy: (path: string) => Shipped | null,
  dockerfile: Dockerfile,
  add: (one: Finding) => void,
  open: { path: string; place: SourcePlace }[],
): void {
  const { context, project } = service;
  if (copy.from.kind !== "context" || !context) return;
  let index = -1;
  for (const source of copy.sources) {
    index++;
    const word = copy.instruction.sources[index];
    if (!word || source === "." || source.includes("$")) continue;
    const whole = sourceInContext(source);
    const path = whole.endsWith("*") || whole.endsWith("?") ? whole.replace(/[*?]+$/, "") : whole;
    const kind = secretFile(path);
    if (kind === "no" || isAsideFile(path) || !isSent(context, path)) continue;
    if (!shippedBy(path)) continue;
    const place = placeOf(dockerfile, word);
    const file = credentialFileAt(project.credentialFiles, joinPath(context.root, path));
    if (file?.credentials?.length === 0) continue;
    if (kind === "secret" && !isPublic(path)) add(finding(`copies ${baseName(path)} into the image`, place));
    else if (file?.credentials)
      add(finding(`copies ${baseName(path)}, which has ${file.credentials[0]?.what ?? "credentials"}, into the image`, place));
    else if (!/[*?[]/.test(source) && !project.files.has(joinPath(context.root, path))) open.push({ path, place });
  }
}

/** The names that `.env*` stands for where none of them is in the repository. */
const LIKELY = [".env", ".env.local", ".env.production"];

/** Files that a COPY out of another stage names itself, and that came there out of the context. */
function relayed({ context, project }: Service, copy: Copied, dockerfile: Dockerfile, add: (one: Finding) => void): void {
  if (copy.from.kind !== "stage" || !context) return;
  for (let index = 0; index < copy.sources.length; index++) {
    const source = copy.sources[index] as string;
    const word = copy.instruction.sources[index];
    if (!word || source.includes("$")) continue;
    const path = cleanPath(`/${source}`);
    const name = baseName(path);
    const bare = name.endsWith("*") ? name.slice(0, -1) : name;
    if (secretFile(bare) !== "secret" || /[*?[]/.test(bare) || isAsideFile(bare) || isPublic(source)) continue;
    const names = bare === name ? [bare] : LIKELY.filter((likely) => likely.startsWith(bare));
    for (const each of names) {
      const inside = relayedFrom(copy.from.stage, joinPath(folderOf(path) || "/", each), context);
      if (inside === null) continue;
      if (credentialFileAt(project.credentialFiles, joinPath(context.root, inside))?.credentials?.length === 0) continue;
      add(
        finding(`copies ${each} into the image, by way of ${copy.from.stage.name ?? "another stage"}`, placeOf(dockerfile, word)),
      );
      break;
    }
  }
}

/** What a builder packs into the program: the resources of a Java archive. */
function isBuiltIn(path: string): boolean {
  return path.includes("src/main/resources/");
}

/** Files that browsers get anyway. */
function isPublic(path: string): boolean {
  return /(?:^|\/)public\//.test(path);
}

/** `cp .env.example .env`: the defaults of an example become the settings of the image. */
function madeEnvFiles(stage: Stage, dockerfile: Dockerfile): readonly Finding[] {
  if (!callsAny(dockerfile, ["cp", "mv"])) return [];
  const found: Finding[] = [];
  for (const { script } of stage.facts.runs) {
    for (const { name, words } of script?.commands ?? []) {
      if (name !== "cp" && name !== "mv") continue;
      const named = words.slice(1).filter((word) => !word.text.startsWith("-"));
      const [source, target] = named;
      if (!target || !source || named.length !== 2 || !/^\.env(?:\.prod(?:uction)?)?$/.test(baseName(target.value ?? "")))
        continue;
      if (!/env/i.test(baseName(source.value ?? ""))) continue;
      const told = `makes ${target.value ?? ".env"} in the image out of ${source.value ?? source.text}: the credentials of an example, or of whoever builds`;
      found.push(finding(told, placeOf(dockerfile, target), { level: "warning" }));
    }
  }
  return found;
}
