import { testRule } from "../../testing/test-rule.js";
import rule from "./inline-waivers.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\n# ignore nothing\n",
      "# hadolint shell=/bin/bash\nFROM alpine:3.23\n",
      "FROM alpine:3.23\n# hadolint ignore=some words\nRUN a\n",
      "FROM alpine:3.23\nRUN echo '# hadolint ignore=DL3018'\n",
    ],
    no: [
      "FROM alpine:3.23\n«# hadolint ignore=DL3018,SC1000»\nRUN a\n",
      "«#hadolint   ignore = DL3006 , DL3007»\nFROM alpine\n",
      "FROM alpine:3.23\n«# hadolint ignore=DL3018 # mirror keeps no old ones»\nRUN a\n",
      "FROM alpine:3.23\nRUN a && \\\n«# hadolint ignore=DL3018»\n  b\n",
    ],
  },
});
