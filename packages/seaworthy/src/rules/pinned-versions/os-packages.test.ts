import { testRule } from "../../testing/test-rule.js";
import rule from "./os-packages.js";

const run = (text: string, base = "debian:12-slim") => `FROM ${base}\nRUN ${text}\n`;

testRule(rule, {
  source: {
    yes: [
      run("apk add --no-cache curl=8.14.1-r1", "alpine:3.22"),
      run("apk add --no-cache 'curl~=8.14'", "alpine:3.22"),
      run("dnf install -y tar-1.34-6.el9", "rockylinux:9"),
      run("apt-get install -y ./tool.deb curl=8"),
    ],
    no: [
      run("apt-get install -y «curl» git=1:2.39"),
      run("apk add «curl»", "alpine:3.22"),
      run("yum -y install «tar»", "rockylinux:9"),
      run("zypper -n in «tar»", "opensuse/leap:15.6"),
    ],
    unknown: [run("apt-get install -y $PACKAGES")],
    "n/a": [run("echo x"), run("npm install -g a"), { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" } }],
  },
});
