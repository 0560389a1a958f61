import { testRule } from "../../testing/test-rule.js";
import rule from "./pointless-commands.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apt-get install -y ssh vim\n",
      "FROM debian:13-slim\nRUN systemctl enable nginx && ssh-keyscan github.com > /x\n",
      'FROM debian:13-slim\nRUN mysqld & pid=$!; mysql < x.sql; kill "$pid"\n',
      "FROM debian:13-slim\nRUN service postgresql start && psql -f /x.sql && service postgresql stop\n",
      "FROM debian:13-slim\nRUN --mount=type=ssh git clone git@github.com:x/y.git\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «top»\n",
      "FROM debian:13-slim\nRUN a && «service nginx start»\n",
      "FROM debian:13-slim\nRUN a && «vim /etc/x»\n",
      "FROM debian:13-slim AS a\nRUN «systemctl start nginx»\nFROM debian:13-slim\n",
      "FROM debian:13-slim\nONBUILD RUN «/bin/mount /dev/sda1 /mnt»\n",
    ],
    "n/a": ["FROM debian:13-slim\n"],
  },
});
