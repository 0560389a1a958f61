import { type Edit, inserted, replaced } from "../../../core/edit.js";
import { familiarName } from "../../../knowledge/bases.js";
import type { Instruction } from "../../dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../dockerfile/dockerfile.js";
import { blockOf, indentOf, keyword, lineEnd, linesAfter } from "../../dockerfile/edit/lines.js";
import { accountsOf } from "../../shell/users.js";
import type { Service } from "../service.js";
import { goParts } from "./go.js";
import { madeElsewhere } from "./moved-accounts.js";
import { nodeParts } from "./node.js";
import type { Parts } from "./parts.js";
import { pythonParts } from "./python.js";
import { type Runtime, runtimePackages, sorted, startTexts } from "./sort.js";

type Read = (path: string) => string | null;

/** A stage that builds and ships in one made two: a builder, and a stage that takes what it made; or why it stays one. */
export function splitStage(service: Service, read: Read): { readonly title: string; readonly edits: readonly Edit[] } | string {
  const { dockerfile, stage } = service;
  if (!dockerfile || !stage) return "the shipped stage could not be read";
  if (dockerfile.stages.length !== 1)
    return "the file has several stages already: which of them should build is a person's choice";
  if (service.deployments.some(({ compose }) => compose?.build?.target)) return "a deployment names the stage";
  if (stage.base.kind !== "image") return "the base is not known";
  if (stage.from.alias !== null) return "the stage has a name, which others may use";
  if (stage.facts.workdir.value.includes("$")) return "the folder of the app is not known";
  const found = sorted(service, stage);
  if (typeof found === "string") return found;
  const parts = partsOf(service, stage, read);
  if (typeof parts === "string") return parts;
  const build = found.filter(({ belongs }) => belongs !== "ship").map(({ instruction }) => instruction);
  const end = build.findLast(({ keyword: name }) => name !== "ENV" && name !== "USER" && name !== "ARG");
  if (!end) return "nothing is built in the stage";
  const cut = found
    .filter(({ instruction, belongs }) => belongs === "ship" && instruction.range[0] < end.range[0])
    .map(({ instruction }) => instruction);
  const before = build.filter((one) => one.range[0] <= end.range[0]);
  const ships = found.filter(({ instruction, belongs }) => belongs === "ship" || isOwning(instruction));
  const apart =
    madeElsewhere(stage, cut, before) ??
    madeElsewhere(
      stage,
      build,
      ships.map(({ instruction }) => instruction),
    );
  if (apart !== null) return `${apart} would be made in one of the stages alone, and both name it`;
  if (parts.copies.some((line) => !PLAIN_COPY.test(line))) return "a path of the app is not plain";
  const started = startTexts(service, stage);
  const runtime = runtimePackages(stage, started, parts.base);
  if (!isSameSystem(stage, parts.base)) {
    const lost = runtime?.packages.find((name) => !COMMON.has(name));
    if (lost) return `${lost} is a package of another distribution than that of ${parts.base}`;
    if (cut.some((one) => one.keyword === "RUN")) return `a RUN of the part that ships may not work in ${parts.base}`;
  }
  const again = found
    .filter(
      ({ instruction, belongs }) =>
        instruction.range[0] <= end.range[0] && isRepeated(instruction, belongs, stage, { parts, started }),
    )
    .map(({ instruction }) => instruction);
  const header = shippedHead(dockerfile, stage, parts, { again, cut, runtime: /distroless/.test(parts.base) ? null : runtime });
  return {
    title: `split the file: one stage builds, ${parts.base} ships`,
    edits: [
      inserted(dockerfile.path, stage.from.image.range[1], ` ${keyword(dockerfile, "AS")} build`),
      ...(parts.first.length === 0
        ? []
        : [
            firstEdit(
              dockerfile,
              stage,
              parts.first.map((line) => written(dockerfile, line)),
            ),
          ]),
      ...cut.map((one) => replaced(dockerfile.path, blockOf(dockerfile, one), "")),
      linesAfter(dockerfile, end, [...parts.last.map((line) => written(dockerfile, line)), "", ...header]),
    ],
  };
}

function partsOf(service: Service, stage: Stage, read: Read): Parts | string {
  switch (languageOf(service, stage)) {
    case "node":
      return nodeParts(service, stage, read);
    case "python":
      return pythonParts(service, stage, read);
    case "go":
      return goParts(service, stage);
    default:
      return "how an app of this kind is parted is not known";
  }
}

/** Where nothing of the app was found, the base tells what it is written in. */
function languageOf({ app }: Service, { base }: Stage): string {
  if (app && app.language !== "unknown") return app.language;
  const name = base.kind === "image" ? familiarName(base.reference.name) : "";
  return name === "golang" ? "go" : name;
}

/** A line with its keyword as the file writes them. */
function written(file: Dockerfile, line: string): string {
  return line.replace(/^[A-Z]+/, (name) => keyword(file, name));
}

/** Behind the WORKDIR that the builder begins with, or behind its FROM. */
function firstEdit(file: Dockerfile, stage: Stage, lines: readonly string[]): Edit {
  const workdir = stage.instructions.find(
    ({ keyword: name }) => name === "WORKDIR" || name === "COPY" || name === "ADD" || name === "RUN",
  );
  const at = workdir?.keyword === "WORKDIR" ? workdir : stage.from;
  return linesAfter(file, at, lines);
}

/** What the shipped stage may have, too. */
function isOwning({ keyword: name }: Instruction): boolean {
  return name === "USER" || name === "COPY" || name === "ADD";
}

const PLAIN_COPY = /^COPY --from=build [\w./@+-]+ [\w./@+-]+$/;
/** Packages by the same name everywhere, which images without a package manager bring. */
const COMMON: ReadonlySet<string> = new Set(["ca-certificates", "tzdata"]);

function isSameSystem({ base }: Stage, small: string): boolean {
  const tag = base.kind === "image" ? `${base.reference.name}:${base.reference.tag ?? ""}` : "";
  return !/distroless/.test(small) && /alpine/.test(tag) === /alpine/.test(small);
}

interface Shipped {
  readonly parts: Parts;
  /** What decides what runs. */
  readonly started: string;
}

function isRepeated(instruction: Instruction, belongs: string, stage: Stage, { parts, started }: Shipped): boolean {
  // The shell of CMD, of health checks, and of what is run there.
  if (instruction.keyword === "SHELL") return true;
  if (instruction.keyword === "ENV") return !/DEBIAN_FRONTEND|NODE_OPTIONS/.test(instruction.text);
  if (instruction.keyword === "USER") return true;
  if (belongs !== "build" || (instruction.keyword !== "COPY" && instruction.keyword !== "ADD")) return false;
  const copy = stage.facts.copies.find((one) => one.instruction === instruction);
  if (!copy || copy.destination === null || copy.from.kind === "stage") return false;
  // Of another image a program comes along if what is started names it; others build.
  if (copy.from.kind === "image") {
    const [last = ""] = [...copy.sources, ...(copy.destination.endsWith("/") ? [] : [copy.destination])].slice(-1);
    return started.includes(last.slice(last.lastIndexOf("/") + 1));
  }
  const { value: workdir } = stage.facts.workdir;
  const inside = workdir === "/" || copy.destination === workdir || copy.destination.startsWith(`${workdir}/`);
  return !inside || (parts.takesContext && copy.from.kind === "context");
}

interface Moved {
  readonly again: readonly Instruction[];
  readonly cut: readonly Instruction[];
  readonly runtime: Runtime | null;
}

/** The lines of the shipped stage, down to what stays where it stands at the end of the file. */
function shippedHead(file: Dockerfile, stage: Stage, parts: Parts, { again, cut, runtime }: Moved): readonly string[] {
  const workdir = stage.facts.workdir.value;
  const of = (...keywords: readonly string[]) => again.filter((one) => keywords.includes(one.keyword));
  const settings = of("ENV").flatMap((one) => textOf(file, one, false));
  const users = of("USER").slice(-1);
  const runs = new Map(stage.facts.runs.map(({ instruction, script }) => [instruction as Instruction, script]));
  const makes = (one: Instruction): boolean => {
    const script = runs.get(one);
    return script != null && accountsOf(script).length > 0;
  };
  const accounts = cut.filter((one) => one.keyword === "RUN" && makes(one));
  // What makes files its own, or may be run, comes behind the files.
  const touches = cut.filter((one) => one.keyword === "RUN" && !makes(one));
  const others = cut.filter(({ keyword: name }) => name !== "RUN");
  const blocks = [...settings, ...others.flatMap((one) => textOf(file, one, true)), ...parts.head].join("\n");
  const names = new Set(
    of("ENV")
      .concat(others)
      .flatMap(({ text }) => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? "")),
  );
  const args = stage.instructions.filter(
    (one) => one.keyword === "ARG" && one.pairs.some(({ name }) => names.has(name) && blocks.includes(name)),
  );
  const flags = file.text.slice(stage.from.keywordRange[1], stage.from.image.range[0]).trim();
  return [
    `${keyword(file, "FROM")} ${flags === "" ? "" : `${flags} `}${parts.base}`,
    ...args.flatMap((one) => textOf(file, one, false)),
    ...settings,
    ...parts.head.map((line) => written(file, line)),
    ...(runtime ? installLines(file, runtime, parts.base) : []),
    ...of("SHELL")
      .slice(-1)
      .flatMap((one) => textOf(file, one, false)),
    ...accounts.flatMap((one) => textOf(file, one, true)),
    ...(workdir === "/" ? [] : [`${keyword(file, "WORKDIR")} ${workdir}`]),
    ...parts.copies.map((line) => written(file, line)),
    ...of("COPY", "ADD").flatMap((one) => textOf(file, one, false)),
    ...touches.flatMap((one) => textOf(file, one, true)),
    ...others.flatMap((one) => textOf(file, one, true)),
    ...users.flatMap((one) => textOf(file, one, false)),
  ];
}

function installLines(file: Dockerfile, { manager, packages }: Runtime, base: string): readonly string[] {
  const run = keyword(file, "RUN");
  if (manager === "apk" || /alpine/.test(base)) return [`${run} apk add --no-cache ${packages.join(" ")}`];
  return [
    `${run} apt-get update ${file.escape}`,
    `    && apt-get install -y --no-install-recommends ${packages.join(" ")} ${file.escape}`,
    "    && rm -rf /var/lib/apt/lists/*",
  ];
}

/** The lines of an instruction, with the comments above it where it is moved. */
function textOf(file: Dockerfile, instruction: Instruction, comments: boolean): readonly string[] {
  const [from] = blockOf(file, instruction);
  const start = comments ? from : instruction.range[0] - indentOf(file, instruction).length;
  return file.text.slice(start, lineEnd(file, instruction)).split(/\r?\n/);
}
