import { secretFile } from "../../knowledge/secret-files.js";
import { credentialsOf, namedFor } from "../project/credential-files.js";
import { isCommonDefault } from "../project/credentials.js";
import { baseName } from "../project/paths.js";
import type { FilePlace } from "./file-place.js";

/** A credential that a file's name or the names of its settings give away: never its value. */
export interface NamedHit {
  readonly description: string;
  /** 1-based; null for the file as a whole. */
  readonly line: number | null;
  readonly certain: boolean;
}

/** Bytes of the largest file that is read for the names of its settings. */
export const LARGEST_NAMED = 200_000;

/** Whole files that are a credential, whatever their form. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  [".pgpass", "passwords of PostgreSQL"],
  [".git-credentials", "passwords of git"],
  [".vault-token", "a token of Vault"],
  [".mylogin.cnf", "a login of MySQL"],
  [".htpasswd", "password hashes of web users"],
  ["master.key", "the key of Rails' credentials"],
  ["secrets.yml.key", "the key of Rails' secrets"],
  ["credentials.yml.key", "the key of Rails' credentials"],
  ["application_default_credentials.json", "a login of Google Cloud"],
  ["credentials.tfrc.json", "tokens of Terraform"],
]);
const STORE = /\.(?:p12|pfx|jks|keystore|bcfks|kdbx|ppk|agekey)$/i;

/** Whether a file's name alone says that its settings are to be looked at. */
export function isNamedFile(path: string): boolean {
  const name = baseName(path);
  return WHOLE.has(name) || STORE.test(name) || namedFor(path.slice(1)) !== null;
}

/** What the name of a file and the names in it tell. `text` is null for what is no text. */
export function namedHits(path: string, text: string | null, place: FilePlace): readonly NamedHit[] {
  if (place.packaged) return [];
  const name = baseName(path);
  const whole = WHOLE.get(name);
  if (whole) return isEmpty(name, text) ? [] : [{ description: whole, line: null, certain: !place.sample }];
  // A store may hold certificates alone.
  if (STORE.test(name) && text === null) return [{ description: "a key store", line: null, certain: false }];
  const named = namedFor(path.slice(1));
  if (text === null || named === null || named === "maybe" || (named === "secret" && secretFile(path) !== "secret")) return [];
  return credentialsOf(path, text, named)
    .filter(({ by }) => by === "name")
    .map(({ name: setting, what, value, place: { range } }) => ({
      description: setting === null ? what : `${what} (${setting})`,
      line: lineOf(text, range[0]),
      certain: !isCommonDefault(value),
    }));
}

function isEmpty(name: string, text: string | null): boolean {
  if (text === null) return false;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*#/.test(line));
  if (name === ".htpasswd") return !lines.some((line) => /^[^:\s]{1,100}:\S{8,}/.test(line));
  return lines.join("").length < 8;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
