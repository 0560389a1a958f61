import { testRule } from "../../testing/test-rule.js";
import rule from "./traceable.js";

const revision = { "org.opencontainers.image.revision": "0123456789abcdef0123" };
const source = { "org.opencontainers.image.source": "https://git.example.com/a/b" };

testRule(rule, {
  image: {
    yes: [{ image: { config: { labels: { ...revision, ...source } } }, because: "0123456789ab of" }],
    no: [
      { image: { config: { labels: {} } }, because: "the commit and the repository", at: ["Labels"] },
      { image: { config: { labels: revision } }, because: "names the repository" },
      { config: { labels: { ...source, "org.opencontainers.image.revision": "" } } },
    ],
    "n/a": [{ form: "rootfs" }],
  },
});
