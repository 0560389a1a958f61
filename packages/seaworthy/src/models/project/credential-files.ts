import { caseless } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import { secretFile } from "../../knowledge/secret-files.js";
import { secretValue } from "../../knowledge/secrets.js";
import { type Credential, configuredCredential, credentialIn, described, type FileCredential } from "./credentials.js";
import { manifestSecrets } from "./manifest-secrets.js";
import { baseName } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectSource } from "./source.js";

/** A tracked file whose name says that it may hold credentials, and what was found in it. */
export interface CredentialFile {
  readonly path: string;
  /** By name: `secret` always holds some, `maybe` often does not; `config` is a file of the application's settings. */
  readonly named: "secret" | "maybe" | "config";
  /** null: it is no text that can be read, such as a key store. */
  readonly credentials: readonly FileCredential[] | null;
}

const MOST_FILES = 300;
const LONGEST = 200_000;
const MOST_CREDENTIALS = 50;
/** Settings of the application itself: `application.yaml`, `appsettings.Production.json`, `configuration/base.yaml`. */
const CONFIG = caseless(
  hinted(
    "conf settings application bootstrap",
    () =>
      /(?:^|\/)(?:(?:application|appsettings|bootstrap)(?:[.-][\w.-]{1,60})?|(?:config|configuration|conf|settings)(?:[.-](?:prod|production|base|default|staging))?)\.(?:ya?ml|json|toml|properties|ini)$|(?:^|\/)(?:config|configuration|conf|settings)\/(?:[\w-]{1,60}\/)?[\w.-]{1,60}\.(?:ya?ml|toml|properties|ini)$/,
  ),
);
/** Kubernetes Secrets, which people name for what they are. */
const MANIFEST = caseless(hinted("secret", () => /(?:^|[/_.-])secrets?(?:[_.-][\w-]{1,40})?\.ya?ml$/));
const VENDORED = /(?:^|\/)(?:node_modules|vendor|bower_components|\.git)\//;

/** Looks into every tracked file that may hold credentials; of those without a text only the name is known. */
export function credentialFiles(source: ProjectSource, reader: Reader): readonly CredentialFile[] {
  const found: CredentialFile[] = [];
  for (const path of source.tracked) {
    if (found.length >= MOST_FILES) break;
    const named = namedFor(path);
    // A link to nowhere, such as one to a developer's own file, holds nothing itself.
    if (named === null || VENDORED.test(path) || source.links.get(path) === null) continue;
    const text = reader.glance(path);
    if (text === null || text.length > LONGEST) {
      found.push({ path, named, credentials: null });
      continue;
    }
    const credentials = credentialsOf(path, text, named);
    if (credentials.length > 0) reader.keep(path, text);
    found.push({ path, named, credentials });
  }
  return found;
}

/** What the name of a file says of credentials in it; null: nothing. */
export function namedFor(path: string): CredentialFile["named"] | null {
  const kind = secretFile(path);
  if (kind !== "no") return kind;
  return MANIFEST.test(path) ? "maybe" : CONFIG.test(path) ? "config" : null;
}

/** The credentials in the text of a file that is so named: by the names of its settings, else by their form. */
export function credentialsOf(path: string, text: string, named: CredentialFile["named"]): readonly FileCredential[] {
  if (isEnvFile(path)) return settingsIn(path, text, LINE, credentialIn);
  if (named === "config") return settingsIn(path, text, ENTRY, configuredCredential);
  if (MANIFEST.test(path) && /^kind:\s{0,9}Secret\s*$/m.test(text)) return manifestSecrets(path, text);
  return valuesIn(path, text);
}

/** Whether a path is that of an env file: `.env`, `.env.production`, `app.env`. */
export function isEnvFile(path: string): boolean {
  return /^\.env(?:[._-]|$)|\.env$|^\.(?:flaskenv|envrc)$/i.test(baseName(path));
}

const LINE = /^[ \t]{0,40}(?:export[ \t]{1,20})?([\w.-]{1,200})[ \t]{0,20}=[ \t]{0,20}/;

/** A line of YAML, TOML, properties or JSON that gives one key a value. */
const ENTRY = /^[ \t]{0,100}["']?([\w.-]{1,200})["']?[ \t]{0,20}[:=][ \t]{0,20}(?=\S)/;

function settingsIn(
  path: string,
  text: string,
  entry: RegExp,
  judge: (name: string, value: string) => Credential | null,
): readonly FileCredential[] {
  const found: FileCredential[] = [];
  let start = 0;
  while (start < text.length && found.length < MOST_CREDENTIALS) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, "");
    const match = entry.exec(line);
    if (match?.[1] !== undefined) {
      const from = match[0].length;
      const value = plainValue(line.slice(from));
      const credential = judge(match[1], value);
      if (credential) {
        const place = { file: path, range: [start + from, start + line.trimEnd().length] as const };
        found.push({ ...credential, name: match[1], value, place });
      }
    }
    start = end + 1;
  }
  return found;
}

/** Without quotes, or without a comment after an unquoted value. */
function plainValue(written: string): string {
  const quote = written[0];
  if (quote === '"' || quote === "'") {
    const close = written.indexOf(quote, 1);
    return written.slice(1, close < 0 ? undefined : close);
  }
  const comment = written.search(/\s#/);
  const bare = (comment < 0 ? written : written.slice(0, comment)).trim().replace(/,$/, "");
  // Spring's form of a default.
  return /^\$\{[\w.-]{1,200}:([^}$:-][^}$]{0,500})\}$/.exec(bare)?.[1] ?? bare;
}

function valuesIn(path: string, text: string): readonly FileCredential[] {
  return secretValue(text)
    .slice(0, MOST_CREDENTIALS)
    .map(({ description, start, end }) => ({
      what: described(description),
      by: "format",
      name: null,
      value: text.slice(start, end),
      place: { file: path, range: [start, end] },
    }));
}

const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|testdata|spec|specs|fixtures?|examples?|samples?|mocks?|docs?|e2e|cypress|playwright|\.github|\.gitlab|\.circleci|\.devcontainer|vagrant|demo)\/|(?:^|[/._-])(?:test|testing|e2e|ci|dev|development|local(?!$)|localhost|example|sample|demo|dummy|fake|snakeoil|self-?signed|mkcert)(?:[/._-]|$)/i;

/** Whether a path speaks of tests, examples or a developer's machine: what lies there guards nothing. */
export function isAsideFile(path: string): boolean {
  return ASIDE.test(path);
}

/** The tracked credential file of that path, if it is one. */
export function credentialFileAt(files: readonly CredentialFile[], path: string): CredentialFile | null {
  return files.find((file) => file.path === path) ?? null;
}
