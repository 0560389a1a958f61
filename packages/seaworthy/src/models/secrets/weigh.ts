import { entropy } from "../../knowledge/secrets.js";
import { isCommonDefault } from "../project/credentials.js";
import { type FilePlace, isStandIn, placeOfFile } from "./file-place.js";
import { isKnownExample } from "./known-examples.js";
import type { Candidate, Weigh } from "./secret-scan.js";

/** Weighs what has the form of a credential by what it is and where it stands. */
export function weighIn(path: string): Weigh {
  let place: FilePlace | null = null;
  return (candidate) => {
    place ??= placeOfFile(path);
    // What was published with its examples and tests is no one's secret.
    if (place.packaged && place.sample) return null;
    if (isKnownExample(candidate.secret) || isSequence(candidate.secret)) return null;
    if (candidate.rule.id === "private-key") return privateKey(candidate, path, place);
    if (candidate.rule.kind === "open") return open(candidate, place);
    if (candidate.rule.kind === "weak") return place.packaged ? null : weak(candidate, path, place);
    return place.kind === "prose" && place.sample ? null : true;
  };
}

/** `abcdefghij…`, `0123456789…`, `aaaa…`: more than half of it goes on as one writes when nothing is meant. */
function isSequence(secret: string): boolean {
  let steps = 0;
  for (let at = 1; at < secret.length; at++) {
    const step = secret.charCodeAt(at) - secret.charCodeAt(at - 1);
    if (step === 0 || step === 1) steps++;
  }
  return secret.length >= 8 && steps > secret.length / 2;
}

function privateKey({ around, at }: Candidate, path: string, place: FilePlace): boolean | null {
  if (isStandIn(path)) return null;
  const text = around.slice(at, at + 400);
  // Nobody can use it who does not know its passphrase.
  if (/BEGIN ENCRYPTED|Proc-Type: ?4,ENCRYPTED/.test(text)) return false;
  if (place.kind === "prose") return null;
  return !place.packaged && !place.sample;
}

/** Keys that web pages carry to their visitors, and tokens that may be of either kind. */
function open({ rule, secret }: Candidate, place: FilePlace): boolean | null {
  if (place.kind === "page" || place.kind === "prose" || place.packaged) return null;
  if (rule.id === "jwt" && isOpenToken(secret)) return null;
  return place.kind === "settings" || place.kind === "script";
}

/** A token whose own words say that everyone may have it, or that it is out of a manual. */
function isOpenToken(token: string): boolean {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("latin1");
  return /"role"\s{0,4}:\s{0,4}"anon"|"sub"\s{0,4}:\s{0,4}"1234567890"|John Doe|"(?:some|k|foo|hello)"\s{0,4}:|example\.(?:com|org)/.test(
    payload,
  );
}

const EXAMPLE_HOST =
  /^(?:[\w-]{1,63}\.){0,5}(?:example(?:\.[a-z]{2,10})?|test|invalid|local|localhost|localdomain|domain\.(?:com|tld)|host(?:name)?\d{0,3}|server\d{0,3}|proxy|foo(?:\.(?:com|bar))?|bar(?:\.com)?|acme\.com|mydomain\.com|yourdomain\.com|somewhere(?:-else)?\.com|127\.0\.0\.1|0\.0\.0\.0|10\.0\.0\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3})(?=[:/,?#'"\s)>\]]|$)/i;
const STAND_IN_WORD =
  /^(?:(?:my|your|the|some|a)[-_]?)?(?:user|username|usr|pass|passwd|password|passwort|pw|pwd|p4ss|secret|token|mytoken\d?|key|apikey|login|name|me|you|foo|bar|baz|abc|xyz|auth|credentials?|opensesame|hunter2|hello|world|test|changeme|default|cred|bob|alice|joe|jane|john|admin|root|guest)\d{0,3}$/i;

/** Passwords that only the words around them give away. */
function weak(candidate: Candidate, path: string, place: FilePlace): boolean | null {
  const { rule, secret, around, at } = candidate;
  if (place.kind === "prose" || isComment(around, at)) return null;
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (rule.id) {
    case "netrc-password":
      return /^[._]?netrc/.test(name) && !STAND_IN_WORD.test(secret) ? true : null;
    case "docker-config-auth":
      return /^(?:config\.json|\.dockercfg|\.?dockerconfigjson|auth\.json)$/.test(name) ? true : null;
    case "url-password": {
      const host = around.slice(at + secret.length + 1);
      if (EXAMPLE_HOST.test(host) || /^[%{$<(]/.test(host)) return null;
      return isMade(secret, place);
    }
    case "authorization-header":
      if (place.kind === "settings" || place.kind === "script") return isMade(secret, place);
      return secret.length >= 20 && entropy(secret) >= 3.5 ? false : null;
    default:
      // A token without a form of its own, known by the setting that it is given to.
      return rule.entropy === undefined ? isMade(secret, place) : place.kind !== "page";
  }
}

/** Whether a password was thought of by someone who meant to keep it; in code, only one that nobody would write as a word. */
function isMade(secret: string, { kind, sample }: FilePlace): boolean | null {
  const plain = decoded(secret);
  if (
    STAND_IN_WORD.test(plain) ||
    isCommonDefault(plain) ||
    /[<>{}()[\]|\\*]|^[.%:@/-]|^(?:str|string|int|null|None|true|false)$/.test(plain)
  )
    return null;
  if (kind === "settings" || kind === "script") return !sample;
  const strong = plain.length >= 8 && /\d/.test(plain) && /[A-Za-z]/.test(plain) && entropy(plain) >= 2.75;
  if (!strong) return null;
  return kind === "code" && !sample;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether the line up to here begins as a comment does. */
function isComment(around: string, at: number): boolean {
  const line = around.slice(around.lastIndexOf("\n", at - 1) + 1, at);
  return /^[ \t]*(?:#|\/\/|\*|\/\*|;|--|<!--|%|"""|>>>)/.test(line);
}
