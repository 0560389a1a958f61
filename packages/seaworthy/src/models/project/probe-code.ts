/** What a health check can tell, from nothing at all to a good answer of the app. */
export type Strength =
  /** Passes whatever happens. */
  | "nothing"
  /** Fails only when a process or a listening socket is gone. */
  | "process"
  /** Fails when the app does not answer; an answer of 500 passes. */
  | "any-answer"
  /** Fails when no connection can be made; a wedged app, whose socket the kernel still serves, passes. */
  | "connection"
  /** Fails when the app answers that it is ill, or not at all. */
  | "answer"
  /** Fails for a working app too. */
  | "always-fails"
  | "unknown";

export interface Telling {
  readonly strength: Strength;
  readonly because: string;
}

type Judge = (code: string) => Telling;

const UNKNOWN: Telling = { strength: "unknown", because: "its code could not be followed" };
const answer = (because: string): Telling => ({ strength: "answer", because });
const connection = (because: string): Telling => ({ strength: "connection", because });
const anyAnswer = (because: string): Telling => ({ strength: "any-answer", because });
const nothing = (because: string): Telling => ({ strength: "nothing", because });

/** Programs that run a text given to them, the options before that text, and who reads it. */
const RUNNERS: readonly (readonly [RegExp, RegExp, Judge])[] = [
  [/^(?:node|nodejs|bun)$/, /^(?:-e|-p|-pe|--eval|--print)$/, javascript],
  [/^deno$/, /^eval$/, javascript],
  [/^python[\d.]*$/, /^-[a-zA-Z]*c$/, python],
  [/^php[\d.]*$/, /^(?:-r|--run)$/, php],
  [/^ruby$/, /^-[a-z]*e$/, ruby],
];

/** What a program given as text to an interpreter can tell; null when the words give none. A text with shell variables is judged as it is written. */
export function tellingOfCode(program: string, args: readonly string[]): Telling | null {
  const runner = RUNNERS.find(([name]) => name.test(program));
  if (!runner) return null;
  const at = args.slice(0, 20).findIndex((arg) => runner[1].test(arg));
  const code = at < 0 ? undefined : args[at + 1];
  return code === undefined ? null : code.length > 20_000 ? UNKNOWN : runner[2](code);
}

function javascript(code: string): Telling {
  const fails = /\bexit\s*\(\s*(?!0\s*\)|\s*\))|\bexitCode\s*=\s*(?!0\b)|\bthrow\b|\breject\s*\(|\bassert\b/.test(code);
  const looks = /\.\s*(?:ok|status|statusCode)\b|\b(?:statusCode|status|ok)\b\s*[})\],:]/.test(code);
  if (/\baxios\b|\bgot\s*\(/.test(code)) return answer("the client rejects on answers of 400 and more");
  if (/\bfetch\s*\(|\bhttps?\b["'`)]*\s*\.\s*(?:get|request)\s*\(|\brequire\s*\(\s*["'`](?:node:)?https?["'`]/.test(code)) {
    if (looks && fails) return answer("it looks at the status and exits with an error");
    return anyAnswer("it never looks at the status of the answer, so an answer of 500 passes");
  }
  if (/\bnet\b[\s\S]{0,20}\.\s*(?:connect|createConnection|Socket)\b|\brequire\s*\(\s*["'`](?:node:)?net["'`]/.test(code))
    return connection("it only opens a TCP connection");
  if (/^\s*(?:process\.exit\(\s*0?\s*\)|console\.log\([^()]{0,80}\)|\d*|true)?\s*;?\s*$/.test(code))
    return nothing("its code asks no one and exits with 0");
  return UNKNOWN;
}

function python(code: string): Telling {
  const swallows = /\bexcept\b/.test(code) && !/\bexit\s*\(\s*[^0)\s]|\braise\b|SystemExit/.test(code);
  const told = (found: Telling): Telling => (swallows ? nothing("it catches every failure and ends well all the same") : found);
  if (/\burlopen\s*\(|\burlretrieve\s*\(/.test(code)) return told(answer("urlopen raises on answers of 400 and more"));
  if (/\b(?:requests|httpx|aiohttp)\b/.test(code) || /\bHTTPS?Connection\s*\(/.test(code)) {
    if (/raise_for_status|status_code|\.status\b|\.ok\b|is_success/.test(code)) return told(answer("it looks at the status"));
    return told(anyAnswer("it never looks at the status of the answer, so an answer of 500 passes"));
  }
  if (/\bconnect_ex\s*\(/.test(code))
    return /exit\s*\(|\bassert\b|\braise\b|SystemExit/.test(code)
      ? connection("it only opens a TCP connection")
      : nothing("connect_ex() returns its error instead of raising it, and nobody looks");
  if (/\bcreate_connection\s*\(|\.connect\s*\(\s*\(/.test(code)) return told(connection("it only opens a TCP connection"));
  const bare = code.replace(/^\s*(?:import\s+[\w., ]{1,80}[;\n]\s*)*/, "");
  if (/^(?:(?:sys\.|os\._?)?exit\(\s*0?\s*\)|print\([^()]{0,80}\)|pass|True|1)?\s*;?\s*$/.test(bare.trim()))
    return nothing("its code asks no one and exits with 0");
  return UNKNOWN;
}

function php(code: string): Telling {
  const silent = /\b(?:die|exit)\s*\(\s*["']|\b(?:die|exit)\s*(?:;|$|\(\s*\))/.test(code);
  const fails = /\b(?:die|exit)\s*\(\s*(?!0\s*\)|["']|\))|\bthrow\b/.test(code);
  const asks = /\b(?:fsockopen|stream_socket_client|file_get_contents|get_headers|fopen|curl_exec|new\s+\\?PDO)\b/.exec(
    code,
  )?.[0];
  if (!asks) return UNKNOWN;
  if (!fails && /PDO/.test(asks)) return answer("PDO raises when the database does not answer");
  if (!fails)
    return nothing(
      silent
        ? "die() and exit() with a text end with status 0"
        : `${asks} only warns when it fails, and php still ends with status 0`,
    );
  if (/fsockopen|stream_socket_client/.test(asks)) return connection("it only opens a TCP connection");
  return asks === "curl_exec" && !/CURLINFO|FAILONERROR/.test(code)
    ? anyAnswer("it never looks at the status of the answer, so an answer of 500 passes")
    : answer("it fails on answers of 400 and more");
}

function ruby(code: string): Telling {
  if (/\brescue\b/.test(code) && !/\bexit\s*\(?\s*(?:1|false)|\babort\b|\braise\b/.test(code)) return UNKNOWN;
  if (/\bURI\.open\b|\bopen-uri\b/.test(code)) return answer("URI.open raises on answers of 400 and more");
  if (/\bNet::HTTP\b/.test(code))
    return /Success|\.code\b|\.value\b|\.value!|\bexit\s*\(?\s*[^0\s)]/.test(code)
      ? answer("it looks at the status")
      : anyAnswer("it never looks at the status of the answer, so an answer of 500 passes");
  if (/\bTCPSocket\b|\bSocket\.tcp\b/.test(code)) return connection("it only opens a TCP connection");
  return UNKNOWN;
}
