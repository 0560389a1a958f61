import type { Range } from "../../core/place.js";
import type { Flag, FromInstruction, HealthcheckInstruction, Instruction } from "./ast.js";
import { readHeredocWord } from "./heredoc.js";

/** Takes what is wrong with one instruction; `schema` for what a newer builder may know. */
export type Complain = (kind: "parse" | "schema", message: string, range: Range) => void;

type FlagType = "string" | "strings" | "boolean";

/** Flags of the Dockerfile reference, 2026. ARG and STOPSIGNAL ignore flags, the rest refuse unknown ones. */
const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagType>>>> = {
  FROM: { platform: "string" },
  RUN: {
    mount: "strings",
    network: "string",
    security: "string",
    device: "strings",
  },
  COPY: {
    from: "string",
    chown: "string",
    chmod: "string",
    link: "boolean",
    parents: "boolean",
    exclude: "strings",
  },
  ADD: {
    chown: "string",
    chmod: "string",
    link: "boolean",
    "keep-git-dir": "boolean",
    checksum: "string",
    unpack: "boolean",
    exclude: "strings",
  },
  HEALTHCHECK: {
    interval: "string",
    timeout: "string",
    "start-period": "string",
    "start-interval": "string",
    retries: "string",
  },
};

const NEEDS_ONE = new Set(["USER", "WORKDIR", "MAINTAINER", "STOPSIGNAL"]);
const NEEDS_SOME = new Set(["ENV", "LABEL", "ARG", "EXPOSE", "VOLUME", "ONBUILD", "HEALTHCHECK"]);
const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

/** Checks the arguments of an instruction against the builder's rules, and tells `complain` what breaks them. */
export function checkGrammar(instruction: Instruction, complain: Complain): void {
  const { keyword } = instruction;
  if (keyword === "UNKNOWN") return;
  if (instruction.flags.length > 0 && keyword !== "ARG" && keyword !== "STOPSIGNAL")
    checkFlags(keyword, instruction.flags, complain);
  if (instruction.text === "") {
    if (NEEDS_ONE.has(keyword)) complain("parse", `${keyword} needs exactly one argument`, instruction.keywordRange);
    if (NEEDS_SOME.has(keyword)) complain("parse", `${keyword} needs at least one argument`, instruction.keywordRange);
  }
  switch (keyword) {
    case "FROM":
      checkFrom(instruction, complain);
      break;
    case "COPY":
    case "ADD": {
      if (instruction.words.length < 2) complain("parse", `${keyword} needs a source and a destination`, instruction.textRange);
      const last = instruction.destination;
      if (last && instruction.words.length > 1 && readHeredocWord(last.text))
        complain("parse", `${keyword} cannot write into a heredoc`, last.range);
      break;
    }
    case "ENV":
    case "LABEL":
    case "ARG":
      for (const pair of instruction.pairs) if (pair.name === "") complain("parse", `a name in ${keyword} is blank`, pair.range);
      break;
    case "SHELL":
      if (!instruction.json || instruction.words.length === 0)
        complain("parse", "SHELL needs a JSON array of strings", instruction.textRange);
      break;
    case "VOLUME":
      for (const word of instruction.words)
        if (word.text.trim() === "") complain("parse", "VOLUME names an empty path", word.range);
      break;
    case "HEALTHCHECK":
      if (instruction.text !== "") checkHealthcheck(instruction, complain);
      break;
    case "ONBUILD": {
      const inner = instruction.inner;
      if (inner?.keyword === "FROM" || inner?.keyword === "MAINTAINER")
        complain("parse", `ONBUILD cannot hold ${inner.keyword}`, inner.keywordRange);
      // The builder reads a trigger only when an image is built on this one.
      if (inner) checkGrammar(inner, (_, message, range) => complain("schema", message, range));
      break;
    }
  }
}

function checkFlags(keyword: string, flags: readonly Flag[], complain: Complain): void {
  const known = FLAGS[keyword] ?? {};
  const seen = flags.length > 1 ? new Set<string>() : null;
  for (const flag of flags) {
    const type = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    const range = flag.range;
    if (!type) complain("schema", `unknown flag --${flag.name} of ${keyword}`, range);
    else if (seen?.has(flag.name) && type !== "strings") complain("parse", `--${flag.name} is given twice`, range);
    else if (type === "boolean" ? flag.value !== null && !/^(?:true|false)$/i.test(flag.value) : flag.value === null) {
      const wanted = type === "boolean" ? "is true or false" : "needs a value (with =)";
      complain("parse", `--${flag.name} ${wanted}`, range);
    }
    seen?.add(flag.name);
  }
}

function checkFrom(instruction: FromInstruction, complain: Complain): void {
  const { words, alias } = instruction;
  if (words.length !== 1 && (words.length !== 3 || !alias)) {
    const range = words.length === 0 ? instruction.keywordRange : instruction.textRange;
    complain("parse", "FROM needs an image, or an image, AS and a name", range);
  } else if (alias && !STAGE_NAME.test(alias.text.toLowerCase())) {
    complain("parse", "the name of a stage starts with a letter and holds letters, digits, - _ and . only", alias.range);
  }
}

function checkHealthcheck(instruction: HealthcheckInstruction, complain: Complain): void {
  const [type] = instruction.words;
  if (!type) return;
  if (instruction.none) {
    if (instruction.words.length > 1) complain("parse", "HEALTHCHECK NONE takes no arguments", instruction.textRange);
  } else if (type.text.toUpperCase() !== "CMD") {
    complain("parse", "HEALTHCHECK takes CMD or NONE", type.range);
  } else if (instruction.command.length === 0) {
    complain("parse", "HEALTHCHECK CMD lacks its command", type.range);
  }
}
