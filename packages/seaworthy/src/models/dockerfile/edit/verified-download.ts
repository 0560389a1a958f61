import { type Edit, inserted, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import { asksPlainly, type Download, downloadsOf } from "../../shell/downloads.js";
import type { Command, Script, ShellWord } from "../../shell/script.js";
import { isShell } from "../../shell/shells.js";
import type { RunInstruction } from "../ast.js";
import type { Dockerfile } from "../dockerfile.js";
import { writtenInstructions, writtenRuns } from "../written.js";

/** The SHA-256 of what an address serves now, as 64 hexadecimal digits; null: nothing answers there. */
export type Checksum = (address: string) => string | null;

/**
 * A download that is compared with the checksum of what its address serves now, before anything reads it; or why it is left.
 * @param place of the download: the command, or the source of an ADD
 */
export function verifiedDownload(
  file: Dockerfile,
  [start]: Range,
  checksum: Checksum | undefined,
): readonly Edit[] | string | null {
  for (const { instruction, script } of writtenRuns(file)) {
    if (start < instruction.range[0] || start >= instruction.range[1]) continue;
    const download = script && downloadsOf(script).find(({ range }) => range[0] === start);
    return download ? inRun(file, instruction, script, download, checksum) : null;
  }
  return added(file, start, checksum);
}

/** `ADD --checksum=`, which the builder compares itself. */
function added(file: Dockerfile, start: number, checksum: Checksum | undefined): readonly Edit[] | string | null {
  for (const one of writtenInstructions(file)) {
    if (one.keyword !== "ADD" || start < one.range[0] || start >= one.range[1]) continue;
    if (one.sources.length !== 1) return "one ADD takes several files";
    if (!knowsChecksums(file)) return "the syntax line names a builder that knows no ADD --checksum";
    const url = (one.sources[0]?.text ?? "").replace(/^(["'])(.*)\1$/, "$2");
    if (/\.git\/?(?:[#?]|$)/.test(url)) return "it is a repository: which commit is meant is for a person to say";
    const sum = sumOf(url, checksum);
    return sum.length === 64 ? [inserted(file.path, one.keywordRange[1], ` --checksum=sha256:${sum}`)] : sum;
  }
  return null;
}

/** Since Dockerfile 1.6 (docs.docker.com/build/dockerfile/release-notes). */
function knowsChecksums(file: Dockerfile): boolean {
  const syntax = file.directives.find(({ name }) => name === "syntax")?.value ?? "";
  const [, minor] = /docker\/dockerfile:1\.(\d+)/.exec(syntax) ?? [];
  return minor === undefined || Number(minor) >= 6;
}

/** The checksum, 64 digits; or why there is none. */
function sumOf(address: string | null, checksum: Checksum | undefined): string {
  if (address === null || /[$\s]/.test(address)) return "a variable owns the address, and with it the checksum";
  if (!/^https?:\/\//i.test(address)) return "its checksum is for a person to say: the address is not one of HTTP";
  if (/^\w+:\/\/[^/]*@/.test(address)) return "its checksum is for a person to say: the address holds a credential";
  if (!checksum) return "its address has to be asked for the checksum (--online), and what it serves to be read";
  return checksum(address) ?? "its address does not serve a file now: which one is meant is for a person to say";
}

function inRun(
  file: Dockerfile,
  instruction: RunInstruction,
  script: Script,
  download: Download,
  checksum: Checksum | undefined,
): readonly Edit[] | string {
  const { command, output, url } = download;
  if (instruction.json || script.errors.length > 0) return "the RUN is no shell's text";
  const at = script.commands.indexOf(command);
  const reader = download.runBy ?? (command.pipe.length > 1 ? (script.commands[at + 1] ?? null) : null);
  const whole = reader && reader.range[0] < command.range[0] ? reader : command;
  if (whole.inside.length > 0 || whole.negated || whole.background) return "the download is a part of a larger command";
  if (whole.after === "||" || whole.after === "|" || whole.after === "&") return "what stands before decides about the download";
  if (command.words.filter(({ text }) => /^["']?https?:\/\//i.test(text)).length > 1) return "one command fetches several files";
  const last = reader ?? command;
  const end = endOf(last, command);
  const next = script.commands.find((one) => one.range[0] >= end && one.inside.length === 0);
  if (next?.after === "||" || next?.after === "&") return "the build goes on without the download";
  // `[ … ] && curl …; …`: a list of which the shell goes past a failure, and past what is put behind it.
  if (whole.after === "&&" && next?.after === ";" && (script.errexit || !reader))
    return "what stands before decides about the download";
  if (!asksPlainly(command)) return "its checksum is for a person to say: the request has options of its own";
  const sum = sumOf(url?.value ?? null, checksum);
  if (sum.length !== 64) return sum;
  const joined = joiner(file, instruction, script, next);
  if (!reader) {
    const path = placeOf(command, output, url?.value ?? "");
    if (path === null) return "where the download is put is not plain";
    const guard = next?.after === ";" && !script.errexit ? " || exit 1" : "";
    return [inserted(file.path, end, `${joined}echo "${sum}  ${path}" | sha256sum -c -${guard}`)];
  }
  const name = (url?.value ?? "").replace(/[?#].*$/, "").replace(/\/+$/, "");
  const path = `/tmp/${name.slice(name.lastIndexOf("/") + 1).replace(/^\.+|[^\w.-]/g, "") || "download"}`;
  const saved = savedTo(file, command, path);
  const read = readFrom(file, reader, command, path);
  if (saved === null || read === null) return "how the download is read is not plain";
  const steps = [saved, `echo "${sum}  ${path}" | sha256sum -c -`, read, `rm ${path}`];
  return [replaced(file.path, [whole.range[0], end], steps.join(joined))];
}

/** Commands of which each is done only after the one before it: laid out as the file is, each in a line of its own. */
function joiner(file: Dockerfile, { heredocs }: RunInstruction, { errexit }: Script, next: Command | undefined): string {
  // The shell does not stop at a command in front of `&&`, for all its `set -e`.
  const sign = errexit && next?.after === ";" ? ";" : "&&";
  if (heredocs.length > 0) return sign === ";" ? "; " : " && ";
  return sign === ";" ? `; ${file.escape}\n    ` : ` ${file.escape}\n    && `;
}

function endOf(last: Command, command: Command): number {
  const ends = [last, command].flatMap(({ range, words, redirects }) => [
    range[1],
    ...words.map((word) => word.range[1]),
    ...redirects.map((one) => one.range[1]),
  ]);
  return Math.max(...ends);
}

/** The file that a download without a reader is put in, as a word that needs no quotes. */
function placeOf(command: Command, output: string | null, url: string): string | null {
  if (output === null || !/^[\w./@:+-]+$/.test(output) || /^(?:-|\/dev\/)/.test(output)) return null;
  const named = command.words.some(({ text }) => /^(?:-[a-zA-Z]*O|--output-document)/.test(text));
  // wget's name for the file has what follows a question mark, too.
  if (/^wget/.test(command.name ?? "") && !named && !/^\w+:\/\/[^/?#]+\/[^?#]*[^/?#]$/.test(url)) return null;
  // A folder given apart, or a name that the server gives.
  const moved = command.words.some(({ text }) =>
    /^(?:-[a-zA-Z]*P.*|--directory-prefix.*|--output-dir.*|--create-dirs|-[a-zA-Z]*J[a-zA-Z]*|--remote-header-name|--content-disposition|-i|--input-file.*|-x|--force-directories)$/.test(
      text,
    ),
  );
  return moved || /^(?:aria2c|axel|http|fetch)$/.test(command.name ?? "") ? null : output;
}

/** The command, its output put in a file. */
function savedTo(file: Dockerfile, command: Command, path: string): string | null {
  const [first] = command.words;
  const lastWord = command.words.at(-1);
  if (!first || !lastWord || command.redirects.length > 0) return null;
  const from = command.prefixWords[0]?.range[0] ?? first.range[0];
  const text = file.text.slice(Math.min(command.range[0], from), lastWord.range[1]);
  if (/\n|`/.test(text)) return null;
  if (command.name === "curl") {
    // `-o-`, which nvm's own instructions have: of two options the first would hold.
    const out = /(\s-[a-zA-Z#]*?o[ ]*|\s--output[ =])-(?=\s|$)/;
    if (out.test(text)) return text.replace(out, (_, option: string) => `${option.replace(/o$/, "o ")}${path}`);
    return command.words.some((word) => /^(?:-(?!-)[a-zA-Z#]*[oO]|--output|--remote-name)/.test(word.text))
      ? null
      : `${text} -o ${path}`;
  }
  if (command.name !== "wget" && command.name !== "wget2") return null;
  const given = /(\s)(-[a-zA-Z]*O|--output-document)(?:[ =]?)-(?=\s|$)/;
  return given.test(text) ? text.replace(given, (_, blank, option) => `${blank}${option} ${path}`) : null;
}

/** What read the output of the download, made to read the file. */
function readFrom(file: Dockerfile, reader: Command, download: Command, path: string): string | null {
  const [program, ...words] = reader.words;
  if (!program || reader.redirects.length > 0) return null;
  const around = reader.range[0] < download.range[0];
  if (!around && (reader.pipe.length !== 2 || reader.pipe.index !== 1)) return null;
  const lead = file.text.slice(reader.range[0], program.range[1]);
  const args = around ? handedOver(file, reader, words, download, path) : piped(reader, words, path);
  if (args === null || /\n/.test(lead)) return null;
  return [lead, ...args].join(" ");
}

/** `curl … | bash -s -- --yes`, `curl … | python3 -`, `curl … | tar -xz -C /opt`. */
function piped(reader: Command, words: readonly ShellWord[], path: string): readonly string[] | null {
  const texts = words.map(({ text }) => text);
  if (reader.name === "tar" || reader.name === "bsdtar") {
    if (texts.some((text) => /^(?:--file|-T$|-I$|--files-from|--use-compress)/.test(text))) return null;
    const named = texts.findIndex((text, at) => text === "-" && /^-?[a-zA-Z]*f$/.test(texts[at - 1] ?? ""));
    if (named >= 0) return texts.map((text, at) => (at === named ? path : text));
    return texts.some((text, at) => /^-[a-zA-Z]*f/.test(text) || (at === 0 && /^[a-zA-Z]*f/.test(text)))
      ? null
      : [...texts, "-f", path];
  }
  if (!isShell(reader.name))
    return texts.every((text) => text === "-") && /^(?:python|perl|ruby|node|php)/.test(reader.name ?? "") ? [path] : null;
  const options: string[] = [];
  for (const [at, text] of texts.entries()) {
    if (text === "--" || text === "-" || text === "/dev/stdin") return [...options, path, ...texts.slice(at + 1)];
    if (!text.startsWith("-")) return [...options, path, ...texts.slice(at)];
    if (/^-[a-zA-Z]*[oO]$/.test(text)) return null;
    const rest = /^-[a-zA-Z]+$/.test(text) ? text.replace("s", "") : text;
    if (rest !== "-") options.push(rest);
  }
  return [...options, path];
}

/** `sh -c "$(curl …)" "" --yes`, `bash <(curl …) --yes`. */
function handedOver(
  file: Dockerfile,
  reader: Command,
  words: readonly ShellWord[],
  download: Command,
  path: string,
): readonly string[] | null {
  if (!isShell(reader.name)) return null;
  const at = words.findIndex(({ range }) => range[0] <= download.range[0] && range[1] >= download.range[1]);
  const handed = words[at];
  if (!handed) return null;
  const inner = file.text.slice(download.range[0], endOf(download, download));
  const text = handed.text.replace(/\s*\)("?)$/, ")$1");
  const texts = words.map((word) => word.text);
  if (text === `"$(${inner})"` || text === `"$( ${inner})"`) {
    if (at !== 1 || texts[0] !== "-c") return null;
    return [path, ...texts.slice(at + 2)];
  }
  return text === `<(${inner})` && at === 0 ? [path, ...texts.slice(1)] : null;
}
