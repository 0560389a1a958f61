import type { Range } from "../../core/place.js";
import { type OptionSyntax, readArguments, shown, valuesOf } from "./options.js";
import { type Command, ofScript, type Script, type ShellWord, startsAny } from "./script.js";
import { isShell, shellCall } from "./shells.js";

/** A file that a script fetches from elsewhere. */
export interface Download {
  readonly command: Command;
  readonly range: Range;
  /** As written; null when no word looks like one. */
  readonly url: ShellWord | null;
  /** Where it is written; null for standard output, or when it cannot be told. */
  readonly output: string | null;
  /** What runs it unseen: `curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`. */
  readonly runBy: Command | null;
  /** The command behind it in the same script that compares a checksum or a signature. */
  readonly verifiedBy: Command | null;
}

const CURL: OptionSyntax = {
  valued: new Set(
    `-o --output -H --header -d --data --data-raw --data-binary -u --user -A --user-agent -e --referer -x --proxy -X --request -b --cookie -c
    --cookie-jar -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -w --write-out -T --upload-file -F --form -K --config
    -E --cert --key --cacert --capath -r --range -z --time-cond --output-dir --proto --proto-redir --tls-max --url --limit-rate -C
    --continue-at --resolve -Y -y --max-redirs --ciphers --max-filesize --url-query`.split(/\s+/),
  ),
};
const WGET: OptionSyntax = {
  valued: new Set(
    `-O --output-document -P --directory-prefix -o --output-file -a --append-output -T --timeout -t --tries -w --wait -U --user-agent
    --header --user --password -i --input-file -e --execute --progress --waitretry --retry-connrefused= --ca-certificate --post-data
    --http-user --http-password --referer -Q --quota --limit-rate --secure-protocol --dns-timeout --connect-timeout --read-timeout`.split(
      /\s+/,
    ),
  ),
};

/** Options by which a server may answer something else than it answers to anybody, or by which another file is written than it serves. */
const OWN_REQUEST: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-[HuAebXrzKEiGnDFdTc]|--(?:header|user|user-agent|referer|cookie|cookie-jar|request|range|time-cond|config|cert|key|include|get|json|netrc.*|oauth2-bearer|aws-sigv4|dump-header|resolve|connect-to|url-query|next)|-:)$/,
  wget: /^(?:-[UieEkmrp]|--(?:header|user|password|http-user|http-password|user-agent|referer|post-data|post-file|method|body-data|body-file|load-cookies|input-file|save-headers|convert-links|mirror|recursive|page-requisites|adjust-extension|certificate|start-pos|execute))$/,
};

/** Whether a download of curl or wget asks as anybody would, and writes what is served. */
export function asksPlainly({ name, words }: Command): boolean {
  const program = name === "wget2" ? "wget" : (name ?? "");
  const own = OWN_REQUEST[program];
  if (!own) return false;
  const { options } = readArguments(words.slice(1), program === "curl" ? CURL : WGET);
  return !options.some((option) => own.test(option.name));
}

/** The programs that `fetchedBy` reads. */
const FETCHERS = ["curl", "wget", "wget2", "aria2c", "axel", "http", "fetch"];
const NO_DOWNLOADS: readonly Download[] = Object.freeze([]);
const INTERPRETER = /^(python[\d.]*|perl|ruby|node|php)$/;
/** The programs that `verifies` reads. */
const VERIFIERS: ReadonlySet<string> = new Set(
  `sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum shasum cksum sha256 rhash gpg gpg2 gpgv cosign minisign signify openssl slsa-verifier
  gh`.split(/\s+/),
);
const CHECKSUM = /^(sha(1|224|256|384|512)sum|md5sum|b2sum|shasum|cksum|sha256|rhash)$/;

/** The downloads of a script by curl, wget and their like, in the order of its text. Requests that only ask or send are not among them. */
export const downloadsOf = ofScript((script: Script): readonly Download[] => {
  if (!startsAny(script, FETCHERS)) return NO_DOWNLOADS;
  const { commands } = script;
  const fetches: { command: Command; index: number; url: ShellWord | null; output: string | null }[] = [];
  for (let index = 0; index < commands.length; index++) {
    const command = commands[index] as Command;
    const fetched = fetchedBy(command);
    if (fetched !== null) fetches.push({ command, index, url: fetched.url, output: fetched.output });
  }
  if (fetches.length === 0) return NO_DOWNLOADS;
  const checks = checksIn(script);
  return fetches.slice(0, MAX_DOWNLOADS).map(({ command, index, url, output }, at) => {
    const later = checks.filter((check) => check.index > index).slice(0, MAX_CHECKS);
    // With one download any check is of it; with several the check must name the file or stand before the next download.
    const named = later.find((check) => output !== null && mentions(check.command, output, commands, check.index));
    const next = fetches.slice(at + 1).find((each) => isFile(each.url))?.index ?? Number.POSITIVE_INFINITY;
    const near = later.find((check) => check.index < next);
    const verifiedBy = (named ?? near)?.command ?? null;
    return { command, range: command.range, url, output, runBy: runnerOf(commands, index), verifiedBy };
  });
});

/** The commands of a script that compare a checksum or a signature. */
const checksIn = ofScript((script: Script): readonly { readonly command: Command; readonly index: number }[] =>
  script.commands.flatMap((command, index) => (verifies(command, script, index) ? [{ command, index }] : [])),
);

/** Whether a script compares a checksum or a signature of a file that another has fetched. */
export function verifiesFile(script: Script, file: string): boolean {
  return checksIn(script)
    .slice(0, MAX_CHECKS)
    .some(({ command, index }) => mentions(command, file, script.commands, index));
}

/** No honest script fetches more; a hostile one must not cost more. */
const MAX_DOWNLOADS = 200;
const MAX_CHECKS = 200;
/** How far around a command its neighbours are looked for. */
const NEAR = 200;

/** What is not itself a checksum or a signature. */
function isFile(url: ShellWord | null): boolean {
  return url !== null && !/\.(sha\d+(sum)?s?|asc|sig|md5|pem|sigstore|txt)["']?$/i.test(url.text);
}

function fetchedBy(command: Command): Pick<Download, "url" | "output"> | null {
  if (command.name === null || !FETCHERS.includes(command.name)) return null;
  const words = command.words.slice(1);
  switch (command.name) {
    case "curl": {
      const args = readArguments(words, CURL);
      const sends = args.options.some(({ name }) => /^(-I|--head|-T|--upload-file|-F|--form|-d|--data.*)$/.test(name));
      const url = args.operands.find(isUrl) ?? args.options.find(({ name }) => name === "--url")?.word ?? args.operands[0];
      if (sends || url === undefined || local(url)) return null;
      const named = args.options.some(({ name }) => /^(-O|--remote-name|--remote-name-all|-J)$/.test(name));
      return { url, output: valuesOf(args, "-o", "--output")[0] ?? (named ? baseName(url) : redirected(command)) };
    }
    case "wget":
    case "wget2": {
      const args = readArguments(words, WGET);
      const url = args.operands.find(isUrl) ?? args.operands[0];
      if (args.options.some(({ name }) => name === "--spider") || url === undefined || local(url)) return null;
      const output = valuesOf(args, "-O", "--output-document")[0];
      return { url, output: output === "-" ? redirected(command) : (output ?? baseName(url)) };
    }
    case "aria2c":
    case "axel":
    case "http":
    case "fetch": {
      const url = words.find(isUrl);
      return url === undefined ? null : { url, output: baseName(url) };
    }
    default:
      return null;
  }
}

function isUrl(word: ShellWord): boolean {
  return /^["']?(https?|ftp):\/\//i.test(word.text) || /:\/\//.test(word.value ?? "");
}

/** A question to a service on the same machine: a health check. */
function local(url: ShellWord): boolean {
  return /^["']?(https?:\/\/)?(localhost|127\.|0\.0\.0\.0|\[::1\])/i.test(url.text);
}

function baseName(url: ShellWord): string | null {
  const path = shown(url)
    .replace(/^["']|["']$/g, "")
    .replace(/[?#].*$/, "");
  return path.slice(path.lastIndexOf("/") + 1) || null;
}

function redirected(command: Command): string | null {
  const target = command.redirects.find(({ operator }) => /^>[>|]?$/.test(operator))?.target;
  return target ? shown(target) : null;
}

function runs(command: Command | undefined): boolean {
  if (command === undefined) return false;
  if (isShell(command.name)) return shellCall(command.name, command.words)?.script == null;
  return INTERPRETER.test(command.name ?? "") && command.words.slice(1).every((word) => /^-[a-z]*$/.test(word.text));
}

/** The command that runs what the command at `index` prints. */
function runnerOf(commands: readonly Command[], index: number): Command | null {
  const command = commands[index];
  if (command === undefined) return null;
  for (
    let at = index + 1, seen = command.pipe.index;
    at < Math.min(commands.length, index + NEAR) && seen < command.pipe.length - 1;
    at += 1
  ) {
    const later = commands[at];
    if (later === undefined || (later.after !== "|" && later.pipe.index === 0)) break;
    if (later.pipe.length !== command.pipe.length || later.pipe.index <= seen) continue;
    seen = later.pipe.index;
    if (runs(later)) return later;
  }
  if (!command.inside.includes("substitution")) return null;
  const around = commands
    .slice(Math.max(0, index - NEAR), index)
    .filter(({ range }) => range[0] <= command.range[0] && range[1] >= command.range[1]);
  const outer = around.at(-1);
  if (outer === undefined) return null;
  const handed = outer.words.find(({ range }) => range[0] <= command.range[0] && range[1] >= command.range[1]);
  const call = shellCall(outer.name, outer.words);
  if (call !== null && handed !== undefined) {
    if (call.script !== null) return outer.words.indexOf(handed) === call.script ? outer : null;
    return handed.text.startsWith("<(") ? outer : null;
  }
  return (outer.name === "eval" || outer.name === "source" || outer.name === ".") && handed !== undefined ? outer : null;
}

/** Whether a command compares a checksum or a signature. */
function verifies(command: Command, { commands, text }: Script, index: number): boolean {
  const { name } = command;
  if (name === null || !VERIFIERS.has(name)) return false;
  const words = command.words.map(shown);
  if (CHECKSUM.test(name)) {
    if (words.some((word) => /^(-[a-z]*c[a-z]*|--check|--strict)$/.test(word))) return true;
    const around = commands
      .slice(Math.max(0, index - NEAR), index)
      .filter(({ range }) => range[0] < command.range[0] && range[1] >= command.range[1]);
    // `[ "$(sha256sum x)" = … ]`, or `sum=$(sha256sum x)` and a comparison of `$sum`
    return around.some(
      ({ name, assignments }) =>
        name === "[" ||
        name === "test" ||
        assignments.some((one) =>
          new RegExp(`(?:\\[|\\btest)[ \\t][^\\n\\]]{0,200}\\$\\{?${one.name.replace(/\W.*$/s, "")}\\b`).test(text),
        ),
    );
  }
  if (name === "gpg" || name === "gpg2" || name === "gpgv")
    return name === "gpgv" || words.some((word) => /^--(batch-)?verify/.test(word));
  if (name === "cosign") return words.some((word) => /^verify/.test(word));
  if (name === "minisign" || name === "signify") return words.some((word) => /^-[A-Za-z]*V/.test(word));
  if (name === "openssl") return words[1] === "dgst" && words.includes("-verify");
  return (name === "slsa-verifier" && words.includes("verify-artifact")) || (name === "gh" && words[1] === "attestation");
}

/** Whether a check, or what feeds it through its pipe, names a file. */
function mentions(check: Command, file: string, commands: readonly Command[], at: number): boolean {
  const base = file.slice(file.lastIndexOf("/") + 1);
  const fed = commands.slice(Math.max(0, at - Math.min(check.pipe.index, NEAR)), at + 1);
  const texts = fed.flatMap(({ words, redirects }) => [
    ...words.map(({ text }) => text),
    ...redirects.map(({ target }) => target?.text ?? ""),
  ]);
  return texts.some((text) => text.split(/[\s"'/*]+/).includes(base));
}
