import type { Finding } from "../../../core/answer.js";
import { type Edit, type Fix, fixEach, inserted, type Unfixed } from "../../../core/edit.js";
import type { LeftoverCache } from "../../shell/packages.js";
import type { Command } from "../../shell/script.js";
import type { Dockerfile, Stage } from "../dockerfile.js";
import { appendCommand, type EditedRun, insertWords, withoutCommand } from "./script.js";

/** Options that keep a cache from being written, and the word behind which they stand. */
const OPTIONS: Readonly<Partial<Record<LeftoverCache["manager"], readonly [behind: RegExp, option: string]>>> = {
  apk: [/^add$/, "--no-cache"],
  pip: [/^(?:install|download)$/, "--no-cache-dir"],
  poetry: [/^install$/, "--no-cache"],
};

/** Commands that empty a cache in the RUN that filled it. */
const CLEANING: Readonly<Partial<Record<LeftoverCache["manager"], string>>> = {
  apt: "rm -rf /var/lib/apt/lists/*",
  yum: "yum clean all",
  dnf: "dnf clean all",
  microdnf: "microdnf clean all",
  zypper: "zypper clean --all",
  pacman: "pacman -Scc --noconfirm",
  npm: "npm cache clean --force",
  yarn: "yarn cache clean",
  conda: "conda clean -afy",
  gem: 'rm -rf "$(gem env gemdir)"/cache/*',
  composer: "composer clear-cache",
};

/** Where root keeps what is better kept on a cache mount. */
const MOUNTS: Readonly<Partial<Record<LeftoverCache["manager"], string>>> = {
  uv: "/root/.cache/uv",
  pipenv: "/root/.cache",
  go: "/root/.cache/go-build",
  maven: "/root/.m2",
  gradle: "/root/.gradle",
  nuget: "/root/.nuget/packages",
  cargo: "/usr/local/cargo/registry",
};

/** What a finding says of a cache, by which its fix finds the cache again. */
export function leftoverText({ manager, path, remedy }: LeftoverCache): string {
  return `${manager} leaves ${path} in the layer (\`${remedy}\` keeps it out)`;
}

/** Fixes of findings whose messages are `leftoverText` and whose places are the commands that leave the caches. */
export function withoutCaches(
  file: Dockerfile,
  runs: readonly LeavingRun[],
  findings: readonly Finding[],
): readonly (Fix | Unfixed)[] {
  const how = {
    title: "keep the package cache out of the layer",
    safety: "safe",
    order: "instruction",
    changes: ["runs"],
  } as const;
  return fixEach(findings, how, ({ range }, { message }) => {
    for (const run of runs)
      for (const leftover of run.leftovers)
        if (leftover.command.range[0] === range[0] && message === leftoverText(leftover))
          return withoutCache(file, run.stage, run, leftover);
    return null;
  });
}

interface LeavingRun extends EditedRun {
  readonly stage: Stage | null;
  readonly leftovers: readonly LeftoverCache[];
}

/** What keeps a package cache out of the layer of a RUN, or why it stays. */
function withoutCache(file: Dockerfile, stage: Stage | null, run: EditedRun, leftover: LeftoverCache): readonly Edit[] | string {
  const { manager, command, path } = leftover;
  const option = OPTIONS[manager];
  if (option) return withOption(file, run, command, option);
  if (manager === "apt" && leftover.path.includes("lists") && !path.includes("archives")) {
    if (!run.script?.commands.some(installsByApt)) return "the lists are fetched apart from the installs that use them";
    if (stage && usedLater(stage, run)) return "a later RUN installs from these lists";
  }
  const cleaning = manager === "apt" && path.includes("archives") ? "apt-get clean" : CLEANING[manager];
  if (cleaning !== undefined) {
    if ((manager === "gem" || manager === "composer") && command.name !== manager)
      return `${manager} is called by another name here`;
    const edit = appendCommand(file, run, cleaning);
    return typeof edit === "string" ? edit : [edit];
  }
  const target = manager === "go" && path.includes("pkg/mod") ? "/go/pkg/mod" : MOUNTS[manager];
  return target === undefined ? `where ${manager} keeps its cache here is not known` : mounted(file, run, target);
}

/** A cache mount on a RUN: what is downloaded outlives the layer, and is not in it. */
export function mounted(file: Dockerfile, { instruction }: EditedRun, target: string): readonly Edit[] {
  return [inserted(file.path, instruction.keywordRange[1], ` --mount=type=cache,target=${target}`)];
}

function withOption(
  file: Dockerfile,
  run: EditedRun,
  command: Command,
  [behind, option]: readonly [RegExp, string],
): readonly Edit[] | string {
  const at = command.words.findIndex(({ text }, index) => index > 0 && behind.test(text));
  if (at > 0) return [insertWords(file, command, at, option)];
  // `apk update` fetches lists that `apk add --no-cache` fetches by itself.
  if (command.name !== "apk") return "the command of the install is not plain";
  const adds = (run.script?.commands ?? []).filter(
    ({ name, words }) => name === "apk" && words.some(({ text }) => text === "add"),
  );
  const removed = withoutCommand(file, run, command);
  if (adds.length === 0 || typeof removed === "string" || removed === null)
    return "the lists are fetched apart from the installs";
  const options = adds
    .filter(({ words }) => !words.some(({ text }) => text === option))
    .map((add) =>
      insertWords(
        file,
        add,
        add.words.findIndex(({ text }) => text === "add"),
        option,
      ),
    );
  return [removed, ...options];
}

function installsByApt({ name, words }: Command): boolean {
  return (
    /^(?:apt|apt-get|aptitude)$/.test(name ?? "") &&
    words.some(({ text }) => /^(?:install|upgrade|dist-upgrade|build-dep)$/.test(text))
  );
}

/** Whether a RUN behind this one installs without fetching lists of its own. */
function usedLater(stage: Stage, run: EditedRun): boolean {
  return stage.facts.runs.some(
    ({ instruction, script }) =>
      instruction.range[0] > run.instruction.range[0] &&
      script?.commands.some(installsByApt) === true &&
      !script.commands.some(({ name, words }) => /^apt/.test(name ?? "") && words.some(({ text }) => text === "update")),
  );
}
