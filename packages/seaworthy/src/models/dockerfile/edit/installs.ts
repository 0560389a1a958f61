import { type Edit, replaced } from "../../../core/edit.js";
import type { Install } from "../../shell/packages.js";
import type { ShellWord } from "../../shell/script.js";
import type { Dockerfile } from "../dockerfile.js";
import { insertWords } from "./script.js";

/** The verbs of installs from a manifest; yarn and pnpm install without one, too. */
const VERB = /^(?:install|i|ci|sync|build|add|update)$/;

const FROZEN: Readonly<Partial<Record<Install["manager"], string>>> = {
  yarn: "--frozen-lockfile",
  pnpm: "--frozen-lockfile",
  bun: "--frozen-lockfile",
  pipenv: "--deploy",
  uv: "--locked",
  cargo: "--locked",
};

const PRODUCTION: Readonly<Partial<Record<Install["manager"], string>>> = {
  npm: "--omit=dev",
  yarn: "--production",
  pnpm: "--prod",
  bun: "--production",
  poetry: "--only main",
  uv: "--no-dev",
  pdm: "--prod",
  composer: "--no-dev",
};

/** An install that fails where manifest and lockfile differ; or why it stays. */
export function frozenInstall(file: Dockerfile, install: Install): readonly Edit[] | string {
  const { manager, command } = install;
  const at = verbAt(install);
  if (manager === "npm") {
    const verb = command.words[at];
    if (at < 0 || !verb || !/^(?:install|i)$/.test(verb.text)) return "the command of the install is not plain";
    if (command.words.some(({ text }) => /^(?:--no-package-lock|--save|-S|-D|-g|--global|--no-save)$/.test(text)))
      return "the install has options that go past the lockfile";
    return [replaced(file.path, verb.range, "ci")];
  }
  const option = FROZEN[manager];
  if (option === undefined) return `${manager} has no option for it`;
  return withOption(file, install, option);
}

/** An install without what only development needs; or why it stays. */
export function productionInstall(file: Dockerfile, install: Install): readonly Edit[] | string {
  const option = PRODUCTION[install.manager];
  return option === undefined ? `${install.manager} has no option for it` : withOption(file, install, option);
}

function withOption(file: Dockerfile, install: Install, option: string): readonly Edit[] | string {
  const at = verbAt(install);
  if (at > 0) return [insertWords(file, install.command, at, option)];
  // `yarn` alone installs.
  if (install.command.words.length === 1) return [insertWords(file, install.command, 0, `install ${option}`)];
  return "the command of the install is not plain";
}

function verbAt({ command }: Install): number {
  return command.words.findIndex(({ text }, index) => index > 0 && VERB.test(text));
}

/** An install without one of its packages; or why it stays. */
export function withoutWord(file: Dockerfile, install: Install, { range: [from, to] }: ShellWord): readonly Edit[] | string {
  if (install.packages.length === 1) return "it is all that the command installs";
  const { words } = install.command;
  const before = words[words.findIndex(({ range }) => range[0] === from) - 1];
  if (!before) return "the command of the install is not plain";
  return file.text.slice(before.range[1], from).includes("#")
    ? "a comment stands beside it"
    : [replaced(file.path, [before.range[1], to], "")];
}
