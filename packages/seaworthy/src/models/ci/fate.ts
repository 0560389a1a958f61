import type { Command } from "../shell/script.js";
import { type Decision, type ShellMode, YES } from "./task.js";

const no = (because: string): Decision => ({ says: false, because });
const untold = (because: string): Decision => ({ says: null, because });

/** Whether the script fails when this one of its commands does. */
export function fateOf(commands: readonly Command[], index: number, shell: ShellMode): Decision {
  const command = commands[index];
  if (!command) return YES;
  if (command.negated) return no("`!` turns its failure around");
  if (command.background) return no("it runs in the background");
  if (command.inside.includes("condition")) return untold("its result is only a condition of the script");
  if (command.inside.includes("branch")) return untold("the script runs it only in one of its branches");
  if (command.inside.includes("substitution")) return untold("it stands inside a command substitution");
  const modes = modesAt(commands, index, shell);
  const inPipe = command.pipe.length - 1 - command.pipe.index;
  if (inPipe > 0 && !modes.pipefail) return no("its exit status is lost in a pipe without `pipefail`");
  return listFate(commands, index + inPipe, modes);
}

/** Follows `&&` and `||` behind the command to where the list ends. */
function listFate(commands: readonly Command[], from: number, modes: ShellMode): Decision {
  let hidden = false;
  let next = from + 1;
  for (; next < commands.length; next++) {
    const follower = commands[next];
    if (!follower) break;
    if (follower.pipe.index > 0) continue;
    if (follower.after === "||") {
      const rescue = rescueOf(follower);
      if (rescue) return rescue;
      // `|| exit 1` ends the script as a failure, whatever follows.
      if (follower.name === "exit" || follower.name === "return") return YES;
      hidden = false;
    } else if (follower.after === "&&") hidden = true;
    else break;
  }
  const rest = commands.slice(next);
  if (rest.length === 0) return YES;
  if (/\$\?|\$\{?(?:PIPESTATUS|rc|status|exit_?code)\b/i.test(wordsOf(rest[0])))
    return untold("the script handles its exit status by itself");
  if (hidden) return untold("`&&` hides its failure from `set -e`: only what is joined to it is skipped");
  return modes.errexit ? YES : no("the script goes on after a failure (no `set -e`)");
}

function wordsOf(command: Command | undefined): string {
  if (!command) return "";
  return [
    ...command.words.map((word) => word.text),
    ...command.assignments.map((one) => `${one.name}=${one.value ?? "$?"}`),
  ].join(" ");
}

/** What a command behind `||` makes of a failure; null when it stays one. */
function rescueOf(command: Command): Decision | null {
  const [, argument] = command.words;
  const shown = `\`|| ${command.words.map((word) => word.text).join(" ")}\``;
  switch (command.name) {
    case "false":
      return null;
    case "exit":
    case "return":
      return argument?.value === "0" ? no(`${shown} lets it pass`) : null;
    case "true":
    case ":":
    case "echo":
    case "printf":
      return no(`${shown} lets it pass`);
    default:
      return untold("`||` handles its failure in a way that cannot be read");
  }
}

/** The shell's modes at a command: `set` before it changes them. */
function modesAt(commands: readonly Command[], index: number, shell: ShellMode): ShellMode {
  let { errexit, pipefail } = shell;
  for (const command of commands.slice(0, index)) {
    if (command.name !== "set" || command.inside.includes("subshell")) continue;
    const words = command.words.slice(1).map((word) => word.value ?? "");
    for (const [at, word] of words.entries()) {
      if (/^-[a-z]*e/.test(word)) errexit = true;
      if (/^\+[a-z]*e/.test(word)) errexit = false;
      if (/^[-+][a-z]*o$/.test(word)) {
        const on = word.startsWith("-");
        if (words[at + 1] === "pipefail") pipefail = on;
        if (words[at + 1] === "errexit") errexit = on;
      }
    }
  }
  return { errexit, pipefail };
}
