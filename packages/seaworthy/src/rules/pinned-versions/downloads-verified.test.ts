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
      "FROM alpine:3.22\nADD https://github.com/acme/t.git#0123456789abcdef0123456789abcdef01234567 /t\n",
      run("curl -fsSLo i.sh https://raw.githubusercontent.com/acme/t/0123456789abcdef0123456789abcdef01234567/i.sh && sh i.sh"),
    ],
    no: [
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
});
