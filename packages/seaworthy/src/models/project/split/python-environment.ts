import type { RunFacts, Stage } from "../../dockerfile/dockerfile.js";
import type { Install } from "../../shell/packages.js";
import { joinPath } from "../paths.js";
import type { Service } from "../service.js";
import { isRootUser } from "../uid.js";

type Read = (path: string) => string | null;

/** Where the packages of a Python app come to lie in the stage that builds, so that they can be taken out of it. */
export interface PythonEnvironment {
  readonly folder: string;
  /** Lines that the builder needs for it. */
  readonly first: readonly string[];
}

const OWN = "/opt/venv";
/** What installs packages, and is none of the app's. */
const INSTALLERS = /^(?:pip|setuptools|wheel|poetry|poetry-core|poetry-plugin-[\w-]+|uv|pdm|pipx|virtualenv)$/;
const ELSEWHERE = /^(?:--user|--target|-t|--prefix|--root)(?:=|$)/;
const OTHER_FOLDER = /^(?:--project|--directory|-C|-p|--active|--python|-g|--global)(?:=|$)/;
const RUNS_APP = /^(?:python[\d.]*|flask|django-admin|alembic|pytest|celery|poe|invoke|\.{0,2}\/.*)$/;

/** The environment that an app's packages are installed into; or why it cannot be told. */
export function pythonEnvironment(service: Service, stage: Stage, read: Read): PythonEnvironment | string {
  const all = stage.facts.runs.flatMap((run) =>
    run.installs.filter(({ system }) => !system).map((install) => ({ run, install })),
  );
  if (all.length === 0) return "no packages of Python are installed";
  const installs = all.filter(({ install }) => !isInstaller(install));
  const managers = new Set(installs.map(({ install }) => install.manager));
  const [manager] = managers;
  if (all.some(({ install }) => install.flags.some((flag) => ELSEWHERE.test(flag))))
    return "the packages are installed into a folder of their own";
  if (managers.size > 1) return `packages are installed by ${[...managers].join(" and ")}: which of them ship is not known`;
  const texts = stage.facts.runs.map(({ instruction }) => instruction.text).join("\n");
  const [first] = installs;
  const isOwn = manager === undefined || manager === "pip" || !first;
  if ((isOwn || manager === "poetry") && all.some(({ run }) => isRootUser(run.user.value) !== true))
    return "the packages are installed by another user than root";
  if (isOwn) return { folder: OWN, first: ownLines(true) };
  const folder = first.run.workdir;
  if (folder === null || folder === "/" || folder.includes("$")) return "the folder of the project is not known";
  if (installs.some(({ install }) => install.flags.some((flag) => OTHER_FOLDER.test(flag))))
    return `${manager} is told of another folder or interpreter`;
  const root = service.context?.root ?? ".";
  const inProject = { folder: `${folder}/.venv`, first: [] };
  if (manager === "uv") return ofUv(installs, stage, inProject.folder, read(joinPath(root, ".python-version")));
  if (manager === "pdm") {
    if (/__pypackages__|use_venv/.test(texts)) return "pdm keeps the packages in a way of its own here";
    return inProject;
  }
  if (manager !== "poetry") return `how ${manager} fills an environment of its own here is not known`;
  const set = (variable: string) => (stage.facts.env.get(variable)?.value ?? "").toLowerCase();
  const config = read(joinPath(root, "poetry.toml")) ?? "";
  if (
    /^(?:1|true)$/.test(set("POETRY_VIRTUALENVS_IN_PROJECT")) ||
    /virtualenvs\.in-project\s+true/.test(texts) ||
    /in-project\s*=\s*true/.test(config)
  )
    return inProject;
  if (
    !/^(?:0|false)$/.test(set("POETRY_VIRTUALENVS_CREATE")) &&
    !/virtualenvs\.create\s+["']?false/.test(texts) &&
    !/create\s*=\s*false/.test(config)
  )
    return "where poetry keeps its environment is not known: `poetry config virtualenvs.in-project true` names a place";
  const later = installedThen(stage, first.run).find((one) => one !== null);
  if (later) return `${later} runs behind the install, and needs the packages`;
  // Poetry fills the environment that it is told is active; its own packages stay where pip puts them.
  return { folder: OWN, first: ownLines(false) };
}

function ofUv(
  installs: readonly { readonly install: Install }[],
  stage: Stage,
  folder: string,
  wanted: string | null,
): PythonEnvironment | string {
  if (installs.some(({ install }) => install.command.words[1]?.text !== "sync"))
    return "uv installs into an environment that it finds: which is not known";
  const named = stage.facts.env.get("UV_PROJECT_ENVIRONMENT");
  if (named && (named.value === null || !/^\/(?!usr(?:\/local)?\/?$)[\w./-]+$/.test(named.value)))
    return "uv installs into the system";
  const tag = stage.base.kind === "image" ? (stage.base.reference.tag ?? "") : "";
  const minor = /^(\d+\.\d+)/.exec(wanted?.trim() ?? "")?.[1];
  if (wanted !== null && (minor === undefined || !new RegExp(`(?<!\\d)${minor.replace(".", "\\.")}(?!\\d)`).test(tag)))
    return "the base is of another Python than .python-version asks for: uv brings one of its own";
  // An interpreter that uv fetched would stay behind.
  return { folder: named?.value ?? folder, first: ["ENV UV_PYTHON_DOWNLOADS=never"] };
}

/** @param activate programs of the environment are found first */
function ownLines(activate: boolean): readonly string[] {
  return [`RUN python -m venv ${OWN}`, activate ? `ENV PATH=${OWN}/bin:$PATH` : `ENV VIRTUAL_ENV=${OWN}`];
}

function isInstaller({ manager, packages, manifests }: Install): boolean {
  return (
    /^(?:pip|uv)$/.test(manager) &&
    manifests.length === 0 &&
    packages.length > 0 &&
    packages.every(({ name }) => INSTALLERS.test(name))
  );
}

/** Programs that run behind an install and are the app's own, or Python's. */
function installedThen(stage: Stage, run: RunFacts): readonly (string | null)[] {
  const commands = stage.facts.runs
    .filter(({ instruction }) => instruction.range[0] >= run.instruction.range[0])
    .flatMap(({ script, instruction }) => {
      const last = instruction === run.instruction ? (run.installs.at(-1)?.range[1] ?? 0) : 0;
      return (script?.commands ?? []).filter(({ range }) => range[0] >= last);
    });
  return commands.map(({ name }) => (name !== null && RUNS_APP.test(name) ? name : null));
}
