import { testRule } from "../../testing/test-rule.js";
import rule from "./no-secret-values.js";

/** Made up while the tests run, so that no scanner takes this file for a leak. */
const GITHUB = `ghp_${["aB3dE5fG7hJ9", "kLmN0pQrStUv", "WxYz1A2b3C4d"].join("")}`;
const KEY = `-----BEGIN ${"RSA PRIVATE"} KEY-----\n${["MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi", "JzQdQ5B1Ut0Vb7Wc8Xd9YeAZfB0gC1hD2iE3jF4k"].join("")}\n-----END ${"RSA PRIVATE"} KEY-----`;

testRule(rule, {
  source: {
    yes: [
      "FROM python:3.13-slim\nRUN SECRET_KEY=dummyvalue DATABASE_URL=postgres://u:p@localhost/x python manage.py collectstatic\n",
      "FROM ruby:3.4\nRUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile\n",
      "FROM node:22\nRUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci\n",
      "FROM alpine:3.22\nRUN git clone https://${TOKEN}@github.com/acme/app.git\n",
      "FROM alpine:3.22\nRUN git clone git@github.com:acme/app.git\n",
      "FROM alpine:3.22\nRUN curl -u $USER:$PASS https://example.com/a.tgz\n",
      "FROM debian:12\nRUN apt-key adv --recv-keys 9FD3B784BC1C6FC31A8A0A1C1655A0AB68576280\n",
      'FROM alpine:3.22\nRUN echo "root:$PASSWORD" | chpasswd\n',
      "FROM alpine:3.22\nRUN echo 'app:$6$abcdefgh$0123456789' | chpasswd -e\n",
      {
        title: "a comment is not in the image",
        files: `FROM alpine:3.22\n# ${GITHUB}\nRUN true\n`,
      },
      {
        title: "the test of a builder's words",
        files: "FROM node:22 AS build\nRUN JWT_SECRET=build npm run build\nFROM node:22-slim\n",
      },
    ],
    no: [
      `FROM alpine:3.22\nRUN git clone https://«${GITHUB}»@github.com/acme/app.git\n`,
      "FROM alpine:3.22\nRUN git clone https://ci:«tr0ub4dor»@git.example.com/app.git\n",
      `FROM alpine:3.22\nCOPY <<EOF /root/.ssh/id_rsa\n«${KEY}»\nEOF\n`,
      {
        title: "over continued lines",
        files: `FROM alpine:3.22\nRUN apk add --no-cache git \\\n    # why\n    && git clone https://x:«${GITHUB}»@github.com/acme/app.git\n`,
      },
      `FROM alpine:3.22\nCMD ["app", "--token", "«${GITHUB}»"]\n`,
      "FROM ubuntu:24.04\nRUN echo «'root:tr0ub4dor'» | chpasswd\n",
      'FROM ubuntu:24.04\nRUN useradd app && printf «"app:tr0ub4dor\\n"» | chpasswd\n',
      "FROM rockylinux:9\nRUN echo «tr0ub4dor» | passwd --stdin root\n",
      "FROM alpine:3.22\nRUN «API_TOKEN=f3a9b2c8d1e7460599aa» ./install\n",
      `FROM alpine:3.22 AS build\nRUN curl -H "PRIVATE-TOKEN: x" https://a:«${GITHUB}»@example.com/x\nFROM alpine:3.22\nCOPY --from=build /a /a\n`,
    ],
    unknown: ["RUN true\n"],
  },
  fix: [
    {
      before: 'FROM debian:13-slim\nRUN echo "root:hunter2-x9q" | chpasswd\nCMD ["/app"]\n',
      after: 'FROM debian:13-slim\nCMD ["/app"]\n',
      safety: "review",
    },
  ],
});
