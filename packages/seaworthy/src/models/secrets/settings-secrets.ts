import { entropy, secretName, secretValue } from "../../knowledge/secrets.js";
import type { HistoryEntry, ImageConfig } from "../image/config.js";
import { builtBy, commandOf } from "../image/instruction.js";
import type { LayerSecret } from "../image/layer.js";
import { credentialIn, isCommonDefault } from "../project/credentials.js";

type Settings = {
  readonly config: Pick<ImageConfig, "env" | "labels" | "entrypoint" | "cmd" | "healthcheck" | "onBuild">;
  readonly history: readonly HistoryEntry[];
};

const LONGEST = 50_000;
const MOST = 100;

/** Credentials in the configuration and the history of an image, by the form of values and by the names of settings. Never a value. */
export function settingsSecrets({ config, history }: Settings): readonly LayerSecret[] {
  const found: LayerSecret[] = [];
  for (const pair of config.env) {
    const [name, value] = split(pair);
    const credential = credentialIn(name, value);
    if (credential) found.push(secret("env", name, credential.what, credential.by === "format" || !isCommonDefault(value)));
  }
  for (const [name, value] of Object.entries(config.labels)) {
    const credential = credentialIn(name, value);
    // A label's name says nothing: it may be a word of the shop's.
    if (credential?.by === "format") found.push(secret("label", name, credential.what, true));
  }
  const starts = [...config.entrypoint, ...config.cmd, ...(config.healthcheck?.test ?? []), ...config.onBuild]
    .join(" ")
    .slice(0, LONGEST);
  for (const { description } of secretValue(starts)) found.push(secret("argument", "the start command", description, true));
  const env = new Set(config.env);
  for (const [index, entry] of history.entries()) found.push(...inLine(entry, index, env));
  return unique(found).slice(0, MOST);
}

function secret(where: LayerSecret["where"], path: string, description: string, certain: boolean): LayerSecret {
  return { rule: "setting", description, where, layer: null, path, line: null, hiddenBy: null, certain };
}

/** A line of the history: the arguments that a RUN was given, what ENV and ARG set, and values by their form. */
function inLine(entry: HistoryEntry, index: number, env: ReadonlySet<string>): readonly LayerSecret[] {
  const built = builtBy(entry);
  const line = String(index + 1);
  const text = entry.createdBy.slice(0, LONGEST);
  const found: LayerSecret[] = [];
  const [, count, rest = ""] = built.keyword === "RUN" ? (/^\|(\d{1,3}) ([\s\S]*)$/.exec(built.text) ?? []) : [];
  if (count !== undefined) {
    for (const pair of argumentsOf(rest, Number(count))) {
      const [name, value] = split(pair);
      const credential = credentialIn(name, value);
      if (credential) found.push({ ...secret("argument", name, credential.what, isSure(credential.by, value)), line: index + 1 });
    }
  }
  if (built.keyword === "ENV" || built.keyword === "ARG" || built.keyword === "LABEL") {
    const [name, value] = split(built.text.replace(/^([\w.-]+) (?=\S)/, built.text.includes("=") ? "$1 " : "$1="));
    const credential = env.has(`${name}=${value}`) ? null : credentialIn(name, value);
    if (credential && (built.keyword !== "LABEL" || credential.by === "format"))
      found.push({
        ...secret("history", line, `${credential.what} (${built.keyword} ${name})`, isSure(credential.by, value)),
        line: index + 1,
      });
  } else {
    const command = built.keyword === "RUN" ? commandOf(built) : text;
    for (const { description } of secretValue(command))
      found.push({ ...secret("history", line, description, true), line: index + 1 });
    for (const [, name = "", value = ""] of command.matchAll(ASSIGNED)) {
      const plain = value.replace(/^(["'])(.*)\1$/, "$2");
      const credential = secretName(name) === "secret" ? credentialIn(name, plain) : null;
      if (credential?.by === "name" && !isCommonDefault(plain) && entropy(plain) >= 2.5)
        found.push({ ...secret("history", line, `${credential.what} (${name})`, true), line: index + 1 });
    }
  }
  return found;
}

/** `NAME=value` as a word of a command. */
const ASSIGNED = /(?:^|[\s;&|(])([A-Za-z_]\w{2,60})=("[^"]{1,300}"|'[^']{1,300}'|[^\s;&|"'$]{1,300})(?=[\s;&|)]|$)/g;

function isSure(by: "format" | "name", value: string): boolean {
  return by === "format" || !isCommonDefault(value);
}

/** The build arguments in front of a command: as many words that assign, though a value may hold blanks. */
function argumentsOf(text: string, count: number): readonly string[] {
  const end = text.search(/\s\/\S{1,40} -\S{0,8}c\s/);
  const given = (end < 0 ? text : text.slice(0, end)).split(/\s(?=[A-Za-z_]\w{0,100}=)/);
  return given.slice(0, Math.min(count, 100));
}

function split(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1).replace(/^(["'])(.*)\1$/s, "$2")];
}

function unique(secrets: readonly LayerSecret[]): readonly LayerSecret[] {
  const seen = new Set<string>();
  return secrets.filter(({ where, path, description }) => {
    const key = `${where}\0${path}\0${description}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
