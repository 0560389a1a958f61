import { type Answer, type Finding, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, type Place, placeOf, type SourcePlace } from "../../core/place.js";
import type { Dockerfile, Stage, StartCommand } from "../../models/dockerfile/dockerfile.js";
import { execForm } from "../../models/dockerfile/edit/json-form.js";
import type { Image } from "../../models/image/image.js";
import { settingPlace } from "../../models/image/place.js";
import { programOf } from "../../models/image/programs.js";
import { isShellForm } from "../../models/image/start.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { execStart } from "../../models/project/start-edit.js";
import { readText } from "../../models/shell/last-command.js";
import { splitWords } from "../../models/shell/split-words.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/exec-form",
  claim: "ENTRYPOINT and CMD are in exec form",
  why: "The shell form starts `/bin/sh -c`, which stays process 1 and does not pass SIGTERM on: the app never hears that it should stop, and is killed with its requests in flight when the grace period is over.",
  todo: 'Write the command as a JSON array of strings in double quotes, one word each: `CMD ["node", "server.js"]`. Where a variable is needed, `CMD ["sh", "-c", "exec node server.js --port $PORT"]`.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3025", "JSONArgsRecommended"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { entrypoint, cmd } = stage.facts;
    if (!entrypoint && !cmd) return inherited(stage);
    const parts = [entrypoint, entrypoint?.form === "shell" ? null : cmd].filter((part) => part !== null);
    if (parts.every((part) => part.words.length === 0)) return notApplicable("nothing is started: ENTRYPOINT and CMD are empty");
    for (const part of parts) {
      const fault = part.form === "shell" ? shellForm(dockerfile, stage, part) : oneString(dockerfile, stage, part);
      if (fault) return fault;
    }
    const execs = parts.find((part) => part.form === "shell");
    if (execs) return yes(`${execs.instruction.keyword} is in shell form, and its shell is replaced by exec`);
    return yes(`${parts.map((part) => part.instruction.keyword).join(" and ")} in exec form`);
  },
  image(image) {
    if (image.form === "rootfs") return notApplicable("a root file system starts nothing by itself");
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const { entrypoint, cmd } = image.config;
    if (entrypoint.length === 0 && cmd.length === 0) return notApplicable("nothing is started: ENTRYPOINT and CMD are empty");
    const closed = isShellForm(image, entrypoint);
    for (const [setting, words] of [
      ["Entrypoint", entrypoint],
      ["Cmd", closed ? [] : cmd],
    ] as const) {
      const fault = isShellForm(image, words) ? builtShellForm(setting, words) : null;
      if (fault) return fault;
    }
    return (
      oneProgram(image, entrypoint.length > 0 ? "Entrypoint" : "Cmd") ??
      yes("what the image starts is in exec form, or its shell makes way by exec")
    );
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "start the app in place of a shell", safety: "review", order: "instruction" } as const;
    return fixEach(findings.slice(0, 1), how, ({ range }) => {
      const part = [stage?.facts.entrypoint, stage?.facts.cmd].find((one) => one && isInside(range, one.instruction));
      if (!dockerfile || !part) return null;
      if (part.form === "shell") return execStart(dockerfile, part);
      const [program = "", ...rest] = part.words;
      if (/["'$`|&;<>*?\\]/.test(program)) return "the program's words need a shell";
      return [replaced(dockerfile.path, part.instruction.textRange, execForm([...splitWords(program), ...rest]))];
    });
  },
  examples: [
    { title: "exec form", says: "yes", files: 'FROM node:22-slim\nCMD ["node", "server.js"]\n' },
    { title: "a variable, and exec", says: "yes", files: "FROM node:22-slim\nCMD exec node server.js --port $PORT\n" },
    { title: "shell form", says: "no", files: "FROM python:3.13-slim\n«CMD python server.py»\n" },
    { title: "single quotes are no JSON", says: "no", files: "FROM python:3.13-slim\n«CMD ['python', 'server.py']»\n" },
  ],
});

function inherited(stage: Stage): Answer {
  if (stage.base.kind === "scratch") return notApplicable("the image starts nothing");
  const facts = factsOfBase(stage);
  const name = stage.base.kind === "image" ? stage.base.reference.name : stage.base.written;
  if (!facts || (facts.entrypoint === null && facts.cmd === null && facts.handlesTerm === null))
    return unknown(
      `neither ENTRYPOINT nor CMD is set, and what ${name} starts is not in the table of known bases`,
      stage.base.place,
    );
  if (facts.handlesTerm === null) return notApplicable(`neither ENTRYPOINT nor CMD is set: the image starts no app of its own`);
  return yes(`the start of ${name}, which is in exec form`);
}

/** BuildKit's own check lets a shell form pass below a SHELL. */
function hasShellFor(stage: Stage, part: StartCommand): boolean {
  const { effectiveInstructions } = stage;
  const at = effectiveInstructions.indexOf(part.instruction);
  return effectiveInstructions.some(({ keyword }, index) => keyword === "SHELL" && index < at);
}

function shellForm(dockerfile: Dockerfile, stage: Stage, part: StartCommand): Answer | null {
  const names = hasShellFor(stage, part) ? { aliases: ["DL3025"] } : {};
  return judgeShellForm(part.instruction.keyword, part.words[0] ?? "", placeOf(dockerfile, part.instruction), names);
}

function builtShellForm(setting: "Entrypoint" | "Cmd", words: readonly string[]): Answer | null {
  return judgeShellForm(setting.toUpperCase(), words.at(-1) ?? "", settingPlace(setting));
}

function judgeShellForm(keyword: string, text: string, place: Place, names: Pick<Finding, "aliases"> = {}): Answer | null {
  if (text.trim() === "") return null;
  if (/^\s*\[/.test(text) && !/^\s*\[\[?\s/.test(text))
    return no(
      finding(`${keyword} looks like exec form, but is no valid JSON: it is given to a shell as it stands`, place, names),
    );
  const { execs } = readText(text);
  if (execs === true) return null;
  if (execs === null && /\bexec\b|\btrap\b/.test(text))
    return unknown(`${keyword} is in shell form; whether its shell is replaced in the end could not be told`, place);
  return no(finding(`${keyword} is in shell form: a shell stands between SIGTERM and \`${shortened(text)}\``, place, names));
}

/** `CMD ["node server.js"]`: a program whose name holds a blank, and that is nowhere in the image. */
function oneProgram(image: Image, setting: "Entrypoint" | "Cmd"): Answer | null {
  const [program = ""] = setting === "Entrypoint" ? image.config.entrypoint : image.config.cmd;
  if (!/^\S+\s+\S/.test(program.trim()) || programOf(image, program)) return null;
  const message = `${setting.toUpperCase()} asks for one program named \`${shortened(program)}\`: every word needs a string of its own`;
  return no(finding(message, settingPlace(setting)));
}

/** `CMD ["node server.js"]` asks for a program whose name holds a blank. */
function oneString(dockerfile: Dockerfile, stage: Stage, part: StartCommand): Answer | null {
  const [program = ""] = part.words;
  const { entrypoint } = stage.facts;
  const leads =
    part.instruction.keyword === "ENTRYPOINT" ||
    (entrypoint ? entrypoint.words.length === 0 : factsOfBase(stage)?.entrypoint?.length === 0);
  if (!leads || !/^\S+\s+\S/.test(program.trim())) return null;
  const word = part.instruction.words[0];
  const place: SourcePlace = placeOf(dockerfile, word ?? part.instruction);
  return no(
    finding(
      `${part.instruction.keyword} asks for one program named \`${shortened(program)}\`: every word needs a string of its own`,
      place,
    ),
  );
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  const words = line.split(" ").slice(0, 3).join(" ");
  const cut = words.length > 40 ? `${words.slice(0, 39)}…` : words;
  return cut.length < line.length && !cut.endsWith("…") ? `${cut} …` : cut;
}
