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
      run("yum -y reinstall '*' && yum -y install tar-${V}", "rockylinux:9"),
      "FROM fedora:42 AS build\nENV V=2.51.0-2.fc42\nFROM build\nRUN dnf -y install git-core-$V\n",
      "FROM fedora:42 AS build\nENV V=1\nFROM fedora:42\nARG V\nRUN dnf -y install git-core-$V\n",
      "FROM fedora:42 AS build\nENV V=1\nFROM fedora:42\nRUN V=2.51.0-2.fc42; dnf -y install git-core-$V\n",
    ],
    no: [
      run("apt-get install -y «curl» git=1:2.39"),
      run("apk add «curl»", "alpine:3.22"),
      run("yum -y install «tar»", "rockylinux:9"),
      run("zypper -n in «tar»", "opensuse/leap:15.6"),
      {
        title: "a version that only another stage knows",
        files:
          "FROM fedora:42 AS build\nENV V=2.51.0-2.fc42\nFROM fedora:42\nCOPY --from=build /a /a\nRUN dnf -y install «git-core-${V}»\n",
      },
    ],
    unknown: [run("apt-get install -y $PACKAGES")],
    "n/a": [run("echo x"), run("npm install -g a"), { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" } }],
  },
});
