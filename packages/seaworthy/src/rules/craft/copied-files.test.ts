import { testRule } from "../../testing/test-rule.js";
import rule from "./copied-files.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nADD https://example.com/a /a\n",
      "FROM alpine:3.23\nADD https://github.com/x/y.git#v1 /a\nADD git@github.com:x/y.git /b\n",
      'FROM alpine:3.23\nADD ["a.tar.xz", "/a/"]\n',
      "FROM alpine:3.23\nADD https://example.com/$V.tgz /a\n",
    ],
    no: [
      "FROM alpine:3.23\nADD «.» /srv\n",
      "FROM alpine:3.23\nADD a.tgz «b.zip» /srv/\n",
      'FROM alpine:3.23\nADD --chown=1:1 [«"a b"», "/srv/"]\n',
      "FROM alpine:3.23\nONBUILD ADD «src» /srv/\n",
    ],
    unknown: ["FROM alpine:3.23\nARG SRC\nADD $SRC /srv\n"],
    "n/a": ["FROM alpine:3.23\nCOPY . .\n"],
  },
  image: {
    yes: [
      { history: [{ createdBy: "ADD rootfs.tar.gz / # buildkit", created: null, comment: "", layer: 0 }] },
      { history: [{ createdBy: "ADD https://example.com/a.jar /a.jar # buildkit", created: null, comment: "", layer: 0 }] },
    ],
    no: [
      {
        title: "the only ADD, on a base that was imported: it is no root file system",
        image: { history: [{ createdBy: "ADD app /srv/app # buildkit", created: null, comment: "", layer: 1 }] },
        at: ["1"],
      },
    ],
    unknown: [
      {
        history: [
          {
            createdBy: "/bin/sh -c #(nop) ADD file:0123456789abcdef0123456789abcdef in /srv ",
            created: null,
            comment: "",
            layer: 1,
          },
        ],
      },
    ],
    "n/a": [
      {},
      {
        title: "two archives that a base is made of",
        image: {
          history: [
            {
              createdBy: "/bin/sh -c #(nop) ADD file:0123456789abcdef0123456789abcdef in / ",
              created: null,
              comment: "",
              layer: 0,
            },
            {
              createdBy: "/bin/sh -c #(nop) ADD file:fedcba9876543210fedcba9876543210 in /etc ",
              created: null,
              comment: "",
              layer: 1,
            },
          ],
          layers: [0, 1].map((index) => ({
            index,
            diffId: `sha256:${index}`,
            digest: null,
            size: 1,
            bytes: 1,
            files: 1,
            createdBy: null,
            fromBase: true,
          })),
        },
      },
      { history: [{ createdBy: "RUN /bin/sh -c echo ADD in buildkit # buildkit", created: null, comment: "", layer: 0 }] },
      { history: [{ createdBy: "COPY app /srv/app # buildkit", created: null, comment: "", layer: 0 }] },
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nADD --chown=1000 app \\\n  lib /srv/\nadd a b\n",
      after: "FROM alpine:3.23\nCOPY --chown=1000 app \\\n  lib /srv/\ncopy a b\n",
      safety: "safe",
    },
    { title: "with an archive", before: "FROM alpine:3.23\nADD app rootfs.tar /srv/\n", because: "which ADD unpacks" },
  ],
});
