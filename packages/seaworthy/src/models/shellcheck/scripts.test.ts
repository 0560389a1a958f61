import { describe, expect, it } from "vitest";
import { readProjectFrom } from "../../io/memory.js";
import { shellScripts } from "./scripts.js";

const scripts = (files: Record<string, string> | string) =>
  shellScripts(readProjectFrom(typeof files === "string" ? { Dockerfile: files } : files));
/** Dialect and variables of each script, and what is left of it without the lines that were added. */
const seen = (files: Record<string, string> | string) =>
  scripts(files).map(({ handed, because }) => {
    if (!handed) return because;
    const text = handed.text.replace(/^#!\/bin\/\w+( -e)?\n(?=# shellcheck)/, "$1");
    const dialect = /shell=(\w+)\n/.exec(text)?.[1];
    const set = (/^export (.*)\n/m.exec(text)?.[1] ?? "")
      .replace(/=1/g, "")
      .split(" ")
      .filter((name) => !/^$|_proxy$/i.test(name));
    const rest = text.replace(/^# shellcheck shell=\w+\n/m, "").replace(/^export .*\n/m, "");
    return [dialect, set.join(" "), rest];
  });
const dialects = (text: string) => seen(text).map((one) => (Array.isArray(one) ? one[0] : one));

describe("the shell scripts of a project", () => {
  it("are RUNs, health checks, CMD and ENTRYPOINT in shell form, of every stage, and what follows `sh -c`", () => {
    expect(
      seen(
        'FROM x AS a\nRUN one\nFROM y\nONBUILD RUN two\nHEALTHCHECK --interval=3s CMD three\nENTRYPOINT four\nCMD ["sh", "-c", "five \\"x\\""]\nRUN ["six", "$a"]\nCMD ["seven"]\nHEALTHCHECK NONE\n',
      ).map((one) => one?.[2]),
    ).toEqual(["one", "two", "three", "four", 'five "x"']);
  });
  it("are joined as the builder joins them", () => {
    expect(seen("FROM x\nRUN a \\\n  # words\n\n  && b\n")[0]?.[2]).toBe("a   && b");
    expect(seen("# escape=`\nFROM x\nRUN a `\n  && b\n")[0]?.[2]).toBe("a   && b");
    expect(seen("FROM x\r\nRUN a \\\r\n  && b\r\n")[0]?.[2]).toBe("a   && b");
  });
  it("are the bodies of heredocs, with a shell of their own if they name one", () => {
    expect(seen("FROM x\nRUN <<EOF\na\nb\nEOF\n")[0]).toEqual(["sh", "", "a\nb\n"]);
    expect(seen("FROM x\nRUN <<EOF\n#!/usr/bin/env bash\na\nEOF\n")[0]).toEqual(["bash", "", "#!/usr/bin/env bash\na\n"]);
    expect(seen("FROM x\nRUN <<EOF\n#!/usr/bin/env python3\na\nEOF\n")).toEqual([]);
    expect(seen("FROM x\nRUN cat <<EOF > f && a\n$b\nEOF\n")[0]?.[2]).toBe("cat <<EOF > f && a\n$b\nEOF");
  });
  it("know the variables that are set: ENV and ARG for a RUN, ENV alone when the image runs or is built upon", () => {
    const text = "ARG G\nFROM x AS a\nARG A\nENV B=1\nRUN one\nFROM a\nENV C=1\nRUN two\nARG D\nCMD three\nONBUILD RUN four\n";
    expect(seen(text).map((one) => one?.[1])).toEqual(["A B", "A B C", "B C", "B C"]);
    expect(scripts("FROM x\nRUN a\n")[0]?.handed?.text).toContain("HTTP_PROXY=1");
  });
  it("in the dialect of the SHELL in force", () => {
    const shell = (words: string) => dialects(`FROM x\nSHELL [${words}]\nRUN a\n`);
    expect(shell('"/bin/bash", "-eo", "pipefail", "-c"')).toEqual(["bash"]);
    expect(scripts('FROM x\nSHELL ["/bin/bash", "-e", "-c"]\nRUN a\n')[0]?.handed?.text).toMatch(/^#!\/bin\/bash -e\n/);
    expect(shell('"/bin/ash", "-c"')).toEqual(["busybox"]);
    expect(shell('"/usr/bin/env", "dash", "-c"')).toEqual(["dash"]);
    expect(shell('"mksh", "-c"')).toEqual(["ksh"]);
    expect(shell('"zsh", "-c"')).toEqual(["ShellCheck does not know zsh"]);
    for (const other of ['"pwsh", "-c"', '"powershell", "-Command"', '"cmd", "/S", "/C"', '"python3", "-c"'])
      expect(shell(other)).toEqual([]);
    expect(dialects('FROM x AS a\nSHELL ["bash", "-c"]\nFROM a\nRUN a\nFROM x\nRUN b\n')).toEqual(["bash", "sh"]);
    expect(dialects('FROM x\nONBUILD SHELL ["bash", "-c"]\nRUN a\nONBUILD RUN b\n')).toEqual(["sh", "bash"]);
  });
  it("sh is what the base has under that name", () => {
    const base = (from: string, more = "") => dialects(`FROM ${from}\n${more}RUN a\n`).at(-1);
    expect(base("debian:13-slim")).toBe("dash");
    expect(base("node:24-bookworm")).toBe("dash");
    expect(base("alpine:3.23")).toBe("busybox");
    expect(base("python:3.13-alpine")).toBe("busybox");
    expect(base("fedora:43")).toBe("bash");
    expect(base("scratch")).toBe("sh");
    expect(base("acme/base:1")).toBe("sh");
    expect(base("acme/base:1", "RUN apk --no-cache add curl\n")).toBe("busybox");
    expect(base("acme/base:1", "RUN apt-get update\n")).toBe("dash");
    expect(base("acme/base:1", "RUN dnf -y install curl\n")).toBe("bash");
  });
  it("or the one that a comment declares, for what follows in its stage or for all", () => {
    expect(dialects("FROM debian:13\nRUN a\n# hadolint shell=bash\nRUN b\nFROM debian:13\nRUN c\n")).toEqual([
      "dash",
      "bash",
      "dash",
    ]);
    expect(dialects("# tally shell=/bin/bash\nFROM debian:13\nRUN a\nFROM debian:13\nRUN b\n")).toEqual(["bash", "bash"]);
    expect(dialects("# hadolint shell = powershell.exe # Windows\nFROM acme/base\nRUN Get-Item $a\n")).toEqual([]);
    expect(dialects('# hadolint shell=bash\nFROM x\nSHELL ["dash", "-c"]\nRUN a\n')).toEqual(["dash"]);
  });
  it("are none where the containers are Windows's", () => {
    expect(scripts("# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir C:\\\n")).toEqual([]);
    expect(scripts("FROM alpine:3.23\nRUN a\nFROM mcr.microsoft.com/windows/nanoserver:1809\nRUN dir\n")).toHaveLength(1);
  });
  it("are the scripts that the image starts, by their first line or their name", () => {
    const files = (name: string, text: string) =>
      seen({ Dockerfile: `FROM alpine:3.23\nCOPY ${name} /${name}\nENTRYPOINT ["/${name}"]\n`, [name]: text })[0];
    expect(files("start", "#!/bin/sh\na\n")).toEqual(["busybox", "", "a\n"]);
    expect(files("start", "#!/usr/bin/env -S bash -e\na\n")?.[0]).toBe("bash");
    expect(files("start", "#!/usr/bin/with-contenv bash\na\n")?.[0]).toBe("bash");
    expect(files("start.bash", "a\n")).toEqual(["bash", "", "a\n"]);
    expect(files("start.sh", "a\n")).toEqual(["busybox", "", "a\n"]);
    expect(files("start", "#!/bin/zsh\na\n")).toBe("ShellCheck does not know zsh");
  });
  it("too long a one is not handed over, the same one twice is handed over once", () => {
    expect(seen(`FROM x\nRUN ${"a".repeat(70_000)}\n`)).toEqual(["it is longer than 65536 characters"]);
    const twice = scripts({ "a/Dockerfile": "FROM x\nRUN a\n", "b/Dockerfile": "FROM x\nRUN a\n" });
    expect(new Set(twice.map(({ handed }) => handed?.text)).size).toBe(1);
    expect(twice.map(({ file }) => file)).toEqual(["a/Dockerfile", "b/Dockerfile"]);
  });
});
