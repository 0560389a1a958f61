import type { SourcePlace } from "../../core/place.js";
import { entropy, placeholder, secretName, secretValue } from "../../knowledge/secrets.js";

/** What a setting gives away, in words for a message: "a Stripe secret key", "a literal password". Never the value itself. */
export interface Credential {
  readonly what: string;
  /** `format`: the value has the form of a known credential; `name`: only the setting's name says so. */
  readonly by: "format" | "name";
}

/** One credential in a file. */
export interface FileCredential extends Credential {
  /** The setting that holds it; null where it has none. */
  readonly name: string | null;
  readonly value: string;
  readonly place: SourcePlace;
}

/** The longest value that is looked at. */
const LONGEST = 20_000;

/** `name=value` as a credential; null when it is none, a stand-in, or comes from a variable. `value` without its quotes. */
export function credentialIn(name: string, value: string): Credential | null {
  if (value.length > LONGEST) return null;
  const known = secretValue(`${name}=${value}`)[0];
  if (known) return isExampleAddress(value) ? null : { what: described(known.description), by: "format" };
  if (value.includes("{") && /^\s*\{/.test(value)) return inObject(value);
  if (
    name.length > 3 &&
    name.slice(-4).toUpperCase() === "AUTH" &&
    /^[\w.@-]{1,100}[:/][^\s:/,$]{3,200}$/.test(value) &&
    !placeholder(value) &&
    !/^\d/.test(value)
  )
    return { what: "a user's password", by: "name" };
  if (secretName(name) !== "secret" || placeholder(value) || isComposed(value)) return null;
  return { what: "a literal credential", by: "name" };
}

/** `{"host": "db", "password": "…"}`: the first credential among the settings of a JSON object. */
function inObject(value: string): Credential | null {
  for (const [, name = "", text = ""] of value.matchAll(/"([\w.-]{1,100})"\s{0,20}:\s{0,20}"([^"\\{}]{1,1000})"/g)) {
    const found = credentialIn(name, text);
    if (found) return found;
  }
  return null;
}

/** `smtp://user:pass@mail.example.com`: an address out of a manual. */
function isExampleAddress(value: string): boolean {
  return /:\/\/user(?:name)?:pass(?:word)?@/i.test(value);
}

/** Whether a variable takes part; `${A:-default}` alone is as good as its default. */
function isComposed(value: string): boolean {
  return /(?<!\$)\$[{(A-Za-z_]/.test(value) && !/^\$\{\w{1,100}:?-[^$}]{1,500}\}$/.test(value);
}

/**
 * A setting of an application's own file (`hmac_secret: …`), which speaks of many things: only what nobody would write as a name,
 * a path or a word.
 */
export function configuredCredential(name: string, value: string): Credential | null {
  const credential = credentialIn(name, value);
  if (credential?.by !== "name") return credential;
  const made = /\d/.test(value) || value.length >= KEY_LENGTH;
  return made && value.length >= 8 && entropy(value) >= 3 && !/[\s/{}<>()]/.test(value) && !isCommonDefault(value)
    ? credential
    : null;
}

/** "an AWS access key id", "a JSON web token": a description of the table inside a sentence. */
export function described(description: string): string {
  return `${/^(?:[aeio]|AWS|API|RSA|SSH|LLM|npm)/i.test(description) ? "an" : "a"} ${description}`;
}

const COMMON =
  /^(?:(?:my|the|test|dev|local|demo)?[-_ ]?(?:password|passwd|pass|passw0rd|p[a@]ss?w[o0]rd|pwd|secret|token|key|admin|root|test|testing|dev|local|demo|guest|user|default|changeme|changeit|changethis|letmein|welcome|qwerty|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|minio|minioadmin|elastic|sa|docker|app|example|localhost|hello|hunter2)\d{0,4}[!.]?)$/i;
const SPEAKING = /change[-_ !]?(?:me|this|it|in)|insecure|development|not[-_ ]?(?:for|safe)|random[-_ ]?string|localhost/i;
const ABOUT_ITSELF = /password|passwd|secret/i;
/** A text of this length that speaks of a secret was made to be used as a key. */
const KEY_LENGTH = 40;

/**
 * Whether a value is the kind of default that everyone uses while developing ("postgres", "changeme", "my_secret_key"): no
 * secret of anybody's, though a bad password where it guards something.
 */
export function isCommonDefault(value: string): boolean {
  const text = value.trim();
  if (text.length > 200) return false;
  return (
    text.length < 4 ||
    COMMON.test(text) ||
    SPEAKING.test(text) ||
    (text.length < KEY_LENGTH && ABOUT_ITSELF.test(text)) ||
    entropy(text) < 1.5
  );
}

const OPTION =
  /^--?(?:require-?pass|masterauth|(?:[a-z]{1,20}-)?password|(?:api-?|auth-?|access-?)?token|secret-?key|client-secret)(?:=(.*))?$/is;

/** Whether the words hold an option such as `--requirepass` with a value that is written out. */
export function hasPasswordOption(written: readonly string[] | string): boolean {
  const words = typeof written === "string" ? written.slice(0, 20_000).split(/\s+/) : written;
  return words.some((word, index) => {
    const match = OPTION.exec(word);
    if (!match) return false;
    const value = (match[1] ?? words[index + 1] ?? "").replace(/^(["'])(.*)\1$/s, "$2");
    return value !== "" && !/^-|\$|^[|&;<>]|\/run\/secrets|^file:/.test(value) && !placeholder(value);
  });
}
