import { describe, expect, it } from "vitest";
import { historyOf } from "../../testing/layers.js";
import { token } from "../../testing/tokens.js";
import { type ImageSketch, imageOf } from "../image/sketch.js";
import { settingsSecrets } from "./settings-secrets.js";

const PASSWORD = "Tr0ub4dor9";
function found(sketch: ImageSketch): readonly string[] {
  const secrets = settingsSecrets(imageOf(sketch));
  expect(JSON.stringify(secrets)).not.toContain(PASSWORD);
  return secrets.map(({ where, path, certain }) => `${where} ${path}${certain ? "" : "?"}`);
}

describe("credentials in the settings of an image", () => {
  it("in its environment, by name and by form", () => {
    expect(
      found({
        config: {
          env: [
            "PATH=/bin",
            `DB_PASSWORD=${PASSWORD}`,
            `X=${token("ghp_", 36)}`,
            "DB_PASS=postgres",
            `URL=postgres://a:${PASSWORD}@db/a`,
          ],
        },
      }),
    ).toEqual(["env DB_PASSWORD", "env X", "env DB_PASS?", "env URL"]);
  });
  it("in its labels, by form alone", () => {
    expect(found({ config: { labels: { token: "harbour", "org.example.key": token("sk_live_", 24) } } })).toEqual([
      "label org.example.key",
    ]);
  });
  it("in what it starts", () => {
    expect(found({ config: { cmd: ["app", "--db", `postgres://a:${PASSWORD}@db/a`] } })).toEqual(["argument the start command"]);
  });
  it("in its history: build arguments, settings that are gone, commands", () => {
    const history = historyOf(
      `RUN |2 NPM_TOKEN=${token("npm_", 36)} NODE_ENV=production /bin/sh -c npm ci # buildkit`,
      `|1 GIT_PASSWORD=${PASSWORD} /bin/sh -c git fetch`,
      `ENV API_KEY=${PASSWORD}${PASSWORD}`,
      `/bin/sh -c #(nop)  ENV SECRET_KEY=${PASSWORD}x`,
      `/bin/sh -c #(nop)  ARG TOKEN=${PASSWORD}y`,
      `RUN /bin/sh -c git clone https://ci:${PASSWORD}@git.prod.internal/app # buildkit`,
      `RUN /bin/sh -c ADMIN_PASSWORD=${PASSWORD} ./setup # buildkit`,
    );
    expect(found({ history })).toEqual([
      "argument NPM_TOKEN",
      "argument GIT_PASSWORD",
      "history 3",
      "history 4",
      "history 5",
      "history 6",
      "history 7",
    ]);
  });
  it("not where the environment says it already", () => {
    expect(found({ config: { env: [`API_KEY=${PASSWORD}z9`] }, history: historyOf(`ENV API_KEY=${PASSWORD}z9`) })).toEqual([
      "env API_KEY",
    ]);
  });
  it("not in what is none", () => {
    expect(
      found({
        config: {
          env: [
            "GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
            "PYTHON_SHA256=0123",
            "TOKEN_TTL=30",
            "DB_PASSWORD_FILE=/run/secrets/db",
            "SECRET=",
          ],
        },
        history: historyOf(
          "RUN /bin/sh -c apk add libcrypto3=3.1.4-r1 # buildkit",
          "RUN /bin/sh -c touch /var/log/access.log # buildkit",
          "RUN /bin/sh -c SECRET_KEY=dummy python manage.py collectstatic # buildkit",
          "RUN |1 VERSION=1.2.3 /bin/sh -c curl -fsSL https://example.com/$VERSION # buildkit",
          "ENV GPG_KEYS=1 2 3",
          "RUN /bin/sh -c PASSWORD=$(cat /run/secrets/p) ./x # buildkit",
        ),
      }),
    ).toEqual([]);
  });
});
