import { remembered } from "../core/kept.js";
import { rulesCalledBy } from "./secret-keywords.js";
import type { SecretRule } from "./secret-rules.js";

export { SECRET_RULES } from "./secret-rules.js";

/** Words that alone make the last part of a name a secret. */
const STRONG: ReadonlySet<string> = new Set(
  "PASSWORD PASSWORDS PASSWD PASSWRD PSWD PWORD PASSPHRASE PASSPHRASES PASSCODE PASS PWD SECRET SECRETS TOKEN APIKEY APIKEYS APITOKEN APISECRET CREDENTIAL CREDENTIALS CREDS ACCESSKEY SECRETKEY PRIVATEKEY PRIVKEY".split(
    " ",
  ),
);
/** What stands before KEY in the name of a secret one. */
const SECRET_KEYS: ReadonlySet<string> = new Set(
  "API ACCESS PRIVATE SECRET ENCRYPTION ENCRYPT DECRYPTION SIGNING SIGNATURE MASTER AUTH ACCOUNT FERNET JWT HMAC AES SHARED PRESHARED APP SESSION COOKIE SERVICE STORAGE SSH DEPLOY LICENSE LICENCE WEBHOOK".split(
    " ",
  ),
);
/** What stands before KEY in the name of one that everyone may see, or that is no cryptographic key at all. */
const OPEN_KEYS: ReadonlySet<string> = new Set(
  "GPG PGP PUBLIC PUB PUBLISHABLE ANON FOREIGN PRIMARY PARTITION SORT SORTING ROUTING CACHE CACHES HOT MAP OBJECT INDEX SHIFT LOOKUP GROUP CONTEXT REGISTRY HOST APT RELEASE REPO SITE MEASUREMENT".split(
    " ",
  ),
);
/** Last words that tell of a setting about a secret, not of the secret. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    "FILE FILES FILENAME FILEPATH PATH PATHS DIR DIRECTORY FOLDER LOCATION URL URLS URI URIS ENDPOINT ENDPOINTS HOST HOSTS HOSTNAME PORT SERVER DOMAIN IP IPS VERSION TTL EXPIRY EXPIRE EXPIRES EXPIRATION EXPIRED LIFETIME LIFESPAN " +
    "LENGTH LEN SIZE BITS ENABLED ENABLE DISABLED DISABLE HEADER HEADERS NAME NAMES USER USERS USERNAME OWNER TYPE KIND METHOD METHODS MODE ALGORITHM ALG ALGO FORMAT FIELD FIELDS POLICY COUNT MAX MIN MAXIMUM MINIMUM LIMIT " +
    "TIMEOUT AGE DAYS HOURS MINUTES SECONDS MS INTERVAL CONVERTER AUDIENCE ISSUER SCOPE SCOPES REALM PREFIX SUFFIX REQUIRED OPTIONAL SOCK SOCKET BACKEND BACKENDS PROVIDER PROVIDERS PARALLELISM SOURCE CACHE STORE KEYRING KEYSERVER KEYSERVERS KEYSIZE " +
    "ROTATION RETRIES STRATEGY STYLE CLASS MAP MAPPING ALLOWED ALLOW SUPPORTED STRICT DEBUG LEVEL LANGUAGE VALIDATION VALIDATOR VALIDATE REGEX PATTERN HINT LABEL PROMPT TEMPLATE SCRIPT COMMAND CMD PROGRAM HELPER PLUGIN ENGINE MANAGER REF VAR ENV ARN REGION ISSUED RESET CHANGE INSECURE SECURE TEST COST ROUNDS ITERATIONS DRIVER MOUNT FINGERPRINT"
  ).split(" "),
);
/** Words that turn a whole name into a switch or into something meant to be seen. */
const SWITCHES: ReadonlySet<string> = new Set(
  "PUBLIC PUBKEY PUBLISHABLE ALLOW RANDOM RANDOMIZE DISABLE ENABLE REQUIRE REQUIRES REJECT GENERATE SKIP IS HAS USE MAX MIN FORCE".split(
    " ",
  ),
);
/** Words that may follow the secret word and change nothing. */
const TRAILERS: ReadonlySet<string> = new Set(
  "KEY BASE BASE64 B64 VALUE TEXT STRING DATA PROD PRODUCTION DEV DEVELOPMENT STAGING LOCAL OLD NEW CURRENT PREVIOUS DEFAULT PRIMARY SECONDARY RO RW READ WRITE PLAIN JSON HEX".split(
    " ",
  ),
);
/** Tools' own settings whose names mislead. */
const HARMLESS =
  /^(?:GOPRIVATE|SSH_AUTH_SOCK|TOKENIZERS_PARALLELISM|GPG_KEYS?|PWD|OLDPWD|KEYBOARD.{0,40}|COMPASS|BYPASS|AUTHOR|AUTHORS|KEYCLOAK_(?:USER|ADMIN|VERSION|REALM|URL)|XDG_.{1,40}|LC_.{1,20}|SSL_CERT_(?:FILE|DIR)|.{0,60}_?(?:GPG|PGP)_?KEYS?)$/;
const GLUED =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|APIKEY|ACCESSKEY|SECRETKEY|PRIVATEKEY|(?:ACCESS|AUTH|API|REFRESH|BEARER|BOT|SESSION|ID)TOKEN)$|^(?:DB|USER|ROOT|ADMIN|SMTP|MAIL|PROXY|SQL|MYSQL|PG|FTP|LDAP|REDIS|SA)(?:PASS|PWD)$/;
const PLAIN_KEY_WORDS = /^(?:MONKEY|TURKEY|HOTKEY|WHISKEY|JOCKEY|DONKEY|HOCKEY|KEYKEY|PUBKEY|PUBLICKEY|SSHKEY|GPGKEY)$/;

/** A name without any of these holds no credential, whatever its words are. */
const TELLING = /PASS|PSWD|PWORD|PWD|SECRET|TOKEN|KEY|CRED|AUTH|DSN|SALT|PEPPER|CONN|PAT[^A-Z]*$/;

function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
}

/**
 * Whether a setting of this name holds a credential: `secret` when the name says so, `maybe` when only the value can tell
 * (KEY, AUTH, DSN, an access key's id…), else `no`. Looks at names alone: `*_FILE`, `*_TTL`, `*_ENABLED` are about secrets, none themselves.
 */
export const secretName = remembered((name: string): "secret" | "maybe" | "no" => {
  const capitals = name.slice(0, 200).toUpperCase();
  if (!TELLING.test(capitals) || HARMLESS.test(capitals)) return "no";
  const words = wordsOf(name);
  while (words.length > 1 && /^\d+$/.test(words.at(-1) ?? "")) words.pop();
  words.push((words.pop() ?? "").replace(/(?<=[A-Z])\d{1,4}$/, ""));
  const last = words.at(-1);
  if (last === undefined) return "no";
  const before = words.at(-2) ?? "";
  if (last === "ID" && before === "KEY" && words.includes("ACCESS")) return "maybe";
  if (ABOUT.has(last)) return "no";
  if (words.slice(0, -1).some((word) => SWITCHES.has(word)) || SWITCHES.has(last)) return "no";
  let at = words.length - 1;
  while (at > 0 && TRAILERS.has(words[at] ?? "") && !STRONG.has(words[at] ?? "")) at--;
  const word = words[at] ?? "";
  if (STRONG.has(word) || GLUED.test(word)) return word === "PWD" && words.length === 1 ? "no" : "secret";
  if (last === "KEY" || last === "KEYS") {
    if (OPEN_KEYS.has(before)) return "no";
    return SECRET_KEYS.has(before) ? "secret" : "maybe";
  }
  if (words.includes("KEY") && SECRET_KEYS.has(words[words.indexOf("KEY") - 1] ?? "") && TRAILERS.has(last)) return "secret";
  if (last === "BASE" && before === "KEY") return "secret";
  if (last === "HASH" && STRONG.has(before)) return "maybe";
  if (last === "AUTH" || last === "DSN" || last === "SALT" || last === "PEPPER" || last === "BASICAUTH" || last === "PAT")
    return "maybe";
  if (last === "STRING" && before.startsWith("CONN")) return "maybe";
  if (last.endsWith("KEY") && last.length > 5 && !PLAIN_KEY_WORDS.test(last)) return "maybe";
  if (last.endsWith("TOKEN")) return "maybe";
  return "no";
});

const VARIABLE =
  /^\$(?:[A-Za-z_][A-Za-z0-9_]{0,200}|\{[A-Za-z_][A-Za-z0-9_]{0,200}(?::?[+?-][^}]{0,500}|:?[-+?])?\}|\([^)]{0,500}\))$/;
const DEFAULTED = /^\$\{[A-Za-z_][A-Za-z0-9_]{0,200}:?-([^}]{0,500})\}$/;
const NESTED = /^\$\{[A-Za-z_][A-Za-z0-9_]{0,200}:?-\$\{[A-Za-z_][A-Za-z0-9_]{0,200}(?::?-)?\}\}$/;
const STAND_IN =
  /dummy|placeholder|example|redacted|not[-_ ]?(?:a[-_ ]?)?(?:real[-_ ]?)?(?:secret|used|needed)|build[-_ ]?(?:time|only|phase|step)|(?:for|during|only)[-_ ]?(?:the[-_ ]?)?build|collectstatic|precompile|(?:replace|fill|set)[-_ ]?(?:me|this|it)|to[-_ ]?be[-_ ]?(?:replaced|set|filled)|your[-_ ]|^your|^fake|[-_]fake|^insert[-_ ]|^todo|^tbd|^fixme|^mock|^stub|^ignored?$|^unused$|^sample[-_]/i;
const WORTHLESS =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|empty|unset|default|disabled|enabled|auto|optional|required|n\/a|foo|bar|baz|foobar|hidden|string|value|.|\d{1,3})$/i;
const REPEATED = /^(?:[xX*.#?_-]{1,200}|[0-]{1,200}|(?:xX){1,100})$/;
const BRACKETED =
  /^(?:<[^<>]{0,200}>|\{\{[^{}]{0,200}\}\}|\[[^[\]]{0,200}\]|%[A-Za-z0-9_]{1,100}%|__[A-Za-z0-9_]{1,100}__|@[A-Za-z0-9_]{1,100}@|#\{[^{}]{1,200}\}#?)$/;

const POINTER =
  /^(?:file:\/\/\S{1,400}|(?:~|%[\w.]{1,100}%)?\.{0,2}(?:\/[\w.-]{1,100}){2,20}|[\w./-]{1,200}\.(?:key|pem|crt|cer|json|txt|sh|ya?ml|p12|jks|conf))$/;

/**
 * True when a value stands in for a secret and is none: empty, a variable, `<your-key>`, `dummy`, `xxx`, `build-time-only`,
 * a switch, the path of a file.
 * A default password ("changeme", "password", "admin") is a real one and no placeholder.
 */
export function placeholder(value: string): boolean {
  const text = value
    .trim()
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();
  if (text === "") return true;
  if (text.length > 600) return false;
  const fallback = DEFAULTED.exec(text)?.[1];
  if (fallback !== undefined) return fallback.startsWith("$") ? VARIABLE.test(fallback) : placeholder(fallback);
  return (
    NESTED.test(text) ||
    VARIABLE.test(text) ||
    BRACKETED.test(text) ||
    REPEATED.test(text) ||
    WORTHLESS.test(text) ||
    POINTER.test(text) ||
    STAND_IN.test(text)
  );
}

/** Shannon entropy of a text in bits a UTF-16 unit; 0 for the empty text. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** A stretch of a text in the form of a credential; offsets are UTF-16, end exclusive, of the secret part alone. */
export interface SecretMatch {
  readonly id: string;
  readonly description: string;
  readonly start: number;
  readonly end: number;
}

const COMPILED = new Map<SecretRule, RegExp>();
function compiled(rule: SecretRule): RegExp {
  let regex = COMPILED.get(rule);
  if (!regex) {
    regex = new RegExp(rule.regex, rule.anyCase ? "gdi" : "gd");
    COMPILED.set(rule, regex);
  }
  regex.lastIndex = 0;
  return regex;
}

/** The longest key that is followed to its last line. */
const LONGEST_KEY = 20_000;

/** A private key is recognised by its beginning, and is all of it up to its last line. */
function endOfKey(text: string, end: number): number {
  const match = /^[A-Za-z0-9+/=\\\s:,"'.-]{0,20000}?-----END [A-Z0-9 ]{1,60}-----/.exec(text.slice(end, end + LONGEST_KEY));
  return match ? end + match[0].length : end;
}

/** At most this many matches of one rule: a file full of keys needs no complete list. */
const MOST = 100;

const NO_SECRETS: readonly SecretMatch[] = Object.freeze([]);

/** Credentials in a text, by their form; examples and placeholders left out; in order, no match inside another. */
export function secretValue(text: string): readonly SecretMatch[] {
  const called = rulesCalledBy(text);
  if (called.length === 0) return NO_SECRETS;
  const found: SecretMatch[] = [];
  for (const rule of called) {
    const regex = compiled(rule);
    for (let count = 0; count < MOST; count++) {
      const match = regex.exec(text);
      if (!match) break;
      const [start, end] = match.indices?.[rule.secretGroup ?? 0] ?? [match.index, match.index + match[0].length];
      const secret = text.slice(start, end);
      if (end <= start || placeholder(secret) || (rule.entropy !== undefined && entropy(secret) < rule.entropy)) continue;
      if (/^\$[{(A-Za-z_]|^%[A-Za-z_]/.test(secret)) continue;
      found.push({
        id: rule.id,
        description: rule.description,
        start,
        end: rule.id === "private-key" ? endOfKey(text, end) : end,
      });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: SecretMatch[] = [];
  for (const match of found) if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match);
  return kept;
}
