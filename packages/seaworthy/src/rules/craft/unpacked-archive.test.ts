import { testRule } from "../../testing/test-rule.js";
import rule from "./unpacked-archive.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nCOPY app.tgz /srv/\nRUN tar -tzf /srv/app.tgz\n",
      "FROM alpine:3.23\nCOPY app.tgz /srv/\nRUN tar -czf /backup.tgz /srv\n",
      "FROM alpine:3.23 AS a\nCOPY app.tgz /srv/\nFROM alpine:3.23\nRUN tar xf app.tgz\n",
      "FROM alpine:3.23\nRUN tar xf app.tgz\nCOPY app.tgz /srv/\n",
    ],
    no: [
      "FROM alpine:3.23\nCOPY «a.tar.xz» /srv/b.tar.xz\nRUN tar xJf /srv/b.tar.xz\n",
      'FROM alpine:3.23\nCOPY [«"a.tar"», "/srv"]\nWORKDIR /srv\nRUN foo && tar --extract --file=x -f a.tar\n',
      'FROM alpine:3.23\nCOPY «dist/a.tgz» b.txt ./\nRUN tar -C / -xzf "a.tgz"\n',
      "FROM alpine:3.23\nONBUILD COPY «a.tar.gz» /\nONBUILD RUN gunzip /a.tar.gz\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nCOPY a.zip /\nRUN unzip /a.zip\n",
      "FROM alpine:3.23\nCOPY --from=x /a.tgz /\nRUN tar xf /a.tgz\n",
    ],
  },
});
