import { historyOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import { token } from "../../testing/tokens.js";
import rule from "./no-secrets-in-settings.js";

testRule(rule, {
  image: {
    yes: [
      {},
      { config: { env: ["GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D", "NODE_VERSION=22.1.0"] } },
      {
        title: "names that only look so",
        image: { history: historyOf("RUN /bin/sh -c apk add libcrypto3=3.1.4-r1 && touch access.log # buildkit") },
      },
    ],
    no: [
      {
        image: { config: { env: ["DB_PASSWORD=Tr0ub4dor9"] } },
        because: "the variable DB_PASSWORD holds a literal credential",
        at: ["Env DB_PASSWORD"],
      },
      { image: { config: { labels: { key: token("ghp_", 36) } } }, at: ["Label key"] },
      {
        image: { history: historyOf("COPY . .", `RUN |1 NPM_TOKEN=${token("npm_", 36)} /bin/sh -c npm ci # buildkit`) },
        because: "the build argument NPM_TOKEN, in line 2 of the history, holds",
        at: ["2"],
      },
      { image: { history: historyOf("ENV API_SECRET=Tr0ub4dor9") }, because: "(ENV API_SECRET)", at: ["1"] },
    ],
    unknown: [{ image: { config: { env: ["DB_PASSWORD=postgres"] } }, because: "may hold" }],
    "n/a": [{ form: "rootfs" }],
  },
});
