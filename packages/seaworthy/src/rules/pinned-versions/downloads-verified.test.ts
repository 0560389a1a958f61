import { testRule } from "../../testing/test-rule.js";
import rule from "./downloads-verified.js";

const SUM = "0123456789abcdef".repeat(4);
const run = (text: string) => `FROM debian:12-slim\nRUN ${text}\n`;

testRule(rule, {
  source: {
    yes: [
      `FROM alpine:3.22\nADD --checksum=sha256:${SUM} https://example.com/t.tgz /t.tgz\n`,
      run(`curl -fsSLo t.tgz https://example.com/t-1.tgz && echo "${SUM}  t.tgz" | sha256sum -c -`),
      run("wget -q https://example.com/t.tgz https://example.com/t.tgz.asc && gpg --batch --verify t.tgz.asc t.tgz"),
      {
        title: "checked by a RUN of its own",
        files: run(
          `curl -fsSL https://example.com/t-1.tgz -o t.tgz\nRUN actual=$(sha256sum t.tgz | cut -d' ' -f1) && [ "$actual" = "${SUM}" ] || (echo bad && exit 1)\nRUN tar -xzf t.tgz`,
        ),
      },
      "FROM alpine:3.22\nADD https://github.com/acme/t.git#0123456789abcdef0123456789abcdef01234567 /t\n",
      run("curl -fsSLo i.sh https://raw.githubusercontent.com/acme/t/0123456789abcdef0123456789abcdef01234567/i.sh && sh i.sh"),
    ],
    no: [
      run("«curl -fsSLo t.tgz https://example.com/t-1.tgz»\nRUN sum=$(sha256sum t.tgz) && echo $sum"),
      run("«curl -fsSLo t.tgz https://example.com/t-1.tgz»\nRUN echo x other.tgz | sha256sum -c -"),
      run("«curl -sL https://deb.example.com/setup_22.x» | bash -"),
      run('sh -c "$(«curl -fsSL https://example.com/install.sh»)"'),
      run("«wget -q https://example.com/t-1.2.tgz» && tar xf t-1.2.tgz"),
      "FROM alpine:3.22\nADD «https://example.com/t-1.2.tgz» /t.tgz\n",
      "FROM alpine:3.22 AS b\nRUN «wget -O /t https://example.com/t»\nFROM scratch\nCOPY --from=b /t /t\n",
      {
        files: run("«curl -fsSLO https://user:hunter2@example.com/t.tgz?token=x» && true"),
        because: "https://example.com/t.tgz is",
      },
    ],
    unknown: [run('curl -fsSLo t "$URL"')],
    "n/a": [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "not built here" },
      run("apt-get update && apt-get install -y curl"),
      run("curl -fsSL https://example.com/key.gpg | gpg --dearmor -o /etc/apt/keyrings/x.gpg"),
      run("curl -fsSL https://deb.example.com/gpgkey/repo.gpg.key -o /etc/apt/keyrings/x.asc"),
      run("curl -f http://localhost:8080/health"),
      "FROM alpine:3.22 AS unused\nRUN wget https://example.com/t\nFROM alpine:3.22\n",
    ],
  },
  fix: [
    {
      title: "a script that is run unseen",
      before: run("apt-get update && curl -fsSL https://example.com/install.sh | bash -s -- --yes"),
      after: run(
        `apt-get update && curl -fsSL https://example.com/install.sh -o /tmp/install.sh \\\n    && echo "${SUM}  /tmp/install.sh" | sha256sum -c - \\\n    && bash /tmp/install.sh --yes \\\n    && rm /tmp/install.sh`,
      ),
      checksums: { "https://example.com/install.sh": SUM },
      safety: "review",
    },
    {
      title: "by sudo, with variables; wget, and options of the shell",
      before: run("wget -qO- https://example.com/setup_22.x | sudo -E bash -e -"),
      after: run(
        `wget -qO /tmp/setup_22.x https://example.com/setup_22.x \\\n    && echo "${SUM}  /tmp/setup_22.x" | sha256sum -c - \\\n    && sudo -E bash -e /tmp/setup_22.x \\\n    && rm /tmp/setup_22.x`,
      ),
      checksums: { "https://example.com/setup_22.x": SUM },
    },
    {
      title: "by a substitution",
      before: run('sh -c "$(curl -fsSL https://example.com/install.sh)" "" --unattended'),
      after: run(
        `curl -fsSL https://example.com/install.sh -o /tmp/install.sh \\\n    && echo "${SUM}  /tmp/install.sh" | sha256sum -c - \\\n    && sh /tmp/install.sh --unattended \\\n    && rm /tmp/install.sh`,
      ),
      checksums: { "https://example.com/install.sh": SUM },
    },
    {
      title: "by another language",
      before: "FROM python:3.12-slim\nRUN curl -sSL https://example.com/get.py | POETRY_HOME=/opt/poetry python3 -\n",
      after: `FROM python:3.12-slim\nRUN curl -sSL https://example.com/get.py -o /tmp/get.py \\\n    && echo "${SUM}  /tmp/get.py" | sha256sum -c - \\\n    && POETRY_HOME=/opt/poetry python3 /tmp/get.py \\\n    && rm /tmp/get.py\n`,
      checksums: { "https://example.com/get.py": SUM },
    },
    {
      title: "an archive that is unpacked as it comes",
      before: run("curl -fsSL https://example.com/t-1.2.tgz | tar -xz -C /opt --strip-components=1 && /opt/t"),
      after: run(
        `curl -fsSL https://example.com/t-1.2.tgz -o /tmp/t-1.2.tgz \\\n    && echo "${SUM}  /tmp/t-1.2.tgz" | sha256sum -c - \\\n    && tar -xz -C /opt --strip-components=1 -f /tmp/t-1.2.tgz \\\n    && rm /tmp/t-1.2.tgz && /opt/t`,
      ),
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "a file, and the shell that stops at the first failure",
      before: run("set -eux; curl -fsSLo /tmp/t.tgz https://example.com/t-1.2.tgz; tar -xf /tmp/t.tgz"),
      after: run(
        `set -eux; curl -fsSLo /tmp/t.tgz https://example.com/t-1.2.tgz; \\\n    echo "${SUM}  /tmp/t.tgz" | sha256sum -c -; tar -xf /tmp/t.tgz`,
      ),
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "a shell that goes on after a failure",
      before: run("wget https://example.com/t-1.2.tgz; tar -xf t-1.2.tgz"),
      after: run(
        `wget https://example.com/t-1.2.tgz \\\n    && echo "${SUM}  t-1.2.tgz" | sha256sum -c - || exit 1; tar -xf t-1.2.tgz`,
      ),
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "a heredoc",
      before: "FROM debian:12-slim\nRUN <<E\nset -e\nwget -q https://example.com/t-1.2.tgz\ntar -xf t-1.2.tgz\nE\n",
      after: `FROM debian:12-slim\nRUN <<E\nset -e\nwget -q https://example.com/t-1.2.tgz; echo "${SUM}  t-1.2.tgz" | sha256sum -c -\ntar -xf t-1.2.tgz\nE\n`,
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "ADD",
      before: "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nADD --chown=1:1 https://example.com/t-1.2.tgz /t.tgz\n",
      after: `# syntax=docker/dockerfile:1\nFROM alpine:3.22\nADD --checksum=sha256:${SUM} --chown=1:1 https://example.com/t-1.2.tgz /t.tgz\n`,
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "a builder that knows no checksum",
      before: "# syntax=docker/dockerfile:1.4\nFROM alpine:3.22\nADD https://example.com/t-1.2.tgz /t.tgz\n",
      checksums: { "https://example.com/t-1.2.tgz": SUM },
      because: "knows no ADD --checksum",
    },
    {
      title: "nobody may be asked",
      before: run("curl -fsSL https://example.com/install.sh | sh"),
      because: "--online",
    },
    {
      title: "nothing is served",
      before: run("curl -fsSL https://example.com/install.sh | sh"),
      checksums: {},
      because: "does not serve a file",
    },
    {
      title: "an address out of variables",
      before: "FROM debian:12-slim\nARG V=1.2\nRUN curl -fsSLo t.tgz https://example.com/t-$V.tgz && tar -xf t.tgz\n",
      checksums: {},
      because: "a variable owns the address",
    },
    {
      title: "a credential in the address",
      before: run("curl -fsSLo t.tgz https://user:hunter2@example.com/t-1.tgz && tar -xf t.tgz"),
      checksums: {},
      because: "holds a credential",
    },
    {
      title: "a build that goes on without it",
      before: run("curl -fsSLo t.tgz https://example.com/t-1.tgz || true"),
      checksums: { "https://example.com/t-1.tgz": SUM },
      because: "goes on without the download",
    },
    {
      title: "a branch of a condition, and a loop",
      before: run('if [ -n "$X" ]; then curl -fsSL https://example.com/install.sh | sh; fi'),
      checksums: { "https://example.com/install.sh": SUM },
      because: "a part of a larger command",
    },
    {
      title: "a reader that is not plain",
      before: run("curl -fsSL https://example.com/t-1.2.gz | gunzip > /t"),
      checksums: { "https://example.com/t-1.2.gz": SUM },
      because: "how the download is read is not plain",
    },
    {
      title: "a folder given apart",
      before: run("wget -P /tmp https://example.com/t-1.2.gz && gunzip /tmp/t-1.2.gz"),
      checksums: { "https://example.com/t-1.2.gz": SUM },
      because: "where the download is put is not plain",
    },
    {
      title: "an output that is named, and is the standard one",
      before: run("curl -o- https://example.com/v1/install.sh | bash"),
      after: run(
        `curl -o /tmp/install.sh https://example.com/v1/install.sh \\\n    && echo "${SUM}  /tmp/install.sh" | sha256sum -c - \\\n    && bash /tmp/install.sh \\\n    && rm /tmp/install.sh`,
      ),
      checksums: { "https://example.com/v1/install.sh": SUM },
    },
    {
      title: "a script by the name of the standard input",
      before: run("curl -sSL https://example.com/i.sh | bash /dev/stdin --channel 8"),
      after: run(
        `curl -sSL https://example.com/i.sh -o /tmp/i.sh \\\n    && echo "${SUM}  /tmp/i.sh" | sha256sum -c - \\\n    && bash /tmp/i.sh --channel 8 \\\n    && rm /tmp/i.sh`,
      ),
      checksums: { "https://example.com/i.sh": SUM },
    },
    {
      title: "an address whose last part is a folder above",
      before: run("curl -fsSL https://example.com/.. | sh"),
      after: run(
        `curl -fsSL https://example.com/.. -o /tmp/download \\\n    && echo "${SUM}  /tmp/download" | sha256sum -c - \\\n    && sh /tmp/download \\\n    && rm /tmp/download`,
      ),
      checksums: { "https://example.com/..": SUM },
    },
    {
      title: "an ADD of an address in quotes",
      before: 'FROM alpine:3.22\nADD "https://example.com/t-1.2.tgz" /t.tgz\n',
      after: `FROM alpine:3.22\nADD --checksum=sha256:${SUM} "https://example.com/t-1.2.tgz" /t.tgz\n`,
      checksums: { "https://example.com/t-1.2.tgz": SUM },
    },
    {
      title: "an ADD of a repository",
      before: "FROM alpine:3.22\nADD https://github.com/acme/t.git /t\n",
      checksums: { "https://github.com/acme/t.git": SUM },
      because: "it is a repository",
    },
    ...[
      ["-o /dev/stdout https://example.com/t.sh | sh", "how the download is read is not plain"],
      ["-o /dev/null https://example.com/t.sh && true", "where the download is put is not plain"],
      ['-H "Accept: application/octet-stream" -o t https://example.com/t.sh && true', "options of its own"],
      ["-fLu me:pw -o t https://example.com/t.sh && true", "options of its own"],
      ["-r 0-99 -o t https://example.com/t.sh && true", "options of its own"],
    ].map(([words, because = ""]) => ({
      title: `curl ${words}`,
      before: run(`curl ${words}`),
      checksums: { "https://example.com/t.sh": SUM },
      because,
    })),
    ...[
      ["https://example.com/t.tgz?raw=true && true", "where the download is put is not plain"],
      ["https://example.com && true", "where the download is put is not plain"],
      ["-qP /tmp https://example.com/t.tgz && true", "where the download is put is not plain"],
      ['--header "Cookie: a=b" https://example.com/t.tgz && true', "options of its own"],
    ].map(([words, because = ""]) => ({
      title: `wget ${words}`,
      before: run(`wget ${words}`),
      checksums: {
        "https://example.com": SUM,
        "https://example.com/t.tgz": SUM,
        "https://example.com/t.tgz?raw=true": SUM,
      },
      because,
    })),
    ...[
      '[ -n "$X" ] && curl -fsSLo f https://example.com/t.sh; true',
      'set -e; [ -n "$X" ] && curl -fsSLo f https://example.com/t.sh; true',
      'set -e; [ -n "$X" ] && curl -fsSL https://example.com/t.sh | sh; true',
    ].map((text) => ({
      title: `what may be left out: ${text}`,
      before: run(text),
      checksums: { "https://example.com/t.sh": SUM },
      because: "what stands before decides",
    })),
  ],
});
