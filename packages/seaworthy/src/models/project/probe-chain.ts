import { PROBE_TOOLS } from "../../knowledge/tools.js";
import { withOptions } from "../shell/parse.js";
import type { Command, Script } from "../shell/script.js";
import type { Strength, Telling } from "./probe-code.js";

type Judge = (command: Command) => Telling;

const RANK: Readonly<Record<Exclude<Strength, "unknown">, number>> = {
  nothing: 0,
  process: 1,
  "any-answer": 2,
  connection: 3,
  answer: 4,
  "always-fails": 5,
};

/** What passes on the text it reads, its own status always 0. */
const PASSES_ON = /^(?:cat|tee|head|tail|tr|sed|cut|sort|uniq|wc|echo|true|column|less|more|logger)$/;
const MATCHES = /^(?:[ef]?grep|rg|zgrep)$/;
const TALKS = /^(?:echo|printf|date|logger|:|true|cat|set)$/;

/** What the exit status of a whole script tells, given what each command's own status tells. */
export function chainTelling(script: Script, judge: Judge): Telling {
  const commands = script.commands.filter(
    (command) =>
      !command.inside.includes("substitution") && !command.inside.includes("function") && !isOuterShell(command, script),
  );
  if (commands.some(({ inside }) => inside.includes("loop"))) return { strength: "unknown", because: "it loops" };
  if (commands.some(({ inside }) => inside.includes("condition"))) return conditional(commands, script, judge);
  return sequence(
    commands.filter(({ inside }) => !inside.includes("branch")),
    script,
    judge,
  );
}

/** The `sh -c` around commands that are in the list themselves. */
function isOuterShell(command: Command, script: Script): boolean {
  return (
    /^(?:sh|bash|ash|dash|zsh|ksh)$/.test(command.name ?? "") &&
    script.commands.some(
      (one) => one.inside.includes("shell-c") && one.range[0] >= command.range[0] && one.range[1] <= command.range[1],
    )
  );
}

/** `if <condition>; then … exit 1; fi`: the condition decides where a branch ends badly. */
function conditional(commands: readonly Command[], script: Script, judge: Judge): Telling {
  const branches = commands.filter(({ inside }) => inside.includes("branch"));
  if (!branches.some(endsBadly)) return { strength: "unknown", because: "its branches could not be followed" };
  const conditions = commands.filter(({ inside }) => inside.includes("condition") && !inside.includes("branch"));
  return sequence(conditions, withOptions(script, true, false), judge);
}

interface Pipeline {
  readonly operator: Command["after"];
  readonly commands: readonly Command[];
}

function pipelines(commands: readonly Command[]): readonly Pipeline[] {
  const found: { operator: Command["after"]; commands: Command[] }[] = [];
  for (const command of commands) {
    const last = found.at(-1);
    if (last && command.pipe.index > 0) last.commands.push(command);
    else found.push({ operator: command.after, commands: [command] });
  }
  return found;
}

function sequence(commands: readonly Command[], script: Script, judge: Judge): Telling {
  const lines = pipelines(commands);
  let result: Telling | null = null;
  let early: Telling | null = null;
  for (const [index, { operator, commands: members }] of lines.entries()) {
    const own = pipelineTelling(members, script.pipefail, judge);
    if (result === null || operator === "start") result = own;
    else if (operator === "||") {
      const rest = lines.slice(index).flatMap((line) => line.commands);
      if (rest.some(endsBadly) && rest.every((command) => endsBadly(command) || TALKS.test(command.name ?? ""))) break;
      if (members.some((member) => endsBadly(member) || /^(?:kill|killall|pkill|reboot)$/.test(member.name ?? ""))) {
        if (result.strength !== "nothing") early = stronger(early, result);
      } else if (own.strength !== "unknown" || !isExitOfBefore(members)) result = weaker(result, own);
    } else if (operator === "&&") {
      if (!members.every((member) => TALKS.test(member.name ?? "") || isExit(member, /^0*$/))) result = stronger(result, own);
    } else {
      if (script.errexit) early = stronger(early, result);
      // A line that only sets up or says something leaves the status to the next one.
      result = isExitOfBefore(members) ? result : own;
    }
  }
  if (result === null) return { strength: "unknown", because: "it runs no command" };
  if (early && (result.strength === "nothing" || result.strength === "always-fails")) return early;
  return early ? stronger(result, early) : result;
}

function endsBadly(command: Command): boolean {
  return command.name === "false" || isExit(command, /^0*[1-9]\d*$/) || (command.name === "return" && isExit(command, /^[1-9]/));
}

function isExit(command: Command, status: RegExp): boolean {
  return (command.name === "exit" || command.name === "return") && status.test(command.words[1]?.value ?? "");
}

/** `exit`, `exit $?`. */
function isExitOfBefore(members: readonly Command[]): boolean {
  const [only, ...more] = members;
  return only?.name === "exit" && more.length === 0 && (only.words[1] === undefined || /^["']?\$\??/.test(only.words[1].text));
}

function pipelineTelling(members: readonly Command[], pipefail: boolean, judge: Judge): Telling {
  const last = members.at(-1);
  if (!last) return { strength: "unknown", because: "it runs no command" };
  if (members.length === 1) return negated(last, judge(last));
  const first = members[0] as Command;
  if (MATCHES.test(last.name ?? "")) return negated(last, matched(members));
  // `echo "db.stats()" | mongosh`: the text is the question.
  if (/^(?:echo|printf|cat)$/.test(first.name ?? "") && PROBE_TOOLS.has(last.name ?? "") && !PASSES_ON.test(last.name ?? ""))
    return negated(last, judge(last));
  if (pipefail) return members.map(judge).reduce((best, one) => stronger(best, one));
  if (PASSES_ON.test(last.name ?? ""))
    return {
      strength: "nothing",
      because: `the status is that of ${last.name}, which ends well whatever ${first.name ?? "it"} says`,
    };
  return { strength: "unknown", because: `what ${last.name ?? "the last command"} makes of the text is not known` };
}

function negated(command: Command, telling: Telling): Telling {
  return command.negated ? { strength: "unknown", because: "its status is turned round" } : telling;
}

/** A text that is searched for words: who gave it decides what the words tell. */
function matched(members: readonly Command[]): Telling {
  for (const { name } of members.slice(0, -1)) {
    const kind = PROBE_TOOLS.get(name ?? "");
    if (kind === "process" || /^(?:netstat|ss|lsof|jps|docker|top)$/.test(name ?? ""))
      return { strength: "process", because: `${name} only sees that a process or its socket is there` };
    if (kind === "http" || kind === "protocol") return { strength: "answer", because: "it looks at the answer" };
    if (kind === "tcp") return { strength: "answer", because: "it looks at what comes back" };
  }
  return { strength: "unknown", because: "what it searches is not known" };
}

/** Of two that must both pass. */
function stronger(left: Telling | null, right: Telling): Telling {
  if (!left) return right;
  if (left.strength === "answer" || right.strength === "always-fails") return left;
  if (right.strength === "answer") return right;
  if (left.strength === "unknown") return left;
  if (right.strength === "unknown") return right;
  return RANK[left.strength] >= RANK[right.strength] ? left : right;
}

/** Of two of which one must pass. */
function weaker(left: Telling, right: Telling): Telling {
  if (left.strength === "nothing") return left;
  if (right.strength === "nothing") return { ...right, because: `\`||\` throws its failures away: ${right.because}` };
  if (left.strength === "unknown") return left;
  if (right.strength === "unknown") return right;
  return RANK[left.strength] <= RANK[right.strength] ? left : right;
}
