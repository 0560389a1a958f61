import { kept } from "../../core/kept.js";
import type { Place } from "../../core/place.js";
import type { Deployment } from "../project/deployment.js";
import type { Service } from "../project/service.js";
import { followStart, type StartChain } from "../project/start-chain.js";
import { isScriptByName, type StartGround } from "../project/start-ground.js";
import { readEntryScript } from "../shell/last-command.js";
import { splitWords } from "../shell/split-words.js";
import type { Image } from "./image.js";
import { settingPlace } from "./place.js";
import { fileOf, interpreterOf, programOf } from "./programs.js";

/** One way in which a built image is started. */
export interface BuiltStart {
  /** What the engine executes; [] when nothing is set; null when a variable of the deployment hides it. */
  readonly argv: readonly string[] | null;
  /** The deployment that puts its own words in the image's place; null for the image as it is. */
  readonly deployment: Deployment | null;
  readonly place: Place;
}

/** The ways in which an image is started: by what deploys it, where that is known and says so, else as it is. */
export function builtStarts(image: Image, ship: Service | null): readonly BuiltStart[] {
  const { entrypoint, cmd } = image.config;
  const own: BuiltStart = {
    argv: [...entrypoint, ...cmd],
    deployment: null,
    place: settingPlace(cmd.length > 0 && !isShellForm(image, entrypoint) ? "Cmd" : "Entrypoint"),
  };
  const lasting = ship?.deployments.filter((deployment) => !deployment.oneShot) ?? [];
  const starts = lasting.map((deployment): BuiltStart => {
    const over = deployment.entrypoint ?? null;
    const command = deployment.command ?? null;
    if (!over && !command) return own;
    const unset = [...(deployment.compose?.unset ?? [])].some((key) => /^(?:command|entrypoint)(?:\[|$)/.test(key));
    const words = [...(over ? wordsOf(over.value) : entrypoint), ...(command ? wordsOf(command.value) : [])];
    return { argv: unset ? null : words, deployment, place: (command ?? over)?.place ?? deployment.place };
  });
  return starts.length > 0 ? [...new Set(starts)] : [own];
}

function wordsOf(value: readonly string[] | string): readonly string[] {
  return typeof value === "string" ? splitWords(value) : value;
}

/** Whether a command of the configuration is a shell form: the shell in force and one text, as builders write it down. */
export function isShellForm({ config }: Image, words: readonly string[]): boolean {
  const shell = config.shell.length > 0 ? config.shell : ["/bin/sh", "-c"];
  return words.length === shell.length + 1 && shell.every((word, index) => words[index] === word);
}

/** Follows a start from the engine to the app, scripts read out of the image. */
export function builtChain(image: Image, start: BuiltStart): StartChain {
  return followStart(groundOf(image), start.argv, { init: start.deployment?.compose?.init?.value === true, ofBase: false });
}

/** The chain of an image as it is. */
export const ownChain: (image: Image) => StartChain = kept((image) =>
  followStart(groundOf(image), [...image.config.entrypoint, ...image.config.cmd], { init: false, ofBase: false }),
);

const groundOf: (image: Image) => StartGround = kept((image) => {
  const scripts = new Map<string, ReturnType<typeof readEntryScript> | null>();
  return {
    script(word) {
      if (word.includes("$") || !scripts.has(word)) scripts.set(word, word.includes("$") ? null : scriptAt(image, word));
      return scripts.get(word) ?? null;
    },
    baseScript: () => null,
    // A program whose first bytes were not kept may be a script; a name without a file is one that lies elsewhere.
    isLostScript: (word) => isScriptByName(word) && !isReadProgram(image, word),
    manifestScript: () => null,
    family: familyOfShell(image),
  };
});

function scriptAt(image: Image, word: string): ReturnType<typeof readEntryScript> | null {
  const found = programOf(image, word) ?? fileOf(image, word);
  if (!found) return null;
  const text = image.text(found.path);
  if (text === null) return null;
  const interpreter = interpreterOf(text.replace(/^\uFEFF/, ""));
  const isShell = interpreter === null ? isScriptByName(found.path) && !text.includes("\0") : isShellLine(text);
  return isShell ? readEntryScript(found.path, text) : null;
}

function isShellLine(text: string): boolean {
  return /^\uFEFF?#![^\n]*\b(?:sh|bash|dash|ash|zsh|ksh)\b/.test(text);
}

/** Whether the contents of the file are known, and it is no shell script. */
function isReadProgram(image: Image, word: string): boolean {
  const found = programOf(image, word);
  return found !== null && image.content(found.path) !== null;
}

/** dash never makes way for the last command by itself, bash does; busybox depends on its version. */
function familyOfShell(image: Image): string | null {
  const name = image.files.resolve("/bin/sh")?.path.replace(/^.*\//, "") ?? "";
  if (/^(?:dash|sh\.distrib)$/.test(name)) return "debian";
  return name === "bash" ? "rhel" : null;
}
