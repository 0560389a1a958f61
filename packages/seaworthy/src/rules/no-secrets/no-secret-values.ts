import { type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { isInside, placeOf } from "../../core/place.js";
import { entropy, placeholder, secretName, secretValue } from "../../knowledge/secrets.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { withoutLines } from "../../models/dockerfile/edit/lines.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { callsAny, writtenAssignments } from "../../models/dockerfile/written.js";
import { described, isCommonDefault } from "../../models/project/credentials.js";
import type { Command, Script } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/no-secret-values",
  claim: "no command of the Dockerfile holds a credential",
  why: "The text of every RUN, COPY and CMD stands in the image's history and in the repository; deleting the file that it wrote changes neither.",
  todo: "Take the credential out of the text and change it; where the build needs one, mount it: `RUN --mount=type=secret,id=token …`.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/secrets-in-code"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const findings: Finding[] = [];
    for (const one of neededStages(dockerfile, stage)) {
      const own = findingsIn(one, stage, dockerfile);
      if (own.length > 0) findings.push(...own);
    }
    if (findings.length > 1) findings.sort((a, b) => Number(a.level === "warning") - Number(b.level === "warning"));
    return noOr(findings, () => yes("no command holds anything in the form of a credential"));
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "leave out the command that sets a password", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, ({ range }, { message }) => {
      const run = stage?.facts.runs.find(({ instruction }) => isInside(range, instruction));
      if (!dockerfile || !run || !message.startsWith("sets the password"))
        return "what stands in its place is for its owner to say";
      const { script, instruction } = run;
      if (!script || script.commands.length > 2 || instruction.flags.length > 0) return "the RUN does other things, too";
      const removed = withoutLines(dockerfile, instruction);
      return typeof removed === "string" ? removed : [removed];
    });
  },
  examples: [
    {
      title: "a stand-in for the build",
      says: "yes",
      files: "FROM python:3.13-slim\nRUN SECRET_KEY=dummyvalue python manage.py collectstatic\n",
    },
    {
      title: "a password in an address",
      says: "no",
      files: "FROM alpine/git:2.49.1\nRUN git clone https://ci:«tr0ub4dor»@git.example.com/app.git\n",
    },
  ],
});

function findingsIn(stage: Stage, shipped: Stage, dockerfile: Dockerfile): readonly Finding[] {
  const ships = shipped.lineage.includes(stage);
  const found = new Map<string, Finding>();
  const add = (message: string, range: readonly [number, number]): void => {
    const key = range.join("-");
    const extra = { secret: true, ...(ships ? {} : { level: "warning" as const }) };
    if (!found.has(key)) found.set(key, finding(message, placeOf(dockerfile, { range }), extra));
  };
  for (const instruction of stage.instructions) {
    if (isSetting(instruction)) continue;
    const held = secretValue(instruction.text);
    // Most hold nothing.
    if (held.length === 0 && instruction.heredocs.length === 0) continue;
    for (const { description, start, end } of held)
      add(`${instruction.keyword} holds ${described(description)}`, instruction.textOffsets.range(start, end));
    for (const { bodyRange } of instruction.heredocs) {
      for (const { description, start, end } of secretValue(dockerfile.text.slice(...bodyRange)))
        add(`the text after ${instruction.keyword} holds ${described(description)}`, [bodyRange[0] + start, bodyRange[0] + end]);
    }
  }
  const sets = ships && callsAny(dockerfile, ["chpasswd", "passwd"]);
  const assigns = writtenAssignments(dockerfile).length > 0;
  for (const { script, stage: own } of sets || assigns ? stage.facts.runs : []) {
    if (own !== stage || !script) continue;
    if (sets) passwordsSet(script, add);
    for (const command of script.commands) if (command.assignments.length > 0) assignments(command, add);
  }
  return found.size === 0 ? NOTHING : [...found.values()];
}

const NOTHING: readonly Finding[] = Object.freeze([]);

/** ENV, ARG and LABEL are looked at by their names too, elsewhere. */
function isSetting(instruction: Instruction): boolean {
  return (
    instruction.keyword === "ENV" ||
    instruction.keyword === "ARG" ||
    instruction.keyword === "LABEL" ||
    instruction.keyword === "FROM"
  );
}

type Add = (message: string, range: readonly [number, number]) => void;

/** `echo user:password | chpasswd` */
function passwordsSet(script: Script, add: Add): void {
  for (const [index, command] of script.commands.entries()) {
    const stdin = command.name === "passwd" && command.words.some((word) => word.value === "--stdin");
    if ((command.name !== "chpasswd" && !stdin) || command.words.some((word) => /^-e$|^--encrypted$/.test(word.value ?? "")))
      continue;
    const before = command.pipe.index > 0 ? script.commands[index - 1] : undefined;
    if (!before || !/^(?:echo|printf)$/.test(before.name ?? "")) continue;
    for (const word of before.words.slice(1)) {
      const value = word.value ?? "";
      const colon = value.indexOf(":");
      const password = stdin ? value : colon < 0 ? "" : value.slice(colon + 1).replace(/\\n$/, "");
      if (password === "" || password.startsWith("-") || password.startsWith("$") || placeholder(password)) continue;
      add(`sets the password of ${stdin || colon < 0 ? "a user" : value.slice(0, colon)} to a literal one`, word.range);
    }
  }
}

/** `API_TOKEN=… command` with a value that was made by a machine: a word would be a stand-in as likely as not. */
function assignments(command: Command, add: Add): void {
  for (const { name, value, range } of command.assignments) {
    if (value === null || secretName(name) !== "secret" || placeholder(value) || isCommonDefault(value)) continue;
    if (value.length >= 16 && /\d/.test(value) && /[a-z]/i.test(value) && entropy(value) >= 3.2)
      add(`${name} is given a literal credential`, range);
  }
}
