import type { Range } from "../../core/place.js";
import type { CopyInstruction } from "../dockerfile/ast.js";
import { type Dockerfile, ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { neededStages } from "../dockerfile/needed.js";
import { type Download, downloadsOf, verifiesFile } from "../shell/downloads.js";
import type { Script } from "../shell/script.js";

/** A file that a build takes from an address. */
export interface BuildDownload {
  readonly range: Range;
  /** Without user, password and query; null when a variable hides all of it. */
  readonly address: string | null;
  /** run: its output goes to an interpreter unseen. key: a public key, itself the root of trust. */
  readonly kind: "file" | "run" | "key";
  readonly runBy: string | null;
  /** By a checksum, a signature, a commit in the address, or the verifying tool that it feeds. */
  readonly verified: boolean;
  /** The address names a version, a commit or a variable for one, and no moving branch. */
  readonly versioned: boolean;
}

const MOST = 500;
/** What is behind this in an address changes no answer. */
const LONGEST = 2000;

/** The downloads of all stages that go into one: `ADD https://…`, curl, wget and their like in RUN. Requests to the machine itself are none. */
export function buildDownloads(dockerfile: Dockerfile, stage: Stage): readonly BuildDownload[] {
  const known = knownOf(stage);
  // A stage belongs to one file.
  known.downloads ??= findDownloads(dockerfile, stage);
  return known.downloads;
}

const knownOf = ofStage((): { downloads: readonly BuildDownload[] | null } => ({ downloads: null }));

function findDownloads(dockerfile: Dockerfile, stage: Stage): readonly BuildDownload[] {
  const found: BuildDownload[] = [];
  for (const one of neededStages(dockerfile, stage)) {
    for (const copy of one.facts.copies) {
      if (copy.stage === one && copy.from.kind === "url") found.push(...added(copy.instruction, copy.sources));
    }
    for (const [at, { stage: own, script }] of one.facts.runs.entries()) {
      // Most RUNs download nothing.
      if (own === one && script !== null && downloadsOf(script).length > 0)
        found.push(...fetched(script, one.facts.runs.slice(at + 1)));
    }
    if (found.length >= MOST) break;
  }
  return found.length < 2 ? found : found.slice(0, MOST).sort((a, b) => a.range[0] - b.range[0]);
}

function added(instruction: CopyInstruction, sources: readonly string[]): readonly BuildDownload[] {
  const checked = instruction.flags.some((flag) => flag.name === "checksum" && flag.value);
  return instruction.sources.map((word, index) => {
    const url = (sources[index] ?? word.text).slice(0, LONGEST);
    const git = /\.git(?:#|$)|^git@|^git:|^ssh:/.test(url);
    const commit = git && /#[0-9a-f]{40}(?::|$)/.test(url);
    return {
      range: word.range,
      address: shownAddress(url),
      kind: isKey(url) ? "key" : "file",
      runBy: null,
      verified: Boolean(checked || commit || pinnedByAddress(url)),
      versioned: git ? /#./.test(url) && isVersioned(url) : isVersioned(word.text.slice(0, LONGEST)),
    };
  });
}

function fetched(script: Script, after: readonly RunFacts[]): readonly BuildDownload[] {
  return downloadsOf(script).flatMap((download): BuildDownload[] => {
    const url = download.url?.text.replace(/^["']|["']$/g, "").slice(0, LONGEST) ?? "";
    if (isProof(url) || fedToProof(script, download)) return [];
    const kind = download.runBy ? "run" : isKey(url) || feedsKeyring(script, download) ? "key" : "file";
    return [
      {
        range: download.range,
        address: url === "" || /^\$|^\{\{/.test(url) ? null : shownAddress(url),
        kind,
        runBy: download.runBy?.name ?? null,
        verified:
          download.verifiedBy !== null || (kind === "file" && pinnedByAddress(url)) || checkedLater(script, download, after),
        versioned: isVersioned(url),
      },
    ];
  });
}

/** Without what may be a credential: user information and the query. */
function shownAddress(url: string): string {
  return url
    .replace(/^(\w+:\/\/)[^/@]*@/, "$1")
    .replace(/[?#].*$/, "")
    .slice(0, 120);
}

const MOVING = /(?:^|[/=_-])(?:latest|master|main|head|develop|nightly|trunk|stable|current)(?:[/?&._-]|$)/i;
const VERSION = /\d+[._]\d+|(?:^|[/v_-])\d+(?:[/_-]|$)|\/v\d|\d{6,}|[0-9a-f]{12,40}|\$[\w{(]/;

/** Numbers that belong to a platform: `x86_64`, `amd64`, `win64`, `ubuntu22.04`. */
const PLATFORM =
  /(?<![a-z])(?:x86[_-]64|(?:linux|windows|win|x|amd|arm|armv|darwin|aarch|i|macos|el|fc|rhel|ubuntu|debian)[-_]?\d+(?:\.\d+)?)(?![\d.])/gi;

/** Whether the path of an address says which release it is. */
function isVersioned(url: string): boolean {
  const path = url.replace(/^\w+:\/\/[^/]*/, "").replace(PLATFORM, "");
  // A file name with a dotted version is that version, whatever folder it lies in.
  if (
    /\d+[._]\d+|\$\{?\w*(?:VER|TAG|RELEASE|COMMIT|SHA)/i.test(
      path
        .replace(/[?#].*$/, "")
        .replace(/\/(?:download|content)?\/?$/, "")
        .split("/")
        .at(-1) ?? "",
    )
  )
    return true;
  return !MOVING.test(path) && VERSION.test(path);
}

/** Keys and repository lists of a package manager: what it installs is verified by its own signatures. */
function isKey(url: string): boolean {
  return (
    /\.(?:asc|gpg|key|pub|keyring|pem|crt|cer|list|sources|repo)(?:[?#].*)?$/i.test(url) ||
    /(?:^|[/._-])(?:gpg|gpgkey|keyring|apt-key|pubkey|keys?|key\.gpg|repo_signing[\w.]*)(?:[/?#]|$)/i.test(url) ||
    /(?:^|\/)(?:packages-microsoft-prod|[\w-]*(?:keyring|release)[\w.-]*_all|[\w-]*keyring)\.deb$|(?:^|\/)(?:epel|remi|rpmfusion[\w-]*|pgdg[\w-]*)-release[\w.-]*\.rpm$/i.test(
      url,
    )
  );
}

/** A checksum list or signature: what others are checked with. */
function isProof(url: string): boolean {
  return /(?:\.(?:sha\d{1,3}(?:sums?)?|sha\d{1,3}\.txt|md5|sig|sign|minisig|sigstore|bundle|intoto\.jsonl)|sha\d{1,3}sums?(?:\.txt)?|checksums?(?:\.txt)?)$/i.test(
    url,
  );
}

/** An address whose content cannot change: a commit of a source host. */
function pinnedByAddress(url: string): boolean {
  return (
    /(?:githubusercontent\.com|github\.com|gitlab\.com)\/.*\/(?:[0-9a-f]{40}|\$\{?\w*(?:COMMIT|SHA)\w*\}?)(?:[/.]|$)/.test(url) ||
    /[?&](?:id|h|ref)=[0-9a-f]{40}(?:&|$)/.test(url)
  );
}

/** `curl … | gpg --dearmor`, `curl … | apt-key add -`, `curl … | tee /etc/apt/…`. */
function feedsKeyring(script: Script, { command }: Download): boolean {
  if (
    /^\/?(?:etc\/apt|usr\/share\/keyrings|etc\/yum|etc\/apk\/keys)/.test(
      outputOf(command.words.map((word) => word.value ?? word.text)),
    )
  )
    return true;
  const at = script.commands.indexOf(command);
  for (const later of script.commands.slice(at + 1, at + 6)) {
    if (later.pipe.length < 2 || later.pipe.index === 0) break;
    const text = later.words.map((word) => word.text).join(" ");
    if (/^(?:gpg2?|apt-key|rpm)\b/.test(text) || /\/etc\/apt\/|\/keyrings\/|\/etc\/yum|\.list\b|\.gpg\b/.test(text)) return true;
    if (later.redirects.some(({ target }) => /\/etc\/apt\/|keyrings?\/|\.gpg|\.list/.test(target?.text ?? ""))) return true;
  }
  return command.redirects.some(({ target }) => /\/etc\/apt\/|keyrings?\/|\/etc\/yum|\/etc\/apk\/keys/.test(target?.text ?? ""));
}

function outputOf(words: readonly string[]): string {
  for (const [index, word] of words.entries()) {
    if (/^(?:-[a-zA-Z]*[oO]|--output|--output-document)$/.test(word)) return words[index + 1] ?? "";
    const long = /^--output(?:-document)?=(.*)$/.exec(word);
    if (long) return long[1] ?? "";
  }
  return "";
}

/** A value that a substitution asks for: `VERSION=$(curl … | grep tag_name)` is no file, `sha=$(curl …sha256)` is a proof. */
function fedToProof(script: Script, { command, runBy }: Download): boolean {
  if (runBy) return false;
  if (!command.inside.includes("substitution")) return false;
  const end = command.range[1];
  return !script.commands.some(
    (other) =>
      other.pipe.length > 1 && other.range[0] >= end && other.pipe.index > 0 && /^(?:tar|unzip|bsdtar)$/.test(other.name ?? ""),
  );
}

/** Any comparison later in the same RUN, or in one behind it, that names the file as a word of its own. */
function checkedLater(script: Script, { command, output, runBy }: Download, after: readonly RunFacts[]): boolean {
  if (output === null || output.length < 2) return false;
  if (runBy === null && after.some((run) => run.script !== null && verifiesFile(run.script, output))) return true;
  const base = output.slice(output.lastIndexOf("/") + 1);
  const at = script.commands.indexOf(command);
  return script.commands
    .slice(at + 1, at + 100)
    .some(
      (later) =>
        /^(?:rpm|dpkg-sig|apt-key|gpg2?|sq|jarsigner|cosign|minisign)$/.test(later.name ?? "") &&
        later.words.some((word) => /^(?:--verify|-K|--checksig|verify(?:-blob)?|-Vm)$/.test(word.text)) &&
        later.words.some((word) => word.text.includes(base)),
    );
}
