import { type Edit, inserted } from "../../core/edit.js";
import type { Dockerfile, RunFacts, Stage } from "../dockerfile/dockerfile.js";
import { withoutLines } from "../dockerfile/edit/lines.js";
import { insertWords, withoutCommand } from "../dockerfile/edit/script.js";
import type { Command } from "../shell/script.js";

const UPDATE: Readonly<Record<string, RegExp>> = {
  "apt-get": /^update$/,
  apt: /^update$/,
  aptitude: /^update$/,
  apk: /^update$/,
  zypper: /^(?:refresh|ref)$/,
};
const INSTALL: Readonly<Record<string, RegExp>> = {
  "apt-get": /^(?:install|upgrade|dist-upgrade|build-dep)$/,
  apt: /^(?:install|upgrade|full-upgrade|build-dep)$/,
  aptitude: /^install$/,
  apk: /^add$/,
  zypper: /^(?:install|in)$/,
};

function calls(run: RunFacts, verbs: Readonly<Record<string, RegExp>>): readonly Command[] {
  return (run.script?.commands ?? []).filter(({ name, words }) => {
    const verb = name !== null && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    return verb !== undefined && words.slice(1, 6).some(({ text }) => verb.test(text));
  });
}

/** Lists fetched where they are used: RUNs of a stage that only fetch lose that, each that installs fetches its own; or why it stays. */
export function joinedUpdates(file: Dockerfile, stage: Stage): readonly Edit[] | string {
  const own = stage.facts.runs.filter((run) => run.stage === stage);
  const edits: Edit[] = [];
  const lonely = own.filter((run) => calls(run, UPDATE).length > 0 && calls(run, INSTALL).length === 0);
  const bare = own.filter((run) => calls(run, INSTALL).length > 0 && calls(run, UPDATE).length === 0);
  if (bare.length === 0) return "no RUN of this stage installs from these lists in a way that is read";
  for (const run of lonely) {
    for (const update of calls(run, UPDATE)) {
      const removed = withoutCommand(file, run, update);
      if (typeof removed === "string") return removed;
      if (removed) {
        edits.push(removed);
        continue;
      }
      if (run.instruction.flags.length > 0) return "the RUN that fetches the lists has flags of its own";
      const lines = withoutLines(file, run.instruction);
      if (typeof lines === "string") return lines;
      edits.push(lines);
    }
  }
  for (const run of bare) {
    const [first] = calls(run, INSTALL);
    if (!first) continue;
    if (first.inside.length > 0) return "an install stands inside a condition or a loop";
    if (first.name === "apk") {
      for (const add of calls(run, INSTALL))
        if (!add.words.some(({ text }) => text === "--no-cache"))
          edits.push(
            insertWords(
              file,
              add,
              add.words.findIndex(({ text }) => text === "add"),
              "--no-cache",
            ),
          );
      continue;
    }
    const start = (first.prefixWords[0] ?? first.words[0])?.range[0] ?? first.range[0];
    const lead = first.prefixes.includes("sudo") ? "sudo " : "";
    edits.push(
      inserted(
        file.path,
        first.assignments[0]?.range[0] ?? start,
        `${lead}${first.name} ${first.name === "zypper" ? "refresh" : "update"} && `,
      ),
    );
  }
  return edits;
}
